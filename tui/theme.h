/*
 * theme: what a thing on the screen is, never how it looks. Views name roles; a theme gives them
 * attributes for the colours the terminal has. Every role stays legible without colour.
 */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include <stddef.h>

enum role {
	ROLE_NORMAL,
	ROLE_DIM,	   /* what matters less: times, units, hints */
	ROLE_BORDER,	   /* of a panel */
	ROLE_BORDER_ON,	   /* of the panel that has the keys */
	ROLE_TITLE,	   /* in a border */
	ROLE_HEADER,	   /* the line at the top */
	ROLE_TAB,	   /* a view's tab */
	ROLE_TAB_ON,	   /* the active one */
	ROLE_COLUMN,	   /* a table's column titles */
	ROLE_SELECTED,	   /* the selected row of the panel that has the keys */
	ROLE_SELECTED_OFF, /* the selected row of another panel */
	ROLE_STRONG,	   /* a name, a value to notice */
	ROLE_OK,
	ROLE_WARN,
	ROLE_ERROR,
	ROLE_IN,       /* bytes that came */
	ROLE_OUT,      /* bytes that went */
	ROLE_WAIT,     /* something waits */
	ROLE_KEY,      /* the name of a key in a footer, menu or help */
	ROLE_KEY_TEXT, /* what the key does */
	ROLE_CODE,     /* a line of notation or C */
	ROLE_LABEL,    /* of a field or fact */
	ROLE_FIELD,    /* where one types */
	ROLE_FIELD_ON, /* the field that has the keys */
	ROLE_BAR,      /* filled part of a gauge, sparkline */
	ROLE_BAR_EMPTY,
	ROLE_MATCH, /* what a search found */
	ROLE_COUNT,
};

/* The themes there are: "dark" (0, the default), "light", "contrast", "mono". NULL past the last.
 */
const char *theme_name(size_t i);

/* All of them for a person, "dark, light, contrast or mono", in the size of text, which is
 * returned. */
#define THEME_NAMES_MAX 64
char *theme_names(char *text, size_t size);

/* Its number, or -ENOENT. */
int theme_find(const char *name);

#endif
