#include "tests/term/picture.h"

#include <errno.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#define GROUPS_MAX 3

struct term_cell picture_cell(const struct picture *p, int x, int y)
{
	if (x < 0 || x >= p->width || y < 0 || y >= p->height)
		return (struct term_cell){.text = " ", .width = 1};
	return p->cells[y * p->width + x];
}

int picture_take(struct picture *p, struct term *t)
{
	*p = (struct picture){.width = term_width(t), .height = term_height(t)};
	p->cells = calloc((size_t)(p->width * p->height), sizeof *p->cells);
	if (p->cells == NULL)
		return -ENOMEM;
	for (int y = 0; y < p->height; y++)
		for (int x = 0; x < p->width; x++)
			p->cells[y * p->width + x] = term_cell(t, x, y);
	p->cursor = term_cursor(t, &p->cursor_x, &p->cursor_y);
	return 0;
}

void picture_free(struct picture *p)
{
	free(p->cells);
	*p = (struct picture){0};
}

/* ---- writing over ---- */

/* One character a cell, so that places in it are columns. */
static void flatten(const struct term_cell *row, int width, char *line)
{
	for (int x = 0; x < width; x++) {
		unsigned char first = (unsigned char)row[x].text[0];
		line[x] = first >= ' ' && first < 0x7f ? (char)first : '?';
	}
	line[width] = '\0';
}

static void put(struct term_cell *cells, const char *text, size_t room, bool right)
{
	size_t len = strlen(text);
	size_t used = len < room ? len : room, before = right ? room - used : 0;
	for (size_t i = 0; i < room; i++) {
		bool inside = i >= before && i - before < used;
		cells[i].text[0] = inside ? text[i - before] : ' ';
		cells[i].text[1] = '\0';
	}
}

static void write_over_row(
    struct term_cell *row, char *line, const regex_t *regex, picture_words words, void *ctx)
{
	regmatch_t match[GROUPS_MAX + 1];
	size_t group = regex->re_nsub;
	for (size_t at = 0; line[at] != '\0'; at += (size_t)match[0].rm_eo) {
		if (regexec(regex, line + at, GROUPS_MAX + 1, match, at > 0 ? REG_NOTBOL : 0) !=
			0 ||
		    match[0].rm_eo == 0)
			return;
		size_t start = at + (size_t)match[group].rm_so;
		size_t end = at + (size_t)match[group].rm_eo;
		char kept = line[end];
		line[end] = '\0';
		const char *text = words(ctx, line + start);
		line[end] = kept;
		put(row + start, text, end - start, start > 0 && line[start - 1] == ' ');
	}
}

int picture_write_over(struct picture *p, const char *regex, picture_words words, void *ctx)
{
	regex_t compiled;
	char *line = malloc((size_t)p->width + 1);
	if (line == NULL)
		return -ENOMEM;
	int r = regcomp(&compiled, regex, REG_EXTENDED) == 0 ? 0 : -EINVAL;
	bool built = r == 0;
	if (built && compiled.re_nsub > GROUPS_MAX)
		r = -EINVAL;
	for (int y = 0; r == 0 && y < p->height; y++) {
		struct term_cell *row = p->cells + y * p->width;
		flatten(row, p->width, line);
		write_over_row(row, line, &compiled, words, ctx);
	}
	if (built)
		regfree(&compiled);
	free(line);
	return r;
}
