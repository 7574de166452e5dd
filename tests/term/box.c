#include "tests/term/box.h"

#include <stddef.h>
#include <string.h>

enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8 };

/* Lines from the middle of the cell to the edges named; or a part of the cell filled, in eighths;
 * or a shade; or a triangle. */
static const struct shape {
	const char *text;
	unsigned lines;
	int left_eighths, low_eighths;
	double shade;
	char triangle; /* which way it points: r, u, d */
} shapes[] = {
    {.text = "─", .lines = LEFT | RIGHT},
    {.text = "│", .lines = UP | DOWN},
    {.text = "┌", .lines = DOWN | RIGHT},
    {.text = "┐", .lines = DOWN | LEFT},
    {.text = "└", .lines = UP | RIGHT},
    {.text = "┘", .lines = UP | LEFT},
    {.text = "├", .lines = UP | DOWN | RIGHT},
    {.text = "┤", .lines = UP | DOWN | LEFT},
    {.text = "┬", .lines = LEFT | RIGHT | DOWN},
    {.text = "┴", .lines = LEFT | RIGHT | UP},
    {.text = "┼", .lines = UP | DOWN | LEFT | RIGHT},
    {.text = "▏", .left_eighths = 1},
    {.text = "▎", .left_eighths = 2},
    {.text = "▍", .left_eighths = 3},
    {.text = "▌", .left_eighths = 4},
    {.text = "▋", .left_eighths = 5},
    {.text = "▊", .left_eighths = 6},
    {.text = "▉", .left_eighths = 7},
    {.text = "█", .left_eighths = 8},
    {.text = "▁", .low_eighths = 1},
    {.text = "▂", .low_eighths = 2},
    {.text = "▃", .low_eighths = 3},
    {.text = "▄", .low_eighths = 4},
    {.text = "▅", .low_eighths = 5},
    {.text = "▆", .low_eighths = 6},
    {.text = "▇", .low_eighths = 7},
    {.text = "░", .shade = 0.3},
    {.text = "▒", .shade = 0.5},
    {.text = "▓", .shade = 0.75},
    {.text = "▸", .triangle = 'r'},
    {.text = "▲", .triangle = 'u'},
    {.text = "▼", .triangle = 'd'},
};

static const struct shape *find(const char *text)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (strcmp(shapes[i].text, text) == 0)
			return &shapes[i];
	return NULL;
}

bool box_is_drawn(const char *text)
{
	return find(text) != NULL;
}

static void draw_lines(unsigned lines, const struct box_cell *c, FILE *out)
{
	double mx = c->x + c->w / 2.0, my = c->y + c->h / 2.0;
	fputs("<path d=\"", out);
	if (lines & UP)
		fprintf(out, "M%g %gV%d", mx, my + 0.5, c->y);
	if (lines & DOWN)
		fprintf(out, "M%g %gV%d", mx, my - 0.5, c->y + c->h);
	if (lines & LEFT)
		fprintf(out, "M%g %gH%d", mx + 0.5, my, c->x);
	if (lines & RIGHT)
		fprintf(out, "M%g %gH%d", mx - 0.5, my, c->x + c->w);
	fprintf(out,
	    "\" stroke=\"#%06x\" stroke-width=\"1\" fill=\"none\" "
	    "shape-rendering=\"auto\"/>\n",
	    (unsigned)c->color);
}

static void draw_rect(
    double x, double y, double w, double h, double opacity, const struct box_cell *c, FILE *out)
{
	fprintf(out,
	    "<rect x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" fill=\"#%06x\" "
	    "fill-opacity=\"%g\"/>\n",
	    x, y, w, h, (unsigned)c->color, opacity);
}

static void draw_triangle(char way, const struct box_cell *c, FILE *out)
{
	double mx = c->x + c->w / 2.0, my = c->y + c->h / 2.0, r = c->w / 2.0 - 0.5;
	fputs("<polygon points=\"", out);
	if (way == 'r')
		fprintf(out, "%g,%g %g,%g %g,%g", mx - r, my - r, mx + r, my, mx - r, my + r);
	else if (way == 'u')
		fprintf(out, "%g,%g %g,%g %g,%g", mx - r, my + r, mx, my - r, mx + r, my + r);
	else
		fprintf(out, "%g,%g %g,%g %g,%g", mx - r, my - r, mx, my + r, mx + r, my - r);
	fprintf(out, "\" fill=\"#%06x\" shape-rendering=\"auto\"/>\n", (unsigned)c->color);
}

void box_draw(const char *text, const struct box_cell *c, FILE *out)
{
	const struct shape *s = find(text);
	double low = c->h * s->low_eighths / 8.0;
	if (s->lines != 0)
		draw_lines(s->lines, c, out);
	else if (s->left_eighths > 0)
		draw_rect(c->x, c->y, c->w * s->left_eighths / 8.0, c->h, 1, c, out);
	else if (s->low_eighths > 0)
		draw_rect(c->x, c->y + c->h - low, c->w, low, 1, c, out);
	else if (s->shade > 0)
		draw_rect(c->x, c->y, c->w, c->h, s->shade, c, out);
	else
		draw_triangle(s->triangle, c, out);
}
