#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "crypto/password.h"
#include "crypto/token.h"

/* The sanitizer's own maps do not fit into the limit of memory that a test here sets. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif

#define FINE STR("tall walnut ferry at dusk")

static void
test_hash_and_verify(void **state)
{
	char a[PASSWORD_HASH_MAX], b[PASSWORD_HASH_MAX];
	bool match;

	(void)state;
	assert_int_equal(password_hash(FINE, a), STATUS_OK);
	assert_int_equal(password_hash(FINE, b), STATUS_OK);
	assert_string_not_equal(a, b); /* salted */
	assert_int_equal(strncmp(a, "$argon2id$v=19$m=65536,t=2,p=1$", 31), 0);
	assert_int_equal(password_verify(FINE, a, &match), STATUS_OK);
	assert_true(match);
	assert_int_equal(password_verify(STR("tall walnut ferry at dawn"), a, &match), STATUS_OK);
	assert_false(match);
	assert_int_equal(password_verify(STR_NULL, a, &match), STATUS_OK);
	assert_false(match);
	assert_int_equal(password_verify(FINE, NULL, &match), STATUS_OK);
	assert_false(match);
}

/* The same words, whatever wrote them: composed or not, with ideographic or no-break spaces. */
static void
test_other_bytes_of_the_same_text(void **state)
{
	static const char typed[] =
	    "caf\xc3\xa9 \xe9\x92\xb1\xe5\xa1\x98\xe6\xbd\xae walnut ferry dusk";
	static const char other[] = "cafe\xcc\x81\xe3\x80\x80\xe9\x92\xb1\xe5\xa1\x98\xe6\xbd\xae"
				    "\xc2\xa0walnut ferry\xe2\x80\x83"
				    "dusk";
	char hash[PASSWORD_HASH_MAX];
	bool match;

	(void)state;
	assert_int_equal(password_hash(str_of(typed), hash), STATUS_OK);
	assert_int_equal(password_verify(str_of(other), hash, &match), STATUS_OK);
	assert_true(match);
	assert_int_equal(
	    password_verify(
		STR("cafe \xe9\x92\xb1\xe5\xa1\x98\xe6\xbd\xae walnut ferry dusk"), hash, &match),
	    STATUS_OK);
	assert_false(match);
	/* Fullwidth letters are other letters: nothing is made alike that a person sees apart. */
	assert_int_equal(
	    password_verify(
		STR("\xef\xbd\x83"
		    "af\xc3\xa9 \xe9\x92\xb1\xe5\xa1\x98\xe6\xbd\xae walnut ferry dusk"),
		hash, &match),
	    STATUS_OK);
	assert_false(match);
	/* No text at all is a wrong password, not a fault. */
	assert_int_equal(
	    password_verify(STR("\xff\xfe walnut ferry at dusk"), hash, &match), STATUS_OK);
	assert_false(match);
}

/* 341 letters that NFC takes apart, because they may not stay composed: 1023 bytes become 2046. */
static void
test_longer_in_nfc(void **state)
{
	char text[PASSWORD_MAX_BYTES], hash[PASSWORD_HASH_MAX];
	size_t n = 0;
	bool match;

	(void)state;
	while (n + 3 <= sizeof(text)) {
		memcpy(text + n, "\xe0\xa5\x98", 3);
		n += 3;
	}
	assert_int_equal(password_check((struct str){text, n}, STR("anna")), PASSWORD_LONG);
	assert_int_equal(password_hash((struct str){text, n}, hash), STATUS_INVALID);
	assert_int_equal(password_hash(FINE, hash), STATUS_OK);
	assert_int_equal(password_verify((struct str){text, n}, hash, &match), STATUS_OK);
	assert_false(match);
}

static void
test_over_long_is_no_match(void **state)
{
	static char big[5000];
	char hash[PASSWORD_HASH_MAX];
	bool match = true;

	(void)state;
	memset(big, 'x', sizeof(big));
	assert_int_equal(password_hash((struct str){big, sizeof(big)}, hash), STATUS_INVALID);
	assert_int_equal(password_hash((struct str){big, PASSWORD_MAX_BYTES}, hash), STATUS_OK);
	assert_int_equal(password_verify((struct str){big, sizeof(big)}, hash, &match), STATUS_OK);
	assert_false(match);
	assert_int_equal(
	    password_verify((struct str){big, PASSWORD_MAX_BYTES}, hash, &match), STATUS_OK);
	assert_true(match);
}

