/*
 * settings: what a person wants each time, read from XDG_CONFIG_HOME/sockpit/settings.
 *
 * One row describes one setting, and one action of the key table its keys; the parser, what it
 * says of a wrong line and `sockpit --settings` are made from them, and the manual page is tested
 * against them. Main thread.
 *
 *	# comments and empty lines are free
 *	theme = light
 *	columns.sockets = name, state, in, out
 *	key.quit = Ctrl-Q F10
 */
#ifndef VIEWS_SETTINGS_H
#define VIEWS_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "views/keymap.h"

/* No more of a file is read, and no more of a line is told. */
#define SETTINGS_MAX_BYTES ((size_t)65536)
#define SETTINGS_TOLD_MAX 256
#define SETTINGS_RULES_MAX 512

struct settings {
	const char *theme; /* one of theme_name() */
	bool projector, reduced_motion;
	bool color, ascii, mouse;
	int refresh_ms;
	char watch[SETTINGS_RULES_MAX]; /* watch rules, ";" between them (core/observe/rule.h) */
	/* Bit i: column i of that table is shown; 0: all are. */
	uint32_t sockets, servers, connections, system;
	struct keymap keys;
};

enum setting_kind {
	SETTING_SWITCH,	 /* bool: yes or no */
	SETTING_NUMBER,	 /* int, from min to max */
	SETTING_THEME,	 /* const char * */
	SETTING_RULES,	 /* char[SETTINGS_RULES_MAX]; each line adds to it */
	SETTING_COLUMNS, /* uint32_t: titles of a table's columns, with commas between them */
};

struct table_column;

struct setting {
	const char *name;
	enum setting_kind kind;
	const char *dflt; /* as it is written in the file */
	const char *help; /* one sentence */
	size_t offset;	  /* in struct settings */
	int min, max;
	const struct table_column *columns;
	size_t ncolumns;
};

const struct setting *settings_all(size_t *count);

void settings_init(struct settings *s); /* the defaults */

/* What was wrong, where lines were skipped: the first of them in words, all of them by number. */
#define SETTINGS_SKIPPED_MAX 32
struct settings_problem {
	size_t lines; /* how many were skipped; 0: none */
	size_t first; /* the one told */
	char text[SETTINGS_TOLD_MAX];
	size_t skipped[SETTINGS_SKIPPED_MAX]; /* as many of them as there is room for, rising */
};

/* "settings line 2 skipped: ... (and lines 4, 7)". */
void settings_problem_tell(const struct settings_problem *problem, struct buf *to);

/* Take what len bytes of text say. text needs no NUL and may hold anything. */
void settings_parse(
    struct settings *s, const char *text, size_t len, struct settings_problem *problem);

/* The defaults, and what the file says; that there is none is no problem. */
void settings_load(struct settings *s, struct settings_problem *problem);

/* What may stand behind the name: "dark, light, contrast or mono". */
void settings_values(const struct setting *row, struct buf *to);

/* All settings as a file that changes nothing. */
void settings_example(struct buf *to);

#endif
