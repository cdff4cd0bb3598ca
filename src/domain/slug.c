#include "domain/slug.h"

#include <assert.h>
#include <stdint.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <unicode/utypes.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/utf8.h"

/* More than this of a headline never fits into a slug. */
#define HEADLINE_POINTS 120
#define UNITS_MAX (4 * HEADLINE_POINTS) /* of UTF-16, with a space around each */
#define LATIN_MAX (24 * HEADLINE_POINTS)

/*
 * Words whose characters are read otherwise than each alone: the transliterator knows
 * only the commonest reading of a character.  Longer words stand before their beginnings.
 */
static const struct {
	const char *han, *pinyin;
} polyphones[] = {
    {"银行", "yin hang"},
    {"行长", "hang zhang"},
    {"行业", "hang ye"},
    {"行情", "hang qing"},
    {"同行", "tong hang"},
    {"央行", "yang hang"},
    {"商行", "shang hang"},
    {"排行", "pai hang"},
    {"长城", "chang cheng"},
    {"长江", "chang jiang"},
    {"长沙", "chang sha"},
    {"长春", "chang chun"},
    {"长安", "chang an"},
    {"长期", "chang qi"},
    {"长远", "chang yuan"},
    {"长跑", "chang pao"},
    {"长度", "chang du"},
    {"长短", "chang duan"},
    {"长假", "chang jia"},
    {"长龙", "chang long"},
    {"长廊", "chang lang"},
    {"长篇", "chang pian"},
    {"长寿", "chang shou"},
    {"长文", "chang wen"},
    {"长标题", "chang biao ti"},
    {"漫长", "man chang"},
    {"很长", "hen chang"},
    {"全长", "quan chang"},
    {"总长", "zong chang"},
    {"长途", "chang tu"},
    {"长三角", "chang san jiao"},
    {"延长", "yan chang"},
    {"成长", "cheng zhang"},
    {"增长", "zeng zhang"},
    {"生长", "sheng zhang"},
    {"市长", "shi zhang"},
    {"区长", "qu zhang"},
    {"校长", "xiao zhang"},
    {"院长", "yuan zhang"},
    {"局长", "ju zhang"},
    {"家长", "jia zhang"},
    {"会长", "hui zhang"},
    {"队长", "dui zhang"},
    {"重庆", "chong qing"},
    {"重新", "chong xin"},
    {"重建", "chong jian"},
    {"重启", "chong qi"},
    {"重复", "chong fu"},
    {"重逢", "chong feng"},
    {"重阳", "chong yang"},
    {"音乐", "yin yue"},
    {"乐团", "yue tuan"},
    {"乐队", "yue dui"},
    {"乐器", "yue qi"},
    {"民乐", "min yue"},
    {"会计", "kuai ji"},
    {"首都", "shou du"},
    {"成都", "cheng du"},
    {"都市", "du shi"},
    {"厦门", "xia men"},
    {"大厦", "da sha"},
    {"西藏", "xi zang"},
    {"宝藏", "bao zang"},
    {"收藏", "shou cang"},
    {"朝阳", "chao yang"},
    {"朝代", "chao dai"},
    {"校对", "jiao dui"},
    {"调查", "diao cha"},
    {"调研", "diao yan"},
    {"调度", "diao du"},
    {"调动", "diao dong"},
    {"调整", "tiao zheng"},
    {"调解", "tiao jie"},
    {"空调", "kong tiao"},
    {"传记", "zhuan ji"},
    {"传说", "chuan shuo"},
    {"参差", "cen ci"},
    {"人参", "ren shen"},
    {"出差", "chu chai"},
    {"差距", "cha ju"},
    {"时差", "shi cha"},
    {"还原", "huan yuan"},
    {"还款", "huan kuan"},
    {"归还", "gui huan"},
    {"血压", "xue ya"},
    {"提供", "ti gong"},
    {"供应", "gong ying"},
    {"相声", "xiang sheng"},
    {"真相", "zhen xiang"},
    {"亮相", "liang xiang"},
    {"处理", "chu li"},
    {"到处", "dao chu"},
    {"好处", "hao chu"},
    {"角色", "jue se"},
    {"主角", "zhu jue"},
    {"数字", "shu zi"},
    {"便宜", "pian yi"},
    {"便民", "bian min"},
    {"丰都", "feng du"},
    {"种子", "zhong zi"},
    {"种植", "zhong zhi"},
    {"转折", "zhuan zhe"},
    {"旋转", "xuan zhuan"},
    {"中奖", "zhong jiang"},
    {"命中", "ming zhong"},
    {"应对", "ying dui"},
    {"响应", "xiang ying"},
    {"兴奋", "xing fen"},
    {"新兴", "xin xing"},
    {"高兴", "gao xing"},
    {"载体", "zai ti"},
    {"下载", "xia zai"},
    {"强劲", "qiang jing"},
    {"创伤", "chuang shang"},
    {"担当", "dan dang"},
    {"得分", "de fen"},
    {"了解", "liao jie"},
    {"地方", "di fang"},
    {"目的", "mu di"},
    {"的士", "di shi"},
};

