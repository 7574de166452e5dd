/*
 * edit: one line of text to type: cursor, words, kill and yank, paste, history, completion,
 *sideways scrolling. UTF-8; a character is moved over and deleted with all that combines with it.
 *
 *	struct edit e = {.history = &h, .complete = my_words, .complete_ctx = view};
 *	edit_draw(&e, screen, rect, focused);
 *	switch (edit_key(&e, &ev)) { case INTENT_SUBMIT: run(edit_text(&e)); edit_set(&e, ""); ... }
 *	edit_free(&e);
 *
 * Keys: as in a shell. Left Right Home End, Ctrl-A E B F, Alt-B F or Ctrl-Left Right (words),
 *Backspace Delete Ctrl-D, Ctrl-W Alt-Backspace (word), Ctrl-U Ctrl-K (kill), Ctrl-Y (yank), Up Down
 *Ctrl-P N (history lines that begin with what was typed), Tab Shift-Tab (completion), Enter, Esc.
 */
#ifndef TUI_EDIT_H
#define TUI_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/draw.h"
#include "tui/history.h"
#include "tui/input.h"
#include "tui/widget.h"

#define EDIT_CANDIDATES_MAX 256
#define EDIT_MAX 65536 /* bytes; more is not taken */

struct edit {
	struct history *history; /* borrowed, or NULL */
	/* Offer words for the text before the cursor, by edit_offer(). NULL: Tab is not mine. */
	void (*complete)(void *ctx, struct edit *e);
	void *complete_ctx;
	const char *placeholder; /* shown dim while it is empty, or NULL */

	/* private */
	char *text;
	size_t len, cap;
	size_t cursor; /* byte offset */
	size_t left;   /* byte offset of the first character shown */
	char *killed;
	char *draft;  /* what was typed before the history was entered; NULL: it is not entered */
	size_t at;    /* with draft: the line of the history shown */
	char **words; /* candidates of the completion under way */
	size_t nwords;
	size_t word;  /* the one inserted, SIZE_MAX: none yet */
	size_t start; /* byte offset of the word they complete */
	struct rect area;
};

const char *edit_text(const struct edit *e);	/* never NULL; valid until the next change */
int edit_set(struct edit *e, const char *text); /* cursor at the end. 0, -ENOMEM, -E2BIG */

/* At the cursor. Newlines and tabs become blanks, a newline at the end and other controls are left
 * out. 0, -ENOMEM, -E2BIG. */
int edit_insert(struct edit *e, const char *text, size_t len);

void edit_free(struct edit *e);

/* For the complete hook: word could stand here, and its first typed bytes are before the cursor
 * already. */
void edit_offer(struct edit *e, const char *word, size_t typed);

/* Candidates to list under the line, where the last Tab found several; count, and each. */
size_t edit_candidates(const struct edit *e);
const char *edit_candidate(const struct edit *e, size_t i);
size_t edit_candidate_now(const struct edit *e); /* the one inserted, SIZE_MAX: none yet */

/* r is one line high; the hardware cursor is put there when focused. */
void edit_draw(struct edit *e, struct screen *s, struct rect r, bool focused);

/* One line of the candidates, as many as fit around the one inserted. */
void edit_draw_candidates(const struct edit *e, struct screen *s, struct rect r);

/* Replace bytes from..to by text and put the cursor behind it. As edit_insert. */
int edit_replace(struct edit *e, size_t from, size_t to, const char *text, size_t len);

/* INTENT_SUBMIT on Enter, INTENT_CANCEL on Esc and on Ctrl-C; the text is the owner's to clear. */
enum intent edit_key(struct edit *e, const struct event *ev);

#endif
