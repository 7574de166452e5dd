#include "views/keymap.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Names of keys are shorter. */
#define WORD_MAX 32

static const struct chord none = {0};

static bool same(struct chord a, struct chord b)
{
	return a.key && a.key == b.key && a.mods == b.mods;
}

static const struct key_row *row_at(size_t i)
{
	size_t n;
	const struct key_row *rows = keys_all(&n);
	return i < n ? &rows[i] : NULL;
}

/* ---- the keys of a row ---- */

/* They submit and leave every box, go to the views by the numbers of the header, and are the
 * terminal's own. */
static bool stays(struct chord k)
{
	static const struct chord all[] = {
	    {K_ENTER, 0},
	    {K_ESC, 0},
	    {K_TAB, 0},
	    {K_TAB, MOD_SHIFT},
	    {'c', MOD_CTRL},
	    {'l', MOD_CTRL},
	    {'z', MOD_CTRL},
	    {'1', 0},
	    {'2', 0},
	    {'3', 0},
	    {'4', 0},
	    {'5', 0},
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (same(all[i], k))
			return true;
	return false;
}

static bool is_fixed(const struct key_row *row)
{
	return !row->run || stays((struct chord){row->key, row->mods});
}

static const struct keymap_entry *entry_of(const struct keymap *m, const char *name)
{
	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->entry[i].action, name) == 0)
			return &m->entry[i];
	return NULL;
}

void keymap_keys(const struct keymap *m, const struct key_row *row, struct chord keys[KEYMAP_KEYS])
{
	const struct keymap_entry *given = is_fixed(row) ? NULL : entry_of(m, row->name);
	if (given) {
		memcpy(keys, given->key, sizeof given->key);
		return;
	}
	keys[0] = (struct chord){row->key, row->mods};
	keys[1] = (struct chord){row->also, row->also_mods};
}

static bool has_key(const struct keymap *m, const struct key_row *row, struct chord k)
{
	struct chord keys[KEYMAP_KEYS];
	keymap_keys(m, row, keys);
	return same(keys[0], k) || same(keys[1], k);
}

const struct key_row *keymap_find(const struct keymap *m, const struct event *ev, unsigned where)
{
	const struct key_row *row;
	const struct chord k = {ev->key, ev->mods};
	for (size_t i = 0; ev->type == INPUT_KEY && (row = row_at(i)); i++)
		if (row->where & where && row->run && has_key(m, row, k))
			return row;
	return NULL;
}

bool keymap_covered(const struct keymap *m, const struct key_row *row, unsigned where)
{
	const struct key_row *before;
	struct chord keys[KEYMAP_KEYS];
	keymap_keys(m, row, keys);
	for (size_t i = 0; (before = row_at(i)) != row; i++)
		if (before->where & where && before->run && has_key(m, before, keys[0]))
			return true;
	return false;
}

/* ---- actions ---- */

const struct key_row *keymap_action(const char *name)
{
	const struct key_row *row, *found = NULL;
	for (size_t i = 0; (row = row_at(i)); i++)
		if (!is_fixed(row) && strcasecmp(row->name, name) == 0)
			found = row;
	return found;
}

const struct key_row *keymap_action_at(size_t i)
{
	const struct key_row *row;
	for (size_t k = 0; (row = row_at(k)); k++)
		if (!is_fixed(row) && keymap_action(row->name) == row && i-- == 0)
			return row;
	return NULL;
}

/* ---- what is told of them ---- */

const char *keymap_name(const struct keymap *m, const struct key_row *row, char *text, size_t size)
{
	char first[WORD_MAX], second[WORD_MAX];
	struct chord keys[KEYMAP_KEYS];
	keymap_keys(m, row, keys);
	if (row->shown)
		snprintf(text, size, "%s", row->shown);
	else if (!keys[1].key)
		key_label(keys[0].key, keys[0].mods, text, size);
	else
		snprintf(text, size, "%s %s",
		    key_label(keys[0].key, keys[0].mods, first, sizeof first),
		    key_label(keys[1].key, keys[1].mods, second, sizeof second));
	return text;
}

/* The first key of the action between braces. False: it is none. */
static bool label_between(
    const struct keymap *m, const char *at, size_t len, char label[static WORD_MAX])
{
	char name[WORD_MAX];
	struct chord keys[KEYMAP_KEYS];
	snprintf(name, sizeof name, "%.*s", (int)len, at);
	const struct key_row *row = keymap_action(name);
	if (!row)
		return false;
	keymap_keys(m, row, keys);
	key_label(keys[0].key, keys[0].mods, label, WORD_MAX);
	return true;
}

const char *keymap_text(const struct keymap *m, const char *text, char *to, size_t size)
{
	size_t used = 0;
	char label[WORD_MAX];
	to[0] = '\0';
	while (*text && used < size) {
		size_t len = text[0] == '{' ? strcspn(text, "}") : 0;
		if (len && text[len] && label_between(m, text + 1, len - 1, label)) {
			used += (size_t)snprintf(to + used, size - used, "%s", label);
			text += len + 1;
			continue;
		}
		len = 1 + strcspn(text + 1, "{");
		used += (size_t)snprintf(to + used, size - used, "%.*s", (int)len, text);
		text += len;
	}
	return to;
}

/* ---- taking ---- */

/* A key that comes from a terminal as what it is: Ctrl-I is Tab there, Ctrl-1 only 1. */
static bool is_sent(struct chord k)
{
	if (k.key >= K_FIRST || !k.mods)
		return true;
	if (k.mods == MOD_CTRL)
		return k.key == ' ' ||
		       (k.key >= 'a' && k.key <= 'z' && !strchr("hijm", (int)k.key));
	return k.mods == MOD_ALT && k.key > ' ' && k.key != K_BACKSPACE;
}

