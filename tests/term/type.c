/* Typing on a term: the emulator says what bytes a key or a click is, as the program asked for
 * them. */
#include "tests/term/term_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const struct {
	const char *name;
	VTermKey key;
} keys[] = {
    {"Enter", VTERM_KEY_ENTER},
    {"Tab", VTERM_KEY_TAB},
    {"Backspace", VTERM_KEY_BACKSPACE},
    {"Esc", VTERM_KEY_ESCAPE},
    {"Up", VTERM_KEY_UP},
    {"Down", VTERM_KEY_DOWN},
    {"Left", VTERM_KEY_LEFT},
    {"Right", VTERM_KEY_RIGHT},
    {"Insert", VTERM_KEY_INS},
    {"Delete", VTERM_KEY_DEL},
    {"Home", VTERM_KEY_HOME},
    {"End", VTERM_KEY_END},
    {"PageUp", VTERM_KEY_PAGEUP},
    {"PageDown", VTERM_KEY_PAGEDOWN},
};

static const struct {
	const char *prefix;
	VTermModifier modifier;
} modifiers[] = {
    {"Ctrl-", VTERM_MOD_CTRL},
    {"Alt-", VTERM_MOD_ALT},
    {"Shift-", VTERM_MOD_SHIFT},
};

static VTermModifier take_modifiers(const char **name)
{
	VTermModifier found = VTERM_MOD_NONE;
	for (size_t i = 0; i < sizeof(modifiers) / sizeof(modifiers[0]); i++) {
		size_t len = strlen(modifiers[i].prefix);
		if (strncmp(*name, modifiers[i].prefix, len) == 0 && (*name)[len] != '\0') {
			found |= modifiers[i].modifier;
			*name += len;
		}
	}
	return found;
}

static void wrong_name(const char *name)
{
	fprintf(stderr, "term: no key is named '%s'\n", name);
	abort();
}

void term_key(struct term *t, const char *name)
{
	const char *base = name;
	VTermModifier modifier = take_modifiers(&base);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strcmp(base, keys[i].name) == 0) {
			vterm_keyboard_key(t->vt, keys[i].key, modifier);
			return;
		}
	}
	unsigned number;
	if (sscanf(base, "F%u", &number) == 1 && number >= 1 && number <= 12) {
		vterm_keyboard_key(t->vt, (VTermKey)VTERM_KEY_FUNCTION(number), modifier);
		return;
	}
	if (strcmp(base, "Space") == 0)
		base = " ";
	if (strlen(base) != 1)
		wrong_name(name);
	char c = *base;
	if ((modifier & VTERM_MOD_CTRL) && c >= 'A' && c <= 'Z')
		c = (char)(c + ('a' - 'A'));
	vterm_keyboard_unichar(t->vt, (uint32_t)c, modifier);
}

void term_send(struct term *t, const void *bytes, size_t len)
{
	term_put(t, bytes, len);
}

void term_type(struct term *t, const char *text)
{
	term_put(t, text, strlen(text));
}

void term_paste(struct term *t, const char *text)
{
	term_take(t);
	vterm_keyboard_start_paste(t->vt);
	term_type(t, text);
	vterm_keyboard_end_paste(t->vt);
}

void term_click(struct term *t, int x, int y)
{
	term_take(t);
	vterm_mouse_move(t->vt, y, x, VTERM_MOD_NONE);
	vterm_mouse_button(t->vt, 1, true, VTERM_MOD_NONE);
	vterm_mouse_button(t->vt, 1, false, VTERM_MOD_NONE);
}

void term_wheel(struct term *t, int x, int y, bool down)
{
	term_take(t);
	vterm_mouse_move(t->vt, y, x, VTERM_MOD_NONE);
	vterm_mouse_button(t->vt, down ? 5 : 4, true, VTERM_MOD_NONE);
}

bool term_click_text(struct term *t, const char *text)
{
	int x, y;
	if (!term_find(t, text, &x, &y))
		return false;
	term_click(t, x, y);
	return true;
}

void term_resize(struct term *t, int width, int height)
{
	struct winsize size = {.ws_row = (unsigned short)height, .ws_col = (unsigned short)width};
	/* What was written for the old size belongs on a screen of the old size. */
	term_take(t);
	vterm_set_size(t->vt, height, width);
	ioctl(t->master, TIOCSWINSZ, &size);
}

void term_hang_up(struct term *t)
{
	if (t->slave >= 0)
		close(t->slave);
	if (t->master >= 0)
		close(t->master);
	t->slave = t->master = -1;
}
