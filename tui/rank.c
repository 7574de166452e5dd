#include "tui/rank.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { NOWHERE, IN_HELP, WORD_OF_HELP, IN_NAME, WORD_OF_NAME, BEGINS_NAME, ALL_OF_NAME };

static bool begins_word(const char *text, const char *at)
{
	return at == text || !isalnum((unsigned char)at[-1]);
}

/* The best place of a word: 0 nowhere, 1 in the middle of one, 2 where one begins. */
static int find(const char *text, const char *word, size_t len)
{
	int best = 0;
	for (const char *at = text; *at && best < 2; at++)
		if (strncasecmp(at, word, len) == 0)
			best = begins_word(text, at) ? 2 : 1;
	return best;
}

static int rank_word(const char *word, size_t len, const char *name, const char *help)
{
	if (strncasecmp(name, word, len) == 0)
		return name[len] ? BEGINS_NAME : ALL_OF_NAME;
	int found = find(name, word, len);
	if (found)
		return found == 2 ? WORD_OF_NAME : IN_NAME;
	found = help ? find(help, word, len) : 0;
	return found == 2 ? WORD_OF_HELP : found ? IN_HELP : NOWHERE;
}

int rank_words(const char *typed, const char *name, const char *help)
{
	int sum = 1;
	for (const char *word = typed; *(word += strspn(word, " "));) {
		size_t len = strcspn(word, " ");
		int rank = rank_word(word, len, name, help);
		if (rank == NOWHERE)
			return 0;
		sum += rank;
		word += len;
	}
	return sum;
}