static void
test_corrupt_hash_is_a_fault(void **state)
{
	static const char *const bad[] = {
	    "",
	    "$argon2id$nonsense",
	    "$argon2i$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	    /* more memory than auth may take */
	    "$argon2id$v=19$m=1048576,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	    /* a short salt, a short hash, something behind it */
	    "$argon2id$v=19$m=65536,t=2,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	    "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
	    "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$",
	};
	bool match;

	(void)state;
	log_init("test", LOG_ERROR + 1);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(password_verify(FINE, bad[i], &match), STATUS_INTERNAL);
		assert_false(match);
	}
}

/* What this process has computed: other work on the machine takes no part in it. */
static int64_t
computed_us(void)
{
	struct timespec t;

	assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t), 0);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* The same work for nobody as for somebody: the medians of seven are within a quarter. */
static int64_t
median_us(const char *hash)
{
	int64_t t[7];

	for (size_t i = 0; i < 7; i++) {
		int64_t us = computed_us();
		bool match;

		assert_int_equal(password_verify(FINE, hash, &match), STATUS_OK);
		us = computed_us() - us;
		size_t at = i;
		for (; at > 0 && t[at - 1] > us; at--)
			t[at] = t[at - 1];
		t[at] = us;
	}
	return t[3];
}

static void
test_unknown_takes_as_long(void **state)
{
	char hash[PASSWORD_HASH_MAX];
	int64_t known = 0, unknown = 0;

	(void)state;
	assert_int_equal(password_hash(STR("another password altogether"), hash), STATUS_OK);
	/* Other work on the machine may still push it out of the caches: three chances. */
	for (int i = 0; i < 3; i++) {
		known = median_us(hash);
		unknown = median_us(NULL);
		if (unknown > known * 3 / 4 && known > unknown * 3 / 4)
			return;
	}
	fail_msg("known %lld us, unknown %lld us", (long long)known, (long long)unknown);
}

