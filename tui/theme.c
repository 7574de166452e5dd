#include "tui/screen_private.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define DEFAULT (-1)

/*
 * One role in one theme. Colours are the 256 of xterm, and of the first 16 for terminals that have
 * no more; DEFAULT is the terminal's own. mono is what remains without colour. Whoever sets a
 * background sets the text's colour with it, so that it is legible on the wrong terminal, too.
 */
struct style {
	short fg, bg;
	short fg16, bg16;
	attr_t attributes;   /* with any colours */
	attr_t attributes16; /* and these with the first 16 only */
	attr_t mono;
};

/* For a dark background, which stays the terminal's own. */
static const struct style dark[ROLE_COUNT] = {
    [ROLE_NORMAL] = {DEFAULT, DEFAULT, DEFAULT, DEFAULT, 0, 0, 0},
    [ROLE_DIM] = {246, DEFAULT, DEFAULT, DEFAULT, 0, A_DIM, A_DIM},
    [ROLE_BORDER] = {240, DEFAULT, DEFAULT, DEFAULT, 0, A_DIM, A_DIM},
    [ROLE_BORDER_ON] = {75, DEFAULT, 6, DEFAULT, 0, 0, A_BOLD},
    [ROLE_TITLE] = {DEFAULT, DEFAULT, DEFAULT, DEFAULT, A_BOLD, 0, A_BOLD},
    [ROLE_HEADER] = {DEFAULT, DEFAULT, DEFAULT, DEFAULT, A_BOLD, 0, A_BOLD},
    [ROLE_TAB] = {250, DEFAULT, DEFAULT, DEFAULT, 0, 0, 0},
    [ROLE_TAB_ON] = {16, 75, 0, 6, A_BOLD, 0, A_REVERSE | A_BOLD},
    [ROLE_COLUMN] = {109, DEFAULT, 6, DEFAULT, 0, 0, A_BOLD},
    [ROLE_SELECTED] = {231, 24, 7, 4, A_BOLD, 0, A_REVERSE},
    [ROLE_SELECTED_OFF] = {255, 238, DEFAULT, DEFAULT, 0, A_UNDERLINE, A_BOLD | A_UNDERLINE},
    [ROLE_STRONG] = {DEFAULT, DEFAULT, DEFAULT, DEFAULT, A_BOLD, 0, A_BOLD},
    [ROLE_OK] = {114, DEFAULT, 2, DEFAULT, 0, 0, 0},
    [ROLE_WARN] = {221, DEFAULT, 3, DEFAULT, A_BOLD, 0, A_BOLD},
    [ROLE_ERROR] = {203, DEFAULT, 1, DEFAULT, A_BOLD, 0, A_BOLD | A_STANDOUT},
    [ROLE_IN] = {80, DEFAULT, 6, DEFAULT, 0, 0, 0},
    [ROLE_OUT] = {177, DEFAULT, 5, DEFAULT, 0, 0, A_BOLD},
    [ROLE_WAIT] = {221, DEFAULT, 3, DEFAULT, 0, 0, A_BOLD},
    [ROLE_KEY] = {75, DEFAULT, 6, DEFAULT, A_BOLD, 0, A_BOLD},
    [ROLE_KEY_TEXT] = {250, DEFAULT, DEFAULT, DEFAULT, 0, 0, 0},
    [ROLE_CODE] = {186, DEFAULT, DEFAULT, DEFAULT, 0, 0, 0},
    [ROLE_LABEL] = {246, DEFAULT, DEFAULT, DEFAULT, 0, 0, A_DIM},
    [ROLE_FIELD] = {255, 237, DEFAULT, DEFAULT, 0, A_UNDERLINE, A_UNDERLINE},
    [ROLE_FIELD_ON] = {231, 24, 7, 4, 0, 0, A_REVERSE},
    [ROLE_BAR] = {75, DEFAULT, 6, DEFAULT, 0, 0, A_BOLD},
    [ROLE_BAR_EMPTY] = {238, DEFAULT, DEFAULT, DEFAULT, 0, A_DIM, A_DIM},
    [ROLE_MATCH] = {16, 221, 0, 3, 0, 0, A_REVERSE},
};

