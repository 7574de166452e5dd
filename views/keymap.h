/*
 * keymap: which keys answer the rows of the key table: their own, or those of the settings.
 *
 * A struct keymap holds only what the settings changed; all zeros is the table as it is. Settings
 * name an action (key_row.name), so all rows of that name get the keys. What every box and list is
 * left and moved by stays: those keys can neither be given to an action nor be taken from one.
 * Pure.
 *
 *	keymap_take(&map, "quit", 4, "Ctrl-Q F10", 10, line);
 *	while (keymap_settle(&map, &clash))
 *		...                                    // the clashing line is taken back
 *	keymap_text(&map, "Press {quit} to leave.", text, sizeof text);
 */
#ifndef VIEWS_KEYMAP_H
#define VIEWS_KEYMAP_H

#include "views/keys.h"

#define KEYMAP_MAX 64 /* actions that can have other keys */
#define KEYMAP_KEYS 2 /* of each */

struct chord {
	uint32_t key; /* 0: none */
	unsigned mods;
};

struct keymap {
	struct keymap_entry {
		const char *action; /* the name in the key table */
		struct chord key[KEYMAP_KEYS];
		size_t line; /* of the settings */
	} entry[KEYMAP_MAX];
	size_t n;
};

/* The keys that answer a row. */
void keymap_keys(const struct keymap *m, const struct key_row *row, struct chord keys[KEYMAP_KEYS]);

/* The row that answers ev in these places, or NULL. */
const struct key_row *keymap_find(const struct keymap *m, const struct event *ev, unsigned where);

/* Does a row before it answer its first key there? */
bool keymap_covered(const struct keymap *m, const struct key_row *row, unsigned where);

/* The row of that name that can have other keys, or NULL; of several the last, which works in the
 * widest place. */
const struct key_row *keymap_action(const char *name);

/* Those rows one after the other, each name once, from i = 0; NULL past the last. */
const struct key_row *keymap_action_at(size_t i);

/* "n", "? F1", "Up Down": the names of a row's keys. Returns text. */
const char *keymap_name(const struct keymap *m, const struct key_row *row, char *text, size_t size);

/* text with each "{action}" replaced by the action's first key. Returns to. */
const char *keymap_text(const struct keymap *m, const char *text, char *to, size_t size);

/* Give an action the keys that are named with blanks between: 0, -ENOENT (there is no such action,
 * or its keys stay), -EINVAL (not one or two keys that a terminal sends), -EBUSY (one of them
 * stays what it is; *busy is that one). */
int keymap_take(struct keymap *m, const char *name, size_t name_len, const char *keys,
    size_t keys_len, size_t line, struct chord *busy);

/* A key that two actions have in one place. */
struct keymap_clash {
	const char *action; /* that loses what the settings gave it */
	const char *other;
	struct chord key;
	size_t line;
};

/* Take one line back that gave a key to a second action: of two such lines the later. False: there
 * is none, so each action answers its keys. */
bool keymap_settle(struct keymap *m, struct keymap_clash *clash);

#endif