#ifndef SANITIZED
static void
test_no_memory_is_busy_not_wrong(void **state)
{
	char hash[PASSWORD_HASH_MAX];
	int status;
	pid_t pid;

	(void)state;
	assert_int_equal(password_hash(FINE, hash), STATUS_OK);
	pid = fork();
	if (pid == 0) {
		struct rlimit l = {48 * 1024 * 1024, 48 * 1024 * 1024};
		bool match;
		int bad = 0;

		log_init("test", LOG_ERROR);
		fclose(stderr);
		setrlimit(RLIMIT_AS, &l);
		bad |= password_verify(FINE, hash, &match) != STATUS_BUSY;
		bad |= match ? 2 : 0;
		bad |= password_verify(FINE, NULL, &match) != STATUS_BUSY ? 4 : 0;
		bad |= password_hash(FINE, hash) != STATUS_BUSY ? 8 : 0;
		_exit(bad);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}
#endif

static void
test_length_counts_code_points(void **state)
{
	(void)state;
	assert_int_equal(password_check(STR("kq7!vXz2#mPw9r"), STR("li")), PASSWORD_SHORT);
	assert_int_equal(password_check(STR("kq7!vXz2#mPw9rT"), STR("li")), PASSWORD_FINE);
	/* 14 and 15 Han characters: 42 and 45 bytes. */
	assert_int_equal(
	    password_check(STR("雨夜灯下旧报纸堆里找船票号"), STR("li")), PASSWORD_SHORT);
	assert_int_equal(
	    password_check(STR("雨夜灯下旧报纸堆里找船票号码呢"), STR("li")), PASSWORD_FINE);
	assert_int_equal(password_check(STR_NULL, STR("li")), PASSWORD_SHORT);
}

static void
test_no_composition_rules(void **state)
{
	(void)state;
	assert_int_equal(password_check(FINE, STR("li")), PASSWORD_FINE);
	assert_int_equal(password_check(STR("83058217463019275"), STR("li")), PASSWORD_FINE);
	assert_int_equal(password_check(STR("  a b c  !  walnut 🚢"), STR("li")), PASSWORD_FINE);
}

static void
test_not_text_or_too_long(void **state)
{
	static char big[PASSWORD_MAX_BYTES + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(big); i++)
		big[i] = (char)('!' + (i * i * 7 + i / 90 * 31) % 90);
	assert_int_equal(password_check((struct str){big, sizeof(big)}, STR("li")), PASSWORD_LONG);
	assert_int_equal(
	    password_check((struct str){big, sizeof(big) - 1}, STR("li")), PASSWORD_FINE);
	assert_int_equal(
	    password_check(STR("walnut ferry \xff at dusk"), STR("li")), PASSWORD_NOT_TEXT);
	assert_int_equal(
	    password_check(STR("walnut ferry \0 at dusk"), STR("li")), PASSWORD_NOT_TEXT);
}

static void
test_common(void **state)
{
	static const struct str bad[] = {
	    /* on the list; case, spaces, punctuation and digits at the end do not help */
	    STR("Correct-Horse Battery STAPLE"),
	    STR("correcthorsebatterystaple2026!"),
	    STR("1qaz2wsx3edc4rfv"),
	    STR("woaibeijingtiananmen"),
	    STR("床前明月光疑是地上霜举头望明月低头思故乡"),
	    /* one character, a short cycle, a sequence */
	    STR("aaaaaaaaaaaaaaaa"),
	    STR("abc123abc123abc12"),
	    STR("2024010120240101"),
	    STR("password password"),
	    STR("abcdefghijklmnop"),
	    STR("ponmlkjihgfedcba"),
	    STR("123456789012345678"),
	    STR("qqqqwwwweeeerrrr"),
	    STR("abababbababaaba"),
	    STR("啊啊啊啊啊啊啊啊啊啊啊啊啊啊啊"),
	    /* the login and the house's own name */
	    STR("reporter2reporter2"),
	    STR("copydesk-reporter2-1"),
	    STR("Reporter2@Copydesk"),
	    STR("CopydeskNewsroom2"),
	    STR("潮城新闻潮城新闻潮城新闻潮城新"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (password_check(bad[i], STR("reporter2")) != PASSWORD_COMMON)
			fail_msg("accepted: %s", bad[i].p);
}

static void
test_own_list(void **state)
{
	char path[] = "/tmp/test_password.XXXXXX";
	int fd = mkstemp(path);
	const char *text = "# ours\nThe ferry leaves at nine\n";

	(void)state;
	assert_int_equal(password_check(STR("the-ferry-leaves-at-nine"), STR("li")), PASSWORD_FINE);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	assert_true(password_load_common(path));
	unlink(path);
	assert_int_equal(
	    password_check(STR("the-ferry-leaves-at-nine"), STR("li")), PASSWORD_COMMON);
	/* The built-in list stays. */
	assert_int_equal(password_check(STR("1qaz2wsx3edc4rfv"), STR("li")), PASSWORD_COMMON);
	log_init("test", LOG_ERROR + 1);
	assert_false(password_load_common("/nonexistent/list"));
}

static int
setup(void **state)
{
	(void)state;
	return crypto_init() ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_hash_and_verify),
	    cmocka_unit_test(test_other_bytes_of_the_same_text),
	    cmocka_unit_test(test_longer_in_nfc),
	    cmocka_unit_test(test_over_long_is_no_match),
	    cmocka_unit_test(test_corrupt_hash_is_a_fault),
	    cmocka_unit_test(test_unknown_takes_as_long),
#ifndef SANITIZED
	    cmocka_unit_test(test_no_memory_is_busy_not_wrong),
#endif
	    cmocka_unit_test(test_length_counts_code_points),
	    cmocka_unit_test(test_no_composition_rules),
	    cmocka_unit_test(test_not_text_or_too_long),
	    cmocka_unit_test(test_common),
	    cmocka_unit_test(test_own_list),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