/* Keys that move in lists, "Up Down k j": the widgets' rows tell them. */
static bool moves(struct chord k)
{
	const struct key_row *row;
	char name[WORD_MAX];
	key_label(k.key, k.mods, name, sizeof name);
	size_t len = strlen(name);
	for (size_t i = 0; (row = row_at(i)); i++) {
		if (!row->shown || !(row->where & IN_PANEL))
			continue;
		for (const char *at = row->shown; *at; at += strspn(at, " ")) {
			size_t n = strcspn(at, " ");
			if (n == len && memcmp(at, name, n) == 0)
				return true;
			at += n;
		}
	}
	return false;
}

/* The next word as a key. 0, -EINVAL, -EBUSY. */
static int take_key(const char **at, const char *end, struct chord *to)
{
	char word[WORD_MAX] = "";
	const char *start = *at;
	while (*at < end && !isspace((unsigned char)**at))
		(*at)++;
	size_t len = (size_t)(*at - start);
	if (len >= sizeof word || memchr(start, '\0', len))
		return -EINVAL;
	memcpy(word, start, len);
	while (*at < end && isspace((unsigned char)**at))
		(*at)++;
	if (key_parse(word, &to->key, &to->mods) < 0)
		return -EINVAL;
	if (stays(*to) || moves(*to))
		return -EBUSY;
	return is_sent(*to) ? 0 : -EINVAL;
}

static void forget(struct keymap *m, const char *action)
{
	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->entry[i].action, action) == 0)
			m->entry[i] = m->entry[--m->n];
}

/* In place of what a line before gave; nothing for the keys that the action has anyway. */
static void put(struct keymap *m, const struct key_row *row, const struct keymap_entry *e)
{
	const struct chord second = {row->also, row->also_mods};
	bool own = same(e->key[0], (struct chord){row->key, row->mods}) &&
		   e->key[1].key == second.key && e->key[1].mods == second.mods;
	forget(m, e->action);
	if (!own && m->n < KEYMAP_MAX)
		m->entry[m->n++] = *e;
}

int keymap_take(struct keymap *m, const char *name, size_t name_len, const char *keys,
    size_t keys_len, size_t line, struct chord *busy)
{
	char action[WORD_MAX];
	const char *at = keys, *end = keys + keys_len;
	if (name_len >= sizeof action || memchr(name, '\0', name_len))
		return -ENOENT;
	snprintf(action, sizeof action, "%.*s", (int)name_len, name);
	const struct key_row *row = keymap_action(action);
	if (!row)
		return -ENOENT;
	struct keymap_entry e = {.action = row->name, .line = line};
	for (size_t i = 0; i == 0 || at < end; i++) {
		int r = i < KEYMAP_KEYS ? take_key(&at, end, &e.key[i]) : -EINVAL;
		if (r < 0) {
			*busy = e.key[i % KEYMAP_KEYS];
			return r;
		}
	}
	put(m, row, &e);
	return 0;
}

/* ---- clashes ---- */

/* The places that can have keys at once, besides everywhere. */
static const unsigned at_once[] = {
    IN_SOCKETS | IN_SOCKET_TABLE | IN_SOCKET_DETAIL | IN_SOCKET_DATA | IN_JOURNAL,
    IN_SERVERS | IN_SERVER_TABLE | IN_CONNECTIONS | IN_JOURNAL,
    IN_SYSTEM | IN_SYSTEM_TABLE,
    IN_COMPARE,
    IN_LESSON_LIST,
    IN_LESSON | IN_LESSON_STEP | IN_JOURNAL,
};

static bool meet(const struct key_row *a, const struct key_row *b)
{
	if ((a->where | b->where) & IN_ALL)
		return true;
	for (size_t i = 0; i < sizeof at_once / sizeof *at_once; i++)
		if (a->where & at_once[i] && b->where & at_once[i])
			return true;
	return false;
}

/* The key that both answer in a place, or none. */
static struct chord common(const struct keymap *m, const struct key_row *a, const struct key_row *b)
{
	struct chord keys[KEYMAP_KEYS];
	if (is_fixed(a) || is_fixed(b) || strcmp(a->name, b->name) == 0 || !meet(a, b))
		return none;
	keymap_keys(m, a, keys);
	for (size_t i = 0; i < KEYMAP_KEYS; i++)
		if (keys[i].key && has_key(m, b, keys[i]))
			return keys[i];
	return none;
}

static size_t line_of(const struct keymap *m, const struct key_row *row)
{
	const struct keymap_entry *e = row->name ? entry_of(m, row->name) : NULL;
	return e ? e->line : 0;
}

static void look_at(const struct keymap *m, const struct key_row *a, const struct key_row *b,
    struct keymap_clash *last)
{
	size_t line = line_of(m, a);
	if (line <= last->line || line <= line_of(m, b))
		return;
	struct chord k = common(m, a, b);
	if (k.key)
		*last = (struct keymap_clash){
		    .action = a->name, .other = b->name, .key = k, .line = line};
}

bool keymap_settle(struct keymap *m, struct keymap_clash *clash)
{
	const struct key_row *a, *b;
	*clash = (struct keymap_clash){0};
	for (size_t i = 0; m->n && (a = row_at(i)); i++)
		for (size_t k = 0; (b = row_at(k)); k++)
			look_at(m, a, b, clash);
	if (!clash->line)
		return false;
	forget(m, clash->action);
	return true;
}
