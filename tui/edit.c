#include "tui/edit_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tui/text.h"

const char *edit_text(const struct edit *e)
{
	return e->text == NULL ? "" : e->text;
}

static int reserve(struct edit *e, size_t len)
{
	if (len > EDIT_MAX)
		return -E2BIG;
	if (len + 1 <= e->cap)
		return 0;
	size_t cap = len + 64 > e->cap * 2 ? len + 64 : e->cap * 2;
	char *text = realloc(e->text, cap);
	if (text == NULL)
		return -ENOMEM;
	e->text = text;
	e->cap = cap;
	return 0;
}

int edit_replace(struct edit *e, size_t from, size_t to, const char *text, size_t len)
{
	size_t whole = e->len - (to - from) + len;
	int r = reserve(e, whole);
	if (r < 0)
		return r;
	memmove(e->text + from + len, e->text + to, e->len - to);
	if (len > 0)
		memcpy(e->text + from, text, len);
	e->len = whole;
	e->text[whole] = '\0';
	e->cursor = from + len;
	return 0;
}

int edit_set(struct edit *e, const char *text)
{
	edit_complete_end(e);
	edit_recall_end(e);
	return edit_replace(e, 0, e->len, text, strlen(text));
}

/* Text from outside as one line that can be typed: written to out, of len bytes. Returns how
 * many. */
static size_t one_line(const char *text, size_t len, char *out)
{
	size_t n = 0;
	while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
		len--;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c == '\n' || c == '\r' || c == '\t')
			out[n++] = ' ';
		else if (c >= ' ' && c != 0x7f)
			out[n++] = (char)c;
	}
	return n;
}

int edit_insert(struct edit *e, const char *text, size_t len)
{
	if (len > EDIT_MAX)
		return -E2BIG;
	char *line = malloc(len + 1);
	if (line == NULL)
		return -ENOMEM;
	size_t n = one_line(text, len, line);
	edit_recall_end(e);
	int r = edit_replace(e, e->cursor, e->cursor, line, n);
	free(line);
	return r;
}

void edit_kill(struct edit *e, size_t from, size_t to)
{
	if (from == to)
		return;
	char *killed = strndup(e->text + from, to - from);
	if (killed == NULL)
		return; /* without a copy nothing is cut */
	free(e->killed);
	e->killed = killed;
	edit_recall_end(e);
	edit_replace(e, from, to, "", 0);
}

void edit_free(struct edit *e)
{
	edit_complete_end(e);
	edit_recall_end(e);
	free(e->text);
	free(e->killed);
	e->text = e->killed = NULL;
	e->len = e->cap = e->cursor = e->left = 0;
}

/* ---- words: letters, digits, underscore and all that is not ASCII ---- */

static bool in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || (unsigned char)c >= 0x80;
}

size_t edit_word_left(const struct edit *e)
{
	size_t at = e->cursor;
	while (at > 0 && !in_word(e->text[at - 1]))
		at--;
	while (at > 0 && in_word(e->text[at - 1]))
		at--;
	return at;
}

size_t edit_word_right(const struct edit *e)
{
	size_t at = e->cursor;
	while (at < e->len && !in_word(e->text[at]))
		at++;
	while (at < e->len && in_word(e->text[at]))
		at++;
	return at;
}

/* ---- history ---- */

void edit_recall_end(struct edit *e)
{
	free(e->draft);
	e->draft = NULL;
}

void edit_recall(struct edit *e, int direction)
{
	if (e->history == NULL || (e->draft == NULL && direction > 0))
		return;
	if (e->draft == NULL) {
		e->draft = strdup(edit_text(e));
		e->at = e->history->count;
	}
	if (e->draft == NULL)
		return;
	long found = history_find(e->history, e->at, direction, e->draft);
	if (found >= 0) {
		e->at = (size_t)found;
		edit_replace(
		    e, 0, e->len, e->history->lines[found], strlen(e->history->lines[found]));
	} else if (direction > 0) {
		edit_replace(e, 0, e->len, e->draft, strlen(e->draft));
		edit_recall_end(e);
	}
}

/* ---- drawing ---- */

/* Scroll sideways as little as shows the cursor in w columns. */
static void show_cursor(struct edit *e, int w)
{
	if (e->left > e->cursor)
		e->left = e->cursor;
	while (e->left < e->cursor && text_width_n(e->text + e->left, e->cursor - e->left) >= w)
		e->left = text_next(e->text, e->len, e->left);
	/* After a deletion: do not hide what there is room for. */
	while (e->left > 0) {
		size_t before = text_prev(e->text, e->left);
		if (text_width_n(e->text + before, e->len - before) >= w)
			break;
		e->left = before;
	}
}

void edit_draw(struct edit *e, struct screen *s, struct rect r, bool focused)
{
	enum role role = focused ? ROLE_FIELD_ON : ROLE_FIELD;
	r.h = r.h > 1 ? 1 : r.h;
	e->area = r;
	if (r.w < 1 || r.h < 1)
		return;
	draw_fill(s, r, role);
	show_cursor(e, r.w);
	const char *text = edit_text(e);
	if (e->len == 0 && e->placeholder != NULL)
		draw_text(s, r.x, r.y, r.w, ROLE_DIM, e->placeholder);
	draw_text(s, r.x, r.y, r.w, role, text + e->left);
	if (e->left > 0)
		draw_glyph(s, r.x, r.y, ROLE_DIM, GLYPH_ELLIPSIS);
	if (focused)
		screen_cursor(
		    s, r.x + text_width_n(text + e->left, e->cursor - e->left), r.y, true);
}
