/*
 * keys: the one table of keys. Dispatch, footer, help, palette and the settings of keys are all
 * made from it; keymap.h says which keys answer a row.
 *
 * A row says in which places its key works, what the footer calls it, what help tells of it, and
 * what it does. Rows without an action stand for keys that a widget handles: they are there to be
 * told. Main thread.
 */
#ifndef VIEWS_KEYS_H
#define VIEWS_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/footer.h"
#include "tui/input.h"

struct cockpit;

/* Places where keys go. A view or overlay is in one or more of them. */
enum where {
	IN_ALL = 1u << 0, /* every view */
	IN_SOCKETS = 1u << 1,
	IN_SOCKET_TABLE = 1u << 2,
	IN_JOURNAL = 1u << 3,
	IN_SERVERS = 1u << 4,
	IN_SERVER_TABLE = 1u << 5,
	IN_CONNECTIONS = 1u << 6,
	IN_PANEL = 1u << 7, /* anything that scrolls */
	IN_PROMPT = 1u << 8,
	IN_FORM = 1u << 9,
	IN_MENU = 1u << 10,
	IN_QUESTION = 1u << 11,
	IN_HELP = 1u << 12,
	IN_SYSTEM = 1u << 13,
	IN_SYSTEM_TABLE = 1u << 14,
	IN_SOCKET_DATA = 1u << 15,
	IN_LINE = 1u << 16, /* a line asked for, such as a filter */
	IN_SOCKET_DETAIL = 1u << 17,
	IN_LESSON_LIST = 1u << 18,
	IN_LESSON = 1u << 19,
	IN_LESSON_STEP = 1u << 20, /* a lesson, not its journal: Enter runs its next line */
	IN_COMPARE = 1u << 21,
	IN_PALETTE = 1u << 22,
};
#define WHERE_COUNT 23

struct key_row {
	const char *name; /* of the action, one word, in palette and settings; NULL: a widget's */
	uint32_t key;
	unsigned mods;
	uint32_t also; /* a second key that does the same, 0: none */
	unsigned also_mods;
	unsigned where;
	const char *shown; /* what stands for a group of keys, "Up Down"; NULL: the key's name */
	const char *label; /* in the footer; NULL: not there */
	const char *(*label_now)(const struct cockpit *c); /* instead of label, by the selection;
							      NULL now: not there */
	const char *lacks; /* why not, in a few words, where label_now has none; or NULL */
	int priority;	   /* in the footer, as in tui/footer.h */
	const char *help;  /* one sentence */
	void (*run)(struct cockpit *c, int arg);
	int arg;
	bool acts; /* ends in a line that is run: not offered with --readonly */
};

const struct key_row *keys_all(size_t *count);

/* "Sockets", "Server table": what help calls a place (its bit's number). */
const char *keys_place(unsigned bit);

/* Do what the row tells, or say why not. */
void keys_run(struct cockpit *c, const struct key_row *row);

/* Fill in what the footer shows there. Returns how many. */
size_t keys_footer(const struct cockpit *c, unsigned where, struct footer_item *items, size_t max);

#endif
