/* The names of keys, both ways. */
#include "tui/input.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "tui/text.h"

/* The first name of a key is the one shown. */
static const struct {
	uint32_t key;
	const char *name;
} names[] = {
    {K_ENTER, "Enter"},
    {K_ESC, "Esc"},
    {K_TAB, "Tab"},
    {' ', "Space"},
    {K_BACKSPACE, "Backspace"},
    {K_UP, "Up"},
    {K_DOWN, "Down"},
    {K_LEFT, "Left"},
    {K_RIGHT, "Right"},
    {K_HOME, "Home"},
    {K_END, "End"},
    {K_PAGE_UP, "PageUp"},
    {K_PAGE_DOWN, "PageDown"},
    {K_INSERT, "Insert"},
    {K_DELETE, "Delete"},
    {K_ENTER, "Return"},
    {K_ESC, "Escape"},
    {K_PAGE_UP, "PgUp"},
    {K_PAGE_DOWN, "PgDn"},
    {K_INSERT, "Ins"},
    {K_DELETE, "Del"},
};

static const struct {
	enum mods mod;
	const char *prefix;
} prefixes[] = {
    {MOD_CTRL, "Ctrl-"},
    {MOD_ALT, "Alt-"},
    {MOD_SHIFT, "Shift-"},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void base_name(uint32_t key, unsigned mods, char *text, size_t size)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		if (names[i].key == key) {
			snprintf(text, size, "%s", names[i].name);
			return;
		}
	}
	if (key >= K_F1 && key <= K_F12) {
		snprintf(text, size, "F%u", (unsigned)(key - K_F1 + 1));
		return;
	}
	/* Ctrl-P, as keyboards have it; but p alone is not P. */
	if ((mods & MOD_CTRL) && key >= 'a' && key <= 'z')
		key -= 'a' - 'A';
	char utf8[5] = {0};
	if (key < K_FIRST && text_is_shown(key))
		text_put(key, utf8);
	snprintf(text, size, "%s", utf8);
}

const char *key_label(uint32_t key, unsigned mods, char *text, size_t size)
{
	char base[16], prefix[24] = "";
	base_name(key, mods, base, sizeof(base));
	for (size_t i = 0; i < COUNT(prefixes); i++)
		if (mods & prefixes[i].mod)
			strcat(prefix, prefixes[i].prefix);
	snprintf(text, size, "%s%s", prefix, base);
	return text;
}

static int parse_function(const char *text, uint32_t *key)
{
	unsigned n;
	int end = 0;
	if (sscanf(text, "%*1[Ff]%2u%n", &n, &end) < 1 || text[end] != '\0' || n < 1 || n > 12)
		return -EINVAL;
	*key = K_F1 + n - 1;
	return 0;
}

static int parse_character(const char *text, unsigned mods, uint32_t *key)
{
	size_t len = strlen(text);
	if (len == 0 || text_take(text, len, key) != len || *key == TEXT_INVALID ||
	    !text_is_shown(*key))
		return -EINVAL;
	if ((mods & MOD_CTRL) && *key >= 'A' && *key <= 'Z')
		*key += 'a' - 'A';
	return 0;
}

static int parse_base(const char *text, unsigned mods, uint32_t *key)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		if (strcasecmp(text, names[i].name) == 0) {
			*key = names[i].key;
			return 0;
		}
	}
	if (parse_function(text, key) == 0)
		return 0;
	return parse_character(text, mods, key);
}

int key_parse(const char *text, uint32_t *key, unsigned *mods)
{
	unsigned found = 0;
	for (size_t i = 0; i < COUNT(prefixes); i++) {
		size_t len = strlen(prefixes[i].prefix);
		/* "Ctrl--" is the key minus; "Ctrl-" alone is none. */
		if (strncasecmp(text, prefixes[i].prefix, len) == 0 && text[len] != '\0') {
			found |= prefixes[i].mod;
			text += len;
		}
	}
	int r = parse_base(text, found, key);
	if (r == 0)
		*mods = found;
	return r;
}

bool event_is(const struct event *ev, uint32_t key, unsigned mods)
{
	return ev->type == INPUT_KEY && ev->key == key && ev->mods == mods;
}

bool event_is_text(const struct event *ev)
{
	return ev->type == INPUT_KEY && ev->mods == 0 && ev->key >= ' ' && ev->key != K_BACKSPACE &&
	       ev->key < K_FIRST;
}
