#include "html/picture.h"

#include "html/html.h"

/* Browsers that know no srcset get one that suits most. */
#define PLAIN_WIDTH 640

/* RFC 4648, section 4. */
static void
write_base64(struct buf *b, struct str s)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)s.p;

	for (size_t i = 0; i < s.n; i += 3) {
		size_t left = s.n - i;
		uint32_t three = (uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) |
				 (left > 2 ? p[i + 2] : 0);

		buf_char(b, digits[three >> 18]);
		buf_char(b, digits[three >> 12 & 63]);
		buf_char(b, left > 1 ? digits[three >> 6 & 63] : '=');
		buf_char(b, left > 2 ? digits[three & 63] : '=');
	}
}

static void
write_address(struct buf *b, const struct picture *p, int32_t width, const char *ext)
{
	BUF_LIT(b, "/m/");
	html_attr(b, p->key);
	buf_char(b, '/');
	html_attr(b, p->variant);
	buf_i64(b, width);
	html_attr(b, p->tail);
	buf_char(b, '.');
	buf_z(b, ext);
}

static void
write_set(struct buf *b, const struct picture *p, const char *ext, const char *sizes)
{
	BUF_LIT(b, " srcset=\"");
	for (size_t i = 0; i < p->widths_n; i++) {
		if (i > 0)
			BUF_LIT(b, ", ");
		write_address(b, p, p->widths[i], ext);
		buf_char(b, ' ');
		buf_i64(b, p->widths[i]);
		buf_char(b, 'w');
	}
	BUF_LIT(b, "\" sizes=\"");
	html_attr(b, str_of(sizes));
	buf_char(b, '"');
}

void
picture_file(struct buf *b, const struct picture *picture, int32_t most)
{
	int32_t width = picture->widths[0];

	for (size_t i = 1; i < picture->widths_n && picture->widths[i] <= most; i++)
		width = picture->widths[i];
	write_address(b, picture, width, "jpg");
}

void
picture_write(
    struct buf *b, const struct picture *picture, struct str alt, const char *sizes, bool first)
{
	static const char *const formats[] = {"avif", "webp"};

	BUF_LIT(b, "<span class=\"frame\">");
	if (picture->blur.n > 0) {
		BUF_LIT(b, "<img class=\"blur\" src=\"data:image/webp;base64,");
		write_base64(b, picture->blur);
		BUF_LIT(b, "\" alt=\"\" aria-hidden=\"true\">");
	}
	BUF_LIT(b, "<picture>");
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		buf_printf(b, "<source type=\"image/%s\"", formats[i]);
		write_set(b, picture, formats[i], sizes);
		buf_char(b, '>');
	}
	BUF_LIT(b, "<img src=\"");
	picture_file(b, picture, PLAIN_WIDTH);
	buf_char(b, '"');
	write_set(b, picture, "jpg", sizes);
	buf_printf(b, " width=\"%d\" height=\"%d\" alt=\"", picture->width, picture->height);
	html_attr(b, alt);
	buf_printf(b, "\" %s decoding=\"async\"></picture></span>",
	    first ? "fetchpriority=\"high\"" : "loading=\"lazy\"");
}
