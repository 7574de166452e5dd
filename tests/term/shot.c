#include "tests/term/shot.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "tests/term/box.h"
#include "tests/term/picture.h"

#define CELL_W 9
#define CELL_H 19
#define BASELINE 14 /* of the text, from the top of its cell */
#define MARGIN 12
#define FONTS "DejaVu Sans Mono, Noto Sans Mono, Noto Sans Mono CJK SC, Menlo, Consolas, monospace"

struct palette {
	uint32_t fg, bg;
	uint32_t ansi[16];
};

static const struct palette dark_palette = {
    .fg = 0xd8dee9,
    .bg = 0x14181f,
    .ansi = {0x20242c, 0xe06c75, 0x98c379, 0xe5c07b, 0x61afef, 0xc678dd, 0x56b6c2, 0xc8ccd4,
	0x5c6370, 0xff7b85, 0xb5e890, 0xffd68a, 0x7fc1ff, 0xdd9cf0, 0x7fdbe6, 0xffffff},
};

static const struct palette light_palette = {
    .fg = 0x24292f,
    .bg = 0xfdfdfb,
    .ansi = {0x24292f, 0xcf222e, 0x116329, 0x7d5500, 0x0550ae, 0x8250df, 0x1b7c83, 0xe8e8e4,
	0x57606a, 0xa40e26, 0x1a7f37, 0x633c01, 0x218bff, 0xa475f9, 0x3192aa, 0xffffff},
};

static uint32_t rgb(unsigned red, unsigned green, unsigned blue)
{
	return red << 16 | green << 8 | blue;
}

/* xterm's 256: 16 of the palette, a cube of six levels, 24 greys. */
static uint32_t indexed(const struct palette *p, unsigned index)
{
	static const unsigned levels[] = {0, 95, 135, 175, 215, 255};
	if (index < 16)
		return p->ansi[index];
	if (index >= 232)
		return rgb(8 + 10 * (index - 232), 8 + 10 * (index - 232), 8 + 10 * (index - 232));
	index -= 16;
	return rgb(levels[index / 36], levels[index / 6 % 6], levels[index % 6]);
}

static uint32_t color(const struct palette *p, struct term_color c, uint32_t otherwise)
{
	if (c.is_default)
		return otherwise;
	return c.indexed ? indexed(p, c.index) : rgb(c.red, c.green, c.blue);
}

struct look {
	uint32_t fg, bg;
	bool bold, underline, italic;
};

static struct look look_of(const struct palette *p, const struct term_cell *cell)
{
	struct look look = {
	    .fg = color(p, cell->fg, p->fg),
	    .bg = color(p, cell->bg, p->bg),
	    .bold = cell->bold,
	    .underline = cell->underline,
	    .italic = cell->italic,
	};
	if (cell->reverse) {
		uint32_t fg = look.fg;
		look.fg = look.bg;
		look.bg = fg;
	}
	return look;
}

static void write_background(const struct picture *t, const struct palette *p, int y, FILE *out)
{
	int width = t->width;
	for (int x = 0; x < width;) {
		struct term_cell cell = picture_cell(t, x, y);
		uint32_t bg = look_of(p, &cell).bg;
		int start = x++;
		for (; x < width; x++) {
			cell = picture_cell(t, x, y);
			if (cell.width != 0 && look_of(p, &cell).bg != bg)
				break;
		}
		if (bg != p->bg)
			fprintf(out,
			    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n",
			    start * CELL_W, y * CELL_H, (x - start) * CELL_W, CELL_H, (unsigned)bg);
	}
}

static void write_escaped(const char *text, FILE *out)
{
	for (; *text != '\0'; text++) {
		if (*text == '<')
			fputs("&lt;", out);
		else if (*text == '&')
			fputs("&amp;", out);
		else
			fputc(*text, out);
	}
}

static bool same_look(const struct look *a, const struct look *b)
{
	return a->fg == b->fg && a->bold == b->bold && a->underline == b->underline &&
	       a->italic == b->italic;
}

static void open_text(const struct look *look, FILE *out)
{
	fprintf(out, "<text fill=\"#%06x\"%s%s%s", (unsigned)look->fg,
	    look->bold ? " font-weight=\"bold\"" : "", look->italic ? " font-style=\"italic\"" : "",
	    look->underline ? " text-decoration=\"underline\"" : "");
}

static bool is_ascii(const char *text)
{
	return (unsigned char)text[0] < 0x80;
}

/*
 * One word that looks the same throughout, or one character that is not ASCII: fonts differ in how
 * wide they are, so nothing long follows from one place. Returns the first cell behind it.
 */
static int write_word(const struct picture *t, const struct palette *p, int x, int y, FILE *out)
{
	struct term_cell cell = picture_cell(t, x, y);
	const struct look look = look_of(p, &cell);
	bool ascii = is_ascii(cell.text);
	open_text(&look, out);
	fprintf(out, " x=\"%d\" y=\"%d\">", x * CELL_W, y * CELL_H + BASELINE);
	do {
		write_escaped(cell.text, out);
		x += cell.width > 0 ? cell.width : 1;
		cell = picture_cell(t, x, y);
		struct look now = look_of(p, &cell);
		if (!same_look(&look, &now) || strcmp(cell.text, " ") == 0)
			break;
	} while (ascii && is_ascii(cell.text) && x < t->width);
	fputs("</text>\n", out);
	return x;
}

static bool is_blank(const struct palette *p, const struct term_cell *cell)
{
	return cell->width == 0 || (strcmp(cell->text, " ") == 0 && !look_of(p, cell).underline);
}

static void write_row(const struct picture *t, const struct palette *p, int y, FILE *out)
{
	write_background(t, p, y, out);
	for (int x = 0; x < t->width;) {
		struct term_cell cell = picture_cell(t, x, y);
		struct box_cell at = {x * CELL_W, y * CELL_H, CELL_W, CELL_H, look_of(p, &cell).fg};
		if (is_blank(p, &cell)) {
			x++;
		} else if (box_is_drawn(cell.text)) {
			box_draw(cell.text, &at, out);
			x++;
		} else {
			x = write_word(t, p, x, y, out);
		}
	}
}

static void write_cursor(const struct picture *t, const struct palette *p, FILE *out)
{
	if (t->cursor)
		fprintf(out, "<rect x=\"%d\" y=\"%d\" width=\"2\" height=\"%d\" fill=\"#%06x\"/>\n",
		    t->cursor_x * CELL_W, t->cursor_y * CELL_H + 1, CELL_H - 2, (unsigned)p->fg);
}

int shot_write(const struct picture *t, bool light, FILE *out)
{
	const struct palette *p = light ? &light_palette : &dark_palette;
	int w = t->width * CELL_W, h = t->height * CELL_H;
	fprintf(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
	    "viewBox=\"%d %d %d %d\">\n",
	    w + 2 * MARGIN, h + 2 * MARGIN, -MARGIN, -MARGIN, w + 2 * MARGIN, h + 2 * MARGIN);
	fprintf(out,
	    "<rect x=\"%d\" y=\"%d\" width=\"100%%\" height=\"100%%\" rx=\"8\" fill=\"#%06x\"/>\n",
	    -MARGIN, -MARGIN, (unsigned)p->bg);
	fputs("<g font-family=\"" FONTS "\" font-size=\"14.95\" "
	      "xml:space=\"preserve\" shape-rendering=\"crispEdges\">\n",
	    out);
	for (int y = 0; y < t->height; y++)
		write_row(t, p, y, out);
	write_cursor(t, p, out);
	fputs("</g>\n</svg>\n", out);
	return ferror(out) ? -EIO : 0;
}