/* For a light one. */
static const struct style light[ROLE_COUNT] = {
    [ROLE_NORMAL] = {DEFAULT, DEFAULT, DEFAULT, DEFAULT, 0, 0, 0},
    [ROLE_DIM] = {241, DEFAULT, DEFAULT, DEFAULT, 0, 0, A_DIM},
    [ROLE_BORDER] = {249, DEFAULT, DEFAULT, DEFAULT, 0, 0, A_DIM},
    [ROLE_BORDER_ON] = {25, DEFAULT, 4, DEFAULT, 0, 0, A_BOLD},
    [ROLE_TITLE] = {DEFAULT, DEFAULT, DEFAULT, DEFAULT, A_BOLD, 0, A_BOLD},
    [ROLE_HEADER] = {DEFAULT, DEFAULT, DEFAULT, DEFAULT, A_BOLD, 0, A_BOLD},
    [ROLE_TAB] = {240, DEFAULT, DEFAULT, DEFAULT, 0, 0, 0},
    [ROLE_TAB_ON] = {231, 25, 7, 4, A_BOLD, 0, A_REVERSE | A_BOLD},
    [ROLE_COLUMN] = {25, DEFAULT, 4, DEFAULT, 0, 0, A_BOLD},
    [ROLE_SELECTED] = {16, 153, 7, 4, A_BOLD, 0, A_REVERSE},
    [ROLE_SELECTED_OFF] = {16, 254, DEFAULT, DEFAULT, 0, A_UNDERLINE, A_BOLD | A_UNDERLINE},
    [ROLE_STRONG] = {DEFAULT, DEFAULT, DEFAULT, DEFAULT, A_BOLD, 0, A_BOLD},
    [ROLE_OK] = {28, DEFAULT, 2, DEFAULT, 0, 0, 0},
    [ROLE_WARN] = {130, DEFAULT, 3, DEFAULT, A_BOLD, 0, A_BOLD},
    [ROLE_ERROR] = {160, DEFAULT, 1, DEFAULT, A_BOLD, 0, A_BOLD | A_STANDOUT},
    [ROLE_IN] = {23, DEFAULT, 6, DEFAULT, 0, 0, 0},
    [ROLE_OUT] = {90, DEFAULT, 5, DEFAULT, 0, 0, A_BOLD},
    [ROLE_WAIT] = {130, DEFAULT, 3, DEFAULT, 0, 0, A_BOLD},
    [ROLE_KEY] = {25, DEFAULT, 4, DEFAULT, A_BOLD, 0, A_BOLD},
    [ROLE_KEY_TEXT] = {238, DEFAULT, DEFAULT, DEFAULT, 0, 0, 0},
    [ROLE_CODE] = {58, DEFAULT, DEFAULT, DEFAULT, 0, 0, 0},
    [ROLE_LABEL] = {241, DEFAULT, DEFAULT, DEFAULT, 0, 0, A_DIM},
    [ROLE_FIELD] = {16, 254, DEFAULT, DEFAULT, 0, A_UNDERLINE, A_UNDERLINE},
    [ROLE_FIELD_ON] = {16, 153, 7, 4, 0, 0, A_REVERSE},
    [ROLE_BAR] = {25, DEFAULT, 4, DEFAULT, 0, 0, A_BOLD},
    [ROLE_BAR_EMPTY] = {252, DEFAULT, DEFAULT, DEFAULT, 0, 0, A_DIM},
    [ROLE_MATCH] = {16, 221, 0, 3, 0, 0, A_REVERSE},
};

/* Black, white and what is brightest, whatever the terminal's colours are. */
static const struct style contrast[ROLE_COUNT] = {
    [ROLE_NORMAL] = {231, 16, 15, 0, 0, 0, 0},
    [ROLE_DIM] = {252, 16, 7, 0, 0, 0, A_DIM},
    [ROLE_BORDER] = {252, 16, 7, 0, 0, 0, A_DIM},
    [ROLE_BORDER_ON] = {226, 16, 11, 0, A_BOLD, 0, A_BOLD},
    [ROLE_TITLE] = {231, 16, 15, 0, A_BOLD, 0, A_BOLD},
    [ROLE_HEADER] = {231, 16, 15, 0, A_BOLD, 0, A_BOLD},
    [ROLE_TAB] = {231, 16, 15, 0, 0, 0, 0},
    [ROLE_TAB_ON] = {16, 226, 0, 11, A_BOLD, 0, A_REVERSE | A_BOLD},
    [ROLE_COLUMN] = {226, 16, 11, 0, A_BOLD, 0, A_BOLD},
    [ROLE_SELECTED] = {16, 226, 0, 11, A_BOLD, 0, A_REVERSE},
    [ROLE_SELECTED_OFF] = {16, 252, 0, 7, 0, 0, A_BOLD | A_UNDERLINE},
    [ROLE_STRONG] = {231, 16, 15, 0, A_BOLD, 0, A_BOLD},
    [ROLE_OK] = {46, 16, 10, 0, A_BOLD, 0, 0},
    [ROLE_WARN] = {226, 16, 11, 0, A_BOLD, 0, A_BOLD},
    [ROLE_ERROR] = {231, 88, 15, 1, A_BOLD, 0, A_BOLD | A_STANDOUT},
    [ROLE_IN] = {51, 16, 14, 0, 0, 0, 0},
    [ROLE_OUT] = {219, 16, 13, 0, 0, 0, A_BOLD},
    [ROLE_WAIT] = {226, 16, 11, 0, A_BOLD, 0, A_BOLD},
    [ROLE_KEY] = {226, 16, 11, 0, A_BOLD, 0, A_BOLD},
    [ROLE_KEY_TEXT] = {231, 16, 15, 0, 0, 0, 0},
    [ROLE_CODE] = {231, 16, 15, 0, 0, 0, 0},
    [ROLE_LABEL] = {252, 16, 7, 0, 0, 0, A_DIM},
    [ROLE_FIELD] = {231, 16, 15, 0, A_UNDERLINE, 0, A_UNDERLINE},
    [ROLE_FIELD_ON] = {16, 231, 0, 15, 0, 0, A_REVERSE},
    [ROLE_BAR] = {231, 16, 15, 0, 0, 0, A_BOLD},
    [ROLE_BAR_EMPTY] = {244, 16, 7, 0, 0, 0, A_DIM},
    [ROLE_MATCH] = {16, 51, 0, 14, 0, 0, A_REVERSE},
};

