/*
 * draw: cells, text and lines on the frame under way (between screen_begin and screen_end).
 *
 * Main thread. Coordinates are the screen's, from 0. Everything is cut to the clip rectangle. Text
 * is UTF-8 that the caller cleaned (core/clean.h); control characters that are in it all the same
 * are shown as '?' or U+FFFD and never reach the terminal.
 */
#ifndef TUI_DRAW_H
#define TUI_DRAW_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/layout.h"
#include "tui/screen.h"
#include "tui/theme.h"

enum align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTER };

/* Signs that have an ASCII form. */
enum glyph {
	GLYPH_POINTER,	/* ▸ > the selected row */
	GLYPH_ARROW,	/* → -> with one column: > */
	GLYPH_BACK,	/* ← < */
	GLYPH_UP,	/* ▲ ^ sorted up, more above */
	GLYPH_DOWN,	/* ▼ v */
	GLYPH_BULLET,	/* • * */
	GLYPH_CHECK,	/* ✓ x a toggle that is on */
	GLYPH_ELLIPSIS, /* … ~ */
	GLYPH_HLINE,	/* ─ - */
	GLYPH_VLINE,	/* │ | */
	GLYPH_ULCORNER,
	GLYPH_URCORNER,
	GLYPH_LLCORNER,
	GLYPH_LRCORNER,
	GLYPH_LTEE, /* ├ + */
	GLYPH_RTEE,
	GLYPH_TTEE,
	GLYPH_BTEE,
	GLYPH_CROSS,
	GLYPH_FULL,  /* █ # */
	GLYPH_SHADE, /* ░ . */
	GLYPH_COUNT,
};

/* Narrow the clip for what follows; returns the one before, to be given to draw_set_clip(). */
struct rect draw_clip(struct screen *s, struct rect r);
void draw_set_clip(struct screen *s, struct rect r);

/* Text from (x, y), cut after w columns (an ellipsis then stands in the last). Returns columns
 * used. */
int draw_text(struct screen *s, int x, int y, int w, enum role role, const char *text);

/* The same, and the rest of the w columns is filled with blanks of that role. */
void draw_field(
    struct screen *s, int x, int y, int w, enum role role, enum align align, const char *text);

/* printf to draw_text; formatted text past 1023 bytes is cut. */
int draw_format(struct screen *s, int x, int y, int w, enum role role, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));

/* Pieces of one line, each with its role, one after the other. Returns columns used. */
struct span {
	enum role role;
	const char *text;
};
int draw_spans(struct screen *s, int x, int y, int w, const struct span *spans, size_t n);

/* Text broken at blanks into lines of w columns, at most h lines. Returns how many lines it took.
 */
int draw_wrapped(struct screen *s, struct rect r, enum role role, const char *text);

void draw_glyph(struct screen *s, int x, int y, enum role role, enum glyph glyph);
/* The sign as text, "▸" or ">": to build strings with. Static. */
const char *draw_glyph_text(const struct screen *s, enum glyph glyph);

void draw_hline(struct screen *s, int x, int y, int w, enum role role);
void draw_vline(struct screen *s, int x, int y, int h, enum role role);
void draw_fill(struct screen *s, struct rect r, enum role role);

/*
 * A box with a title in its upper border, or none (NULL); inside is left as it is. Returns what is
 * inside. Below 2x2 nothing is drawn and inside is r itself: a panel keeps its content
 * where a border would leave no room.
 */
struct rect draw_box(struct screen *s, struct rect r, enum role border, const char *title);

/* A panel: a box whose border says whether it has the keys; then the cursor stands in it, until
 * what is drawn inside has a better place. */
struct rect draw_panel(struct screen *s, struct rect r, const char *title, bool focused);

/* Give every cell of r that role, keeping its character (a selected row drawn from spans). */
void draw_role(struct screen *s, struct rect r, enum role role);

#endif
