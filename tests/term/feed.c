/*
 * Bytes to the emulator, with REP (repeat the last character, ECMA-48 8.3.103) written out:
 * libvterm 0.1.4 takes a repetition that ends one column before the margin for one that reached
 * it, and wraps.
 */
#include "tests/term/term_private.h"

#include <stdlib.h>
#include <string.h>

#include "tests/term/token.h"

#define REPEAT_MAX 10000

static void repeat(struct term *t, const struct token *token)
{
	long n = strtol(token->at + 2, NULL, 10);
	if (n < 1)
		n = 1;
	for (long i = 0; i < n && i < REPEAT_MAX; i++)
		vterm_input_write(t->vt, t->repeat, t->repeat_len);
}

/* May more bytes make something else of the token? */
static bool is_unfinished(const struct token *token, size_t left)
{
	if (token->kind == TOKEN_CUT)
		return token->len == left;
	return token->kind == TOKEN_BAD && left < 4 && (unsigned char)*token->at >= 0xc2;
}

void term_feed(struct term *t)
{
	while (t->fed < t->raw_len) {
		struct token token;
		size_t left = t->raw_len - t->fed;
		size_t n = token_next(t->raw + t->fed, left, &token);
		if (is_unfinished(&token, left))
			return;
		t->fed += n;
		if (token.kind == TOKEN_CSI && token.c == 'b') {
			repeat(t, &token);
			continue;
		}
		vterm_input_write(t->vt, token.at, n);
		if (token.kind == TOKEN_TEXT) {
			memcpy(t->repeat, token.at, n);
			t->repeat_len = n;
		}
	}
}
