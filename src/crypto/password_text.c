#include "crypto/password_text.h"

#include <sodium.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

struct str
password_text(struct str pw, char room[PASSWORD_TEXT_MAX])
{
	UChar raw[PASSWORD_MAX_BYTES], nfc[PASSWORD_TEXT_MAX];
	UErrorCode bad = U_ZERO_ERROR;
	struct str out = pw;
	int32_t n;

	if (pw.n == 0 || pw.n > PASSWORD_MAX_BYTES)
		return pw;
	u_strFromUTF8(raw, PASSWORD_MAX_BYTES, &n, pw.p, (int32_t)pw.n, &bad);
	if (U_SUCCESS(bad)) {
		/* All of them are of the basic plane. */
		for (int32_t i = 0; i < n; i++)
			if (u_charType(raw[i]) == U_SPACE_SEPARATOR)
				raw[i] = ' ';
		n = unorm2_normalize(
		    unorm2_getNFCInstance(&bad), raw, n, nfc, (int32_t)PASSWORD_TEXT_MAX, &bad);
		u_strToUTF8(room, (int32_t)PASSWORD_TEXT_MAX, &n, nfc, n, &bad);
		if (U_SUCCESS(bad))
			out = (struct str){room, (size_t)n};
	}
	sodium_memzero(raw, sizeof(raw));
	sodium_memzero(nfc, sizeof(nfc));
	return out;
}
