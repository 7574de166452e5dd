/*
 * token: what a program wrote to its terminal, taken apart into text and controls, to see that
 * nothing from outside reached the terminal as a control.
 */
#ifndef TESTS_TERM_TOKEN_H
#define TESTS_TERM_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum token_kind {
	TOKEN_TEXT,   /* one character, in c */
	TOKEN_C0,     /* a control below 0x20, or DEL, in c */
	TOKEN_C1,     /* a control 0x80..0x9f as UTF-8, in c */
	TOKEN_UNSEEN, /* a character that turns or hides text: bidirectional, zero width, tags */
	TOKEN_BAD,    /* a byte that is no UTF-8 */
	TOKEN_ESC,    /* ESC, intermediates, and a final byte in c */
	TOKEN_CSI,    /* ESC [ ... with its final byte in c */
	TOKEN_STRING, /* OSC, DCS, PM, APC, SOS up to its end */
	TOKEN_CUT,    /* an escape sequence that the end of the bytes cuts off */
};

struct token {
	enum token_kind kind;
	const char *at;
	size_t len;
	uint32_t c;
};

/* The token at bytes (len > 0). Returns its length. */
size_t token_next(const char *bytes, size_t len, struct token *token);

/* True when there is nothing but text and what a program that draws with curses sends. Else the
 * first token that is not, escaped, in why. */
bool token_all_tame(const char *bytes, size_t len, char *why, size_t size);

/* No byte past 0x7e among the text. */
bool token_all_ascii(const char *bytes, size_t len);

/* No SGR that sets a colour. */
bool token_no_color(const char *bytes, size_t len);

#endif
