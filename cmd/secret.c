#include "cmd/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cmd/cli.h"
#include "crypto/password.h"
#include "crypto/token.h"

/* No letter that is taken for another: 32 of them, so five bits each. */
static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
#define GROUPS 5
#define GROUP_LETTERS 5

static volatile sig_atomic_t interrupted;

static void
on_signal(int sig)
{
	interrupted = sig;
}

/* Read up to a newline; false at a fault, an interruption, or the end without a letter. */
static bool
read_line(int fd, struct secret *s)
{
	s->n = 0;
	for (;;) {
		char c;
		ssize_t got = read(fd, &c, 1);

		if (got < 0 || (got == 0 && s->n == 0))
			return false;
		if (got == 0 || c == '\n')
			break;
		if (s->n < sizeof(s->text))
			s->text[s->n++] = c;
	}
	if (s->n > 0 && s->text[s->n - 1] == '\r')
		s->n--;
	return true;
}

/* Ask on the terminal.  Ctrl-C must find the echo switched on again. */
static bool
ask(int fd, const char *prompt, struct secret *s)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
	struct sigaction now = {.sa_handler = on_signal}, was[5];
	struct termios shown, hidden;
	bool ok;

	if (tcgetattr(fd, &shown) != 0)
		return false;
	for (size_t i = 0; i < 5; i++)
		sigaction(signals[i], &now, &was[i]);
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(fd, TCSAFLUSH, &hidden);
	dprintf(fd, "%s: ", prompt);
	ok = read_line(fd, s);
	dprintf(fd, "\n");
	tcsetattr(fd, TCSAFLUSH, &shown);
	for (size_t i = 0; i < 5; i++)
		sigaction(signals[i], &was[i], NULL);
	return ok && interrupted == 0;
}

static bool
from_terminal(struct secret *s)
{
	struct secret again;
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC);
	bool ok, same;

	if (fd < 0) {
		cli_fail("There is no terminal to ask on: use --password-stdin or --generate.");
		return false;
	}
	ok = ask(fd, "New password", s) && ask(fd, "Once more", &again);
	close(fd);
	same = ok && again.n == s->n && memcmp(again.text, s->text, s->n) == 0;
	secret_forget(&again);
	if (!ok)
		cli_fail("No password was given; nothing is changed.");
	else if (!same)
		cli_fail("The two are not the same; nothing is changed.");
	return ok && same;
}

static void
generate(struct secret *s)
{
	uint8_t raw[TOKEN_BYTES];
	struct token t;

	token_new(&t);
	token_raw(&t, raw);
	s->n = 0;
	for (size_t i = 0; i < (size_t)GROUPS * GROUP_LETTERS; i++) {
		if (i > 0 && i % GROUP_LETTERS == 0)
			s->text[s->n++] = '-';
		s->text[s->n++] = letters[raw[i] % 32];
	}
	secret_wipe(raw, sizeof(raw));
	token_wipe(&t);
}

static bool
allowed(const struct secret *s, struct str login)
{
	switch (password_check((struct str){s->text, s->n}, login)) {
	case PASSWORD_FINE:
		return true;
	case PASSWORD_SHORT:
		cli_fail(
		    "The password is too short: %d characters or more, for example four words.",
		    PASSWORD_MIN_CODE_POINTS);
		return false;
	case PASSWORD_LONG:
		cli_fail("The password is too long: %d bytes at most.", PASSWORD_MAX_BYTES);
		return false;
	case PASSWORD_COMMON:
		cli_fail(
		    "The password is too easy to guess: it is common, a pattern, or made of the "
		    "login.");
		return false;
	case PASSWORD_NOT_TEXT:
		cli_fail("The password is not UTF-8 text.");
		return false;
	}
	return false;
}

bool
secret_new(enum secret_from from, struct str login, struct secret *s)
{
	bool ok = true;

	*s = (struct secret){.n = 0};
	if (from == SECRET_GENERATED) {
		generate(s);
		return true;
	}
	if (from == SECRET_STDIN && !read_line(STDIN_FILENO, s)) {
		cli_fail("There is no password on the standard input.");
		ok = false;
	} else if (from == SECRET_TERMINAL) {
		ok = from_terminal(s);
	}
	return ok && allowed(s, login);
}

void
secret_forget(struct secret *s)
{
	secret_wipe(s, sizeof(*s));
}