static UTransliterator *latin;

/* Loading its rules takes long, so one serves the process. */
static UTransliterator *
transliterator(void)
{
	static const UChar id[] = u"Any-Latin; Latin-ASCII; Any-Lower";
	UErrorCode error = U_ZERO_ERROR;

	if (latin == NULL) {
		latin = utrans_openU(id, -1, UTRANS_FORWARD, NULL, -1, NULL, &error);
		if (U_FAILURE(error)) {
			log_msg(LOG_ERROR, "no transliterator: %s", u_errorName(error));
			latin = NULL;
		}
	}
	return latin;
}

static bool
put(UChar *units, int32_t *n, uint32_t cp)
{
	if (*n + 2 > UNITS_MAX)
		return false;
	if (cp > 0xffff) {
		units[(*n)++] = (UChar)(0xd7c0 + (cp >> 10));
		units[(*n)++] = (UChar)(0xdc00 + (cp & 0x3ff));
	} else {
		units[(*n)++] = (UChar)cp;
	}
	return true;
}

static bool
put_word(UChar *units, int32_t *n, const char *ascii)
{
	if (!put(units, n, ' '))
		return false;
	for (; *ascii != '\0'; ascii++) {
		if (!put(units, n, (unsigned char)*ascii))
			return false;
	}
	return put(units, n, ' ');
}

/* Take a word of the list off ${s}, or leave it; return its pinyin, or NULL. */
static const char *
take_polyphone(struct str *s)
{
	size_t i;

	for (i = 0; i < sizeof polyphones / sizeof polyphones[0]; i++) {
		struct str han = str_of(polyphones[i].han);

		if (str_starts(*s, han)) {
			*s = str_sub(*s, han.n, s->n);
			return polyphones[i].pinyin;
		}
	}
	return NULL;
}

/* Spell the words of the list, and part each Han character from what stands beside it. */
static int32_t
prepare(struct str s, UChar *units)
{
	UErrorCode error = U_ZERO_ERROR;
	int32_t n = 0;
	uint32_t cp;

	while (s.n > 0) {
		const char *pinyin = take_polyphone(&s);
		bool han;

		if (pinyin != NULL) {
			if (!put_word(units, &n, pinyin))
				break;
			continue;
		}
		if (!utf8_next(&s, &cp))
			break;
		han = uscript_getScript((UChar32)cp, &error) == USCRIPT_HAN;
		if ((han && !put(units, &n, ' ')) || !put(units, &n, cp) ||
		    (han && !put(units, &n, ' ')))
			break;
	}
	return n;
}

/* Letters and digits stay, an apostrophe vanishes, all else parts words. */
static struct str
join_words(struct arena *a, const UChar *units, int32_t n)
{
	struct buf b;
	size_t word_end = 0;
	bool cut = false;
	int32_t i;

	buf_init(&b, a, SLUG_MAX);
	for (i = 0; i < n; i++) {
		UChar c = units[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

		if (c == '\'')
			continue;
		if (!letter) {
			word_end = b.n;
			continue;
		}
		if (b.n > 0 && word_end == b.n)
			buf_char(&b, '-');
		buf_char(&b, (char)c);
		if (!buf_ok(&b)) {
			cut = true;
			break;
		}
	}
	/* Cut after the last whole word, unless the first alone is too long. */
	if (cut && word_end > 0)
		b.n = word_end;
	while (b.n > 0 && b.p[b.n - 1] == '-')
		b.n--;
	return (struct str){b.p, b.n};
}

struct str
slug_propose(struct arena *a, struct str headline)
{
	UTransliterator *trans = transliterator();
	UErrorCode error = U_ZERO_ERROR;
	UChar *units = ARENA_ARRAY(a, LATIN_MAX, UChar);
	int32_t n = prepare(utf8_prefix(headline, HEADLINE_POINTS), units);
	int32_t limit = n;
	struct str slug;

	if (trans != NULL)
		utrans_transUChars(trans, units, &n, LATIN_MAX, 0, &limit, &error);
	if (U_FAILURE(error)) {
		log_msg(LOG_WARN, "a headline cannot be spelled: %s", u_errorName(error));
		return STR("article");
	}
	slug = join_words(a, units, n);
	if (slug.n == 0)
		return STR("article");
	assert(slug_valid(slug));
	return slug;
}

bool
slug_valid(struct str s)
{
	size_t i;

	if (s.n == 0 || s.n > SLUG_MAX || s.p[0] == '-' || s.p[s.n - 1] == '-')
		return false;
	for (i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '-' ? s.p[i - 1] == '-'
			     : !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
			return false;
	}
	return true;
}