static const struct {
	const char *name;
	const struct style *styles;
	bool mono;
} themes[] = {
    {.name = "dark", .styles = dark},
    {.name = "light", .styles = light},
    {.name = "contrast", .styles = contrast},
    {.name = "mono", .styles = dark, .mono = true},
};

#define THEMES (sizeof(themes) / sizeof(themes[0]))

const char *theme_name(size_t i)
{
	return i < THEMES ? themes[i].name : NULL;
}

char *theme_names(char *text, size_t size)
{
	size_t len = 0;
	text[0] = '\0';
	for (size_t i = 0; i < THEMES && len < size; i++)
		len += (size_t)snprintf(text + len, size - len, "%s%s",
		    i == 0	     ? ""
		    : i + 1 < THEMES ? ", "
				     : " or ",
		    themes[i].name);
	return text;
}

int theme_find(const char *name)
{
	for (size_t i = 0; i < THEMES; i++)
		if (strcmp(themes[i].name, name) == 0)
			return (int)i;
	return -ENOENT;
}

/* Terminals with 8 colours make the bright ones by bold; a bright background is a plain one
 * there. */
static struct look look_of_8(const struct style *style, short pair)
{
	attr_t attributes = style->attributes | style->attributes16;
	if (style->fg16 > 7)
		attributes |= A_BOLD;
	short fg = style->fg16 > 7 ? (short)(style->fg16 - 8) : style->fg16;
	short bg = style->bg16 > 7 ? (short)(style->bg16 - 8) : style->bg16;
	init_pair(pair, fg, bg);
	return (struct look){attributes, pair};
}

static struct look look_of(const struct screen *s, const struct style *style, short pair)
{
	if (s->colors == 0 || themes[s->theme].mono)
		return (struct look){style->mono, 0};
	if (s->colors < 16)
		return look_of_8(style, pair);
	if (s->colors < 256) {
		init_pair(pair, style->fg16, style->bg16);
		return (struct look){style->attributes | style->attributes16, pair};
	}
	init_pair(pair, style->fg, style->bg);
	return (struct look){style->attributes, pair};
}

/* Across a room, what is grey on a screen is not there. */
static enum role seen_from_afar(enum role role)
{
	switch (role) {
	case ROLE_DIM:
	case ROLE_LABEL:
	case ROLE_TAB:
	case ROLE_KEY_TEXT:
	case ROLE_BORDER:
		return ROLE_NORMAL;
	default:
		return role;
	}
}

static struct look look_for_projector(const struct screen *s, enum role role, short pair)
{
	const struct style *styles = themes[s->theme].styles;
	struct look look = look_of(s, &styles[seen_from_afar(role)], pair);
	look.attributes = (look.attributes & ~A_DIM) | A_BOLD;
	return look;
}

void theme_apply(struct screen *s)
{
	for (int role = 0; role < ROLE_COUNT; role++) {
		short pair = (short)(role + 1);
		s->look[role] = s->projector ? look_for_projector(s, (enum role)role, pair)
					     : look_of(s, &themes[s->theme].styles[role], pair);
	}

	cchar_t blank;
	const struct look *normal = &s->look[ROLE_NORMAL];
	setcchar(&blank, L" ", normal->attributes, normal->pair, NULL);
	wbkgrndset(s->window, &blank);
}
