#include "views/wrap.h"

#include <string.h>

#include "tui/text.h"

/* Where to break a line of which fit bytes fit: after the last blank, if there is one. */
static size_t break_at(const char *text, size_t fit)
{
	for (size_t i = fit; i > 0; i--)
		if (text[i] == ' ' || text[i - 1] == ' ')
			return i;
	return fit;
}

bool wrap_next(struct wrap *wr)
{
	if (!*wr->text)
		return false;
	size_t len = strcspn(wr->text, "\n");
	size_t fit = text_fit(wr->text, len, wr->w, NULL);
	if (fit == 0 && len > 0)
		fit = text_next(wr->text, len, 0); /* one wide character in a single column */
	wr->line = wr->text;
	wr->len = fit < len ? break_at(wr->text, fit) : len;
	wr->text += wr->len;
	if (*wr->text == '\n')
		wr->text++;
	else
		wr->text += strspn(wr->text, " ");
	return true;
}

size_t wrap_count(const char *text, int w)
{
	struct wrap wr = {.text = text ? text : "", .w = w < 1 ? 1 : w};
	size_t n = 0;
	while (wrap_next(&wr))
		n++;
	return n;
}

const char *wrap_at(const char *text, int w, size_t i, size_t *len)
{
	struct wrap wr = {.text = text ? text : "", .w = w < 1 ? 1 : w};
	for (size_t n = 0; wrap_next(&wr); n++) {
		if (n != i)
			continue;
		*len = wr.len;
		return wr.line;
	}
	return NULL;
}
