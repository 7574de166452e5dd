/* The keys of edit. */
#include "tui/edit_private.h"

#include <string.h>

#include "tui/text.h"

static void go_left(struct edit *e)
{
	e->cursor = text_prev(edit_text(e), e->cursor);
}

static void go_right(struct edit *e)
{
	e->cursor = text_next(edit_text(e), e->len, e->cursor);
}

static void go_home(struct edit *e)
{
	e->cursor = 0;
}

static void go_end(struct edit *e)
{
	e->cursor = e->len;
}

static void go_word_left(struct edit *e)
{
	e->cursor = edit_word_left(e);
}

static void go_word_right(struct edit *e)
{
	e->cursor = edit_word_right(e);
}

static void cut(struct edit *e, size_t from, size_t to)
{
	edit_recall_end(e);
	if (from < to)
		edit_replace(e, from, to, "", 0);
}

static void erase_left(struct edit *e)
{
	cut(e, text_prev(edit_text(e), e->cursor), e->cursor);
}

static void erase_right(struct edit *e)
{
	cut(e, e->cursor, text_next(edit_text(e), e->len, e->cursor));
}

/* As a shell does: to the blank before, so that a whole address goes at once. */
static void kill_to_blank(struct edit *e)
{
	size_t at = e->cursor;
	while (at > 0 && e->text[at - 1] == ' ')
		at--;
	while (at > 0 && e->text[at - 1] != ' ')
		at--;
	edit_kill(e, at, e->cursor);
}

static void kill_word_left(struct edit *e)
{
	edit_kill(e, edit_word_left(e), e->cursor);
}

static void kill_word_right(struct edit *e)
{
	edit_kill(e, e->cursor, edit_word_right(e));
}

static void kill_to_start(struct edit *e)
{
	edit_kill(e, 0, e->cursor);
}

static void kill_to_end(struct edit *e)
{
	edit_kill(e, e->cursor, e->len);
}

static void yank(struct edit *e)
{
	if (e->killed != NULL)
		edit_insert(e, e->killed, strlen(e->killed));
}

static void recall_before(struct edit *e)
{
	edit_recall(e, -1);
}

static void recall_after(struct edit *e)
{
	edit_recall(e, 1);
}

static const struct edit_binding {
	uint32_t key;
	unsigned mods;
	void (*act)(struct edit *e);
} bindings[] = {
    {K_LEFT, 0, go_left},
    {'b', MOD_CTRL, go_left},
    {K_RIGHT, 0, go_right},
    {'f', MOD_CTRL, go_right},
    {K_HOME, 0, go_home},
    {'a', MOD_CTRL, go_home},
    {K_END, 0, go_end},
    {'e', MOD_CTRL, go_end},
    {K_LEFT, MOD_CTRL, go_word_left},
    {K_LEFT, MOD_ALT, go_word_left},
    {'b', MOD_ALT, go_word_left},
    {K_RIGHT, MOD_CTRL, go_word_right},
    {K_RIGHT, MOD_ALT, go_word_right},
    {'f', MOD_ALT, go_word_right},
    {K_BACKSPACE, 0, erase_left},
    {K_DELETE, 0, erase_right},
    {'d', MOD_CTRL, erase_right},
    {'w', MOD_CTRL, kill_to_blank},
    {K_BACKSPACE, MOD_ALT, kill_word_left},
    {'d', MOD_ALT, kill_word_right},
    {'u', MOD_CTRL, kill_to_start},
    {'k', MOD_CTRL, kill_to_end},
    {'y', MOD_CTRL, yank},
    {K_UP, 0, recall_before},
    {'p', MOD_CTRL, recall_before},
    {K_DOWN, 0, recall_after},
    {'n', MOD_CTRL, recall_after},
};

static const struct edit_binding *find_binding(const struct event *ev)
{
	for (size_t i = 0; i < sizeof(bindings) / sizeof(bindings[0]); i++)
		if (event_is(ev, bindings[i].key, bindings[i].mods))
			return &bindings[i];
	return NULL;
}

static enum intent click(struct edit *e, const struct event *ev)
{
	if (ev->mouse != MOUSE_PRESS || !rect_has(e->area, ev->x, ev->y))
		return INTENT_NONE;
	e->cursor =
	    e->left + text_fit(edit_text(e) + e->left, e->len - e->left, ev->x - e->area.x, NULL);
	return INTENT_HANDLED;
}

static enum intent type_character(struct edit *e, uint32_t c)
{
	char utf8[4];
	edit_insert(e, utf8, text_put(c, utf8));
	return INTENT_HANDLED;
}

static enum intent tab(struct edit *e, const struct event *ev)
{
	if (e->complete == NULL)
		return INTENT_NONE;
	edit_complete(e, ev->mods & MOD_SHIFT ? -1 : 1);
	return INTENT_HANDLED;
}

enum intent edit_key(struct edit *e, const struct event *ev)
{
	if (event_is(ev, K_TAB, 0) || event_is(ev, K_TAB, MOD_SHIFT))
		return tab(e, ev);
	if (ev->type == INPUT_MOUSE)
		return click(e, ev);
	if (ev->type == INPUT_RESIZE || ev->type == INPUT_NONE)
		return INTENT_NONE;
	edit_complete_end(e);
	if (ev->type == INPUT_PASTE) {
		edit_insert(e, ev->text, ev->len);
		return INTENT_HANDLED;
	}
	if (event_is_text(ev))
		return type_character(e, ev->key);
	if (event_is(ev, K_ENTER, 0))
		return INTENT_SUBMIT;
	if (event_is(ev, K_ESC, 0) || event_is(ev, 'c', MOD_CTRL))
		return INTENT_CANCEL;
	const struct edit_binding *binding = find_binding(ev);
	if (binding == NULL)
		return INTENT_NONE;
	binding->act(e);
	return INTENT_HANDLED;
}
