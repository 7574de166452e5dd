/* edit_private: what edit.c offers to edit_keys.c and edit_complete.c. */
#ifndef TUI_EDIT_PRIVATE_H
#define TUI_EDIT_PRIVATE_H

#include "tui/edit.h"

/* The next candidate, or the one before: direction 1 or -1. The first call asks the hook. */
void edit_complete(struct edit *e, int direction);
void edit_complete_end(struct edit *e);

/* The line before (-1) or after (1) in the history. */
void edit_recall(struct edit *e, int direction);
void edit_recall_end(struct edit *e);

/* Bytes from..to go into the kill buffer and out of the text. */
void edit_kill(struct edit *e, size_t from, size_t to);

size_t edit_word_left(const struct edit *e);
size_t edit_word_right(const struct edit *e);

#endif
