/*
 * rank: how well what was typed fits what could be meant. Pure.
 *
 *	rank_words("so new", "new", "Make a socket.")    // > 0: both words are in there
 */
#ifndef TUI_RANK_H
#define TUI_RANK_H

/* Each word of typed (with blanks between) has to be in name or in help; capitals count as small
 * letters. 0: one is not. Else the higher the better: all of the name comes before its beginning,
 * that before the beginning of a word in it, then the middle of one; help counts less than any
 * name. Without a word all fit alike. help may be NULL. */
int rank_words(const char *typed, const char *name, const char *help);

#endif
