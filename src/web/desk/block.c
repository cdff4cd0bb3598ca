#include "web/desk/block.h"

#include "base/clock.h"
#include "html/html.h"

/* As much as a day takes in words. */
#define DAY_MAX 64

/* Long: a case for each kind of node. */
const char *
block_word(enum body_node type, bool zh)
{
	switch (type) {
	case BODY_HEADING:
		return i18n(zh, "Heading");
	case BODY_BLOCKQUOTE:
		return i18n(zh, "Quote");
	case BODY_PULL_QUOTE:
		return i18n(zh, "Pull quote");
	case BODY_ATTRIBUTION:
		return i18n(zh, "Attribution");
	case BODY_BULLET_LIST:
		return i18n(zh, "List");
	case BODY_ORDERED_LIST:
		return i18n(zh, "Numbered list");
	case BODY_LIST_ITEM:
		return i18n(zh, "List item");
	case BODY_TABLE:
		return i18n(zh, "Table");
	case BODY_TABLE_ROW:
	case BODY_TABLE_HEADER:
	case BODY_TABLE_CELL:
		return i18n(zh, "Table row");
	case BODY_EMBED:
		return i18n(zh, "Link card");
	case BODY_CORRECTION_NOTE:
		return i18n(zh, "Correction note");
	case BODY_HORIZONTAL_RULE:
		return i18n(zh, "Dividing line");
	case BODY_FIGURE:
		return i18n(zh, "Picture");
	case BODY_CAPTION:
		return i18n(zh, "Caption");
	case BODY_GALLERY:
		return i18n(zh, "Gallery");
	case BODY_DOC:
	case BODY_PARAGRAPH:
	case BODY_TEXT:
	case BODY_FOOTNOTE:
	case BODY_HARD_BREAK:
	case BODY_NODES:
		break;
	}
	return i18n(zh, "Paragraph of text");
}

struct str
block_text(struct arena *a, const struct body_item *item, bool zh)
{
	struct str text = body_item_text(a, item);
	struct str day;
	struct buf b;

	if (item->type != BODY_CORRECTION_NOTE)
		return text;
	day = item->attrs[BODY_CORRECTION_NOTE_DATE].s;
	buf_init(&b, a, text.n + DAY_MAX);
	clock_calendar(&b, day, zh);
	buf_str(&b, str_sub(text, day.n, text.n));
	return buf_view(&b);
}
