/* The completion of edit: Tab inserts what all candidates share, then one after the other. */
#include "tui/edit_private.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/text.h"

void edit_complete_end(struct edit *e)
{
	for (size_t i = 0; i < e->nwords; i++)
		free(e->words[i]);
	free(e->words);
	e->words = NULL;
	e->nwords = 0;
	e->word = SIZE_MAX;
}

void edit_offer(struct edit *e, const char *word, size_t typed)
{
	if (typed > e->cursor || e->nwords == EDIT_CANDIDATES_MAX)
		return;
	size_t start = e->cursor - typed;
	if (e->nwords > 0 && start != e->start)
		return;
	if (e->words == NULL)
		e->words = calloc(EDIT_CANDIDATES_MAX, sizeof(*e->words));
	if (e->words == NULL)
		return;
	for (size_t i = 0; i < e->nwords; i++)
		if (strcmp(e->words[i], word) == 0)
			return;
	e->start = start;
	e->words[e->nwords] = strdup(word);
	e->nwords += e->words[e->nwords] != NULL;
}

size_t edit_candidates(const struct edit *e)
{
	return e->nwords;
}

const char *edit_candidate(const struct edit *e, size_t i)
{
	return e->words[i];
}

size_t edit_candidate_now(const struct edit *e)
{
	return e->nwords == 0 ? SIZE_MAX : e->word;
}

/* How many bytes all candidates begin with, never half a character. */
static size_t common_length(const struct edit *e)
{
	size_t n = strlen(e->words[0]);
	for (size_t i = 1; i < e->nwords; i++) {
		size_t k = 0;
		while (k < n && e->words[i][k] == e->words[0][k])
			k++;
		n = k;
	}
	while (n > 0 && ((unsigned char)e->words[0][n] & 0xc0) == 0x80)
		n--;
	return n;
}

static void begin(struct edit *e)
{
	edit_complete_end(e);
	e->complete(e->complete_ctx, e);
	if (e->nwords == 0)
		return;
	size_t typed = e->cursor - e->start, common = common_length(e);
	edit_recall_end(e);
	if (common > typed)
		edit_replace(e, e->start, e->cursor, e->words[0], common);
	if (e->nwords == 1)
		edit_complete_end(e);
}

void edit_complete(struct edit *e, int direction)
{
	if (e->nwords == 0) {
		begin(e);
		return;
	}
	if (e->word == SIZE_MAX)
		e->word = direction > 0 ? 0 : e->nwords - 1;
	else
		e->word = (e->word + e->nwords + (direction > 0 ? 1 : SIZE_MAX)) % e->nwords;
	const char *word = e->words[e->word];
	edit_replace(e, e->start, e->cursor, word, strlen(word));
}

/* The first candidate to show so that the one inserted is seen in w columns. */
static size_t first_shown(const struct edit *e, int w)
{
	if (e->word == SIZE_MAX)
		return 0;
	size_t first = e->word;
	int used = text_width(e->words[first]);
	while (first > 0 && used + text_width(e->words[first - 1]) + 2 <= w)
		used += text_width(e->words[--first]) + 2;
	return first;
}

void edit_draw_candidates(const struct edit *e, struct screen *s, struct rect r)
{
	int x = r.x, right = r.x + r.w;
	if (r.h < 1 || e->nwords == 0)
		return;
	draw_fill(s, (struct rect){r.x, r.y, r.w, 1}, ROLE_NORMAL);
	for (size_t i = first_shown(e, r.w); i < e->nwords && x < right; i++) {
		enum role role = i == e->word ? ROLE_SELECTED : ROLE_KEY_TEXT;
		x += draw_text(s, x, r.y, right - x, role, e->words[i]) + 2;
	}
}
