#include "tui/screen_private.h"

#include <stdarg.h>
#include <string.h>

#include "tui/draw.h"
#include "tui/text.h"

/* Cells that are handed to curses at once, and what may stand in one: a character and combining
 * ones. */
#define RUN_MAX 128
#define CELL_CHARS 4

static const struct {
	const char *utf8, *ascii;
} glyphs[GLYPH_COUNT] = {
    [GLYPH_POINTER] = {"▸", ">"},
    [GLYPH_ARROW] = {"→", ">"},
    [GLYPH_BACK] = {"←", "<"},
    [GLYPH_UP] = {"▲", "^"},
    [GLYPH_DOWN] = {"▼", "v"},
    [GLYPH_BULLET] = {"•", "*"},
    [GLYPH_CHECK] = {"✓", "x"},
    [GLYPH_ELLIPSIS] = {"…", "~"},
    [GLYPH_HLINE] = {"─", "-"},
    [GLYPH_VLINE] = {"│", "|"},
    [GLYPH_ULCORNER] = {"┌", "+"},
    [GLYPH_URCORNER] = {"┐", "+"},
    [GLYPH_LLCORNER] = {"└", "+"},
    [GLYPH_LRCORNER] = {"┘", "+"},
    [GLYPH_LTEE] = {"├", "+"},
    [GLYPH_RTEE] = {"┤", "+"},
    [GLYPH_TTEE] = {"┬", "+"},
    [GLYPH_BTEE] = {"┴", "+"},
    [GLYPH_CROSS] = {"┼", "+"},
    [GLYPH_FULL] = {"█", "#"},
    [GLYPH_SHADE] = {"░", "."},
};

const char *draw_glyph_text(const struct screen *s, enum glyph glyph)
{
	return s->utf8 ? glyphs[glyph].utf8 : glyphs[glyph].ascii;
}

struct rect draw_clip(struct screen *s, struct rect r)
{
	struct rect before = s->clip;
	s->clip = rect_cut(before, r);
	return before;
}

void draw_set_clip(struct screen *s, struct rect r)
{
	s->clip = rect_cut(screen_rect(s), r);
}

/* ---- runs of cells on one line ---- */

struct run {
	struct screen *s;
	const struct look *look;
	int x, y;	 /* where the next character goes */
	int left, right; /* columns that may be painted */
	int start;	 /* column of cells[0] */
	int n;
	cchar_t cells[RUN_MAX];
};

static void run_begin(struct run *run, struct screen *s, int x, int y, enum role role)
{
	bool inside = y >= s->clip.y && y < s->clip.y + s->clip.h;
	run->s = s;
	run->look = &s->look[role];
	run->x = x;
	run->y = y;
	run->left = s->clip.x;
	run->right = inside ? s->clip.x + s->clip.w : s->clip.x;
	run->n = 0;
}

static void run_flush(struct run *run)
{
	if (run->n > 0)
		mvwadd_wchnstr(run->s->window, run->y, run->start, run->cells, run->n);
	run->n = 0;
}

static void run_cell(struct run *run, const wchar_t *text, int width)
{
	if (run->n == RUN_MAX)
		run_flush(run);
	if (run->n == 0)
		run->start = run->x;
	setcchar(&run->cells[run->n++], text, run->look->attributes, run->look->pair, NULL);
	run->x += width;
}

/* Put a character of that width; where the clip cuts it in two, a blank stands for its half. */
static void run_put(struct run *run, const wchar_t *text, int width)
{
	if (run->x >= run->left && run->x + width <= run->right) {
		run_cell(run, text, width);
		return;
	}
	for (int i = 0; i < width; i++) {
		if (run->x >= run->left && run->x < run->right)
			run_cell(run, L" ", 1);
		else
			run->x++;
	}
}

/* What may be shown in place of a character: itself, or a sign that there is one. */
static wchar_t shown(const struct screen *s, uint32_t c)
{
	if (c >= ' ' && c < 0x7f)
		return (wchar_t)c;
	if (!s->utf8)
		return L'?';
	return text_is_shown(c) && wcwidth((wchar_t)c) >= 0 ? (wchar_t)c : (wchar_t)TEXT_INVALID;
}

/* The combining characters at text, appended to cell from index n; returns the bytes they take. */
static size_t take_combining(const struct screen *s, const char *text, size_t len, wchar_t *cell)
{
	size_t i = 0, n = 1;
	while (i < len && (unsigned char)text[i] >= 0x80) {
		uint32_t c;
		size_t used = text_take(text + i, len - i, &c);
		if (text_char_width(c) != 0)
			break;
		if (s->utf8 && n < CELL_CHARS)
			cell[n++] = (wchar_t)c;
		i += used;
	}
	cell[n] = L'\0';
	return i;
}

static void run_text(struct run *run, const char *text, size_t len)
{
	for (size_t i = 0; i < len && run->x < run->right;) {
		uint32_t c;
		wchar_t cell[CELL_CHARS + 1];
		i += text_take(text + i, len - i, &c);
		int width = text_char_width(c);
		cell[0] = shown(run->s, c);
		i += take_combining(run->s, text + i, len - i, cell);
		if (width == 2 && cell[0] == L'?')
			run_put(run, L"?", 1), run_put(run, L"?", 1);
		else if (width > 0)
			run_put(run, cell, width);
	}
}

static void run_blanks(struct run *run, int n)
{
	while (n-- > 0 && run->x < run->right)
		run_put(run, L" ", 1);
}

/* Text in at most w columns, with an ellipsis where it is longer. Returns the columns used. */
static int run_cut_text(struct run *run, const char *text, int w)
{
	size_t len = strlen(text);
	int used;
	if (w <= 0)
		return 0;
	size_t fits = text_fit(text, len, w, &used);
	if (fits == len) {
		run_text(run, text, len);
		return used;
	}
	fits = text_fit(text, len, w - 1, &used);
	const char *ellipsis = draw_glyph_text(run->s, GLYPH_ELLIPSIS);
	run_text(run, text, fits);
	run_text(run, ellipsis, strlen(ellipsis));
	return used + 1;
}

/* ---- text ---- */

int draw_text(struct screen *s, int x, int y, int w, enum role role, const char *text)
{
	struct run run;
	run_begin(&run, s, x, y, role);
	int used = run_cut_text(&run, text, w);
	run_flush(&run);
	return used;
}

void draw_field(
    struct screen *s, int x, int y, int w, enum role role, enum align align, const char *text)
{
	struct run run;
	int width = text_width(text);
	int spare = width < w ? w - width : 0;
	int before = align == ALIGN_LEFT ? 0 : align == ALIGN_RIGHT ? spare : spare / 2;
	run_begin(&run, s, x, y, role);
	run_blanks(&run, before);
	int used = run_cut_text(&run, text, w);
	run_blanks(&run, w - before - used);
	run_flush(&run);
}

int draw_format(struct screen *s, int x, int y, int w, enum role role, const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return draw_text(s, x, y, w, role, text);
}

int draw_spans(struct screen *s, int x, int y, int w, const struct span *spans, size_t n)
{
	int used = 0;
	for (size_t i = 0; i < n && used < w; i++)
		used += draw_text(s, x + used, y, w - used, spans[i].role, spans[i].text);
	return used;
}

int draw_wrapped(struct screen *s, struct rect r, enum role role, const char *text)
{
	int y = 0;
	size_t len = strlen(text);
	while (len > 0 && y < r.h && r.w > 0) {
		struct run run;
		size_t next, n = text_wrap(text, len, r.w, &next);
		run_begin(&run, s, r.x, r.y + y++, role);
		run_text(&run, text, n);
		run_flush(&run);
		text += next;
		len -= next;
	}
	return y;
}

/* ---- lines and boxes ---- */

static wchar_t glyph_char(const struct screen *s, enum glyph glyph)
{
	uint32_t c;
	const char *text = draw_glyph_text(s, glyph);
	text_take(text, strlen(text), &c);
	return (wchar_t)c;
}

void draw_glyph(struct screen *s, int x, int y, enum role role, enum glyph glyph)
{
	struct run run;
	run_begin(&run, s, x, y, role);
	run_put(&run, (wchar_t[]){glyph_char(s, glyph), L'\0'}, 1);
	run_flush(&run);
}

void draw_hline(struct screen *s, int x, int y, int w, enum role role)
{
	struct run run;
	wchar_t cell[] = {glyph_char(s, GLYPH_HLINE), L'\0'};
	run_begin(&run, s, x, y, role);
	while (w-- > 0 && run.x < run.right)
		run_put(&run, cell, 1);
	run_flush(&run);
}

void draw_vline(struct screen *s, int x, int y, int h, enum role role)
{
	for (int i = 0; i < h; i++)
		draw_glyph(s, x, y + i, role, GLYPH_VLINE);
}

void draw_fill(struct screen *s, struct rect r, enum role role)
{
	for (int i = 0; i < r.h; i++) {
		struct run run;
		run_begin(&run, s, r.x, r.y + i, role);
		run_blanks(&run, r.w);
		run_flush(&run);
	}
}

static void box_title(struct screen *s, struct rect r, const char *title)
{
	if (title == NULL || *title == '\0' || r.w < 6)
		return;
	int x = r.x + 1;
	draw_text(s, x, r.y, 1, ROLE_TITLE, " ");
	int used = draw_text(s, x + 1, r.y, r.w - 4, ROLE_TITLE, title);
	draw_text(s, x + 1 + used, r.y, 1, ROLE_TITLE, " ");
}

struct rect draw_box(struct screen *s, struct rect r, enum role border, const char *title)
{
	if (r.w < 2 || r.h < 2)
		return r;
	int right = r.x + r.w - 1, bottom = r.y + r.h - 1;
	draw_glyph(s, r.x, r.y, border, GLYPH_ULCORNER);
	draw_hline(s, r.x + 1, r.y, r.w - 2, border);
	draw_glyph(s, right, r.y, border, GLYPH_URCORNER);
	draw_vline(s, r.x, r.y + 1, r.h - 2, border);
	draw_vline(s, right, r.y + 1, r.h - 2, border);
	draw_glyph(s, r.x, bottom, border, GLYPH_LLCORNER);
	draw_hline(s, r.x + 1, bottom, r.w - 2, border);
	draw_glyph(s, right, bottom, border, GLYPH_LRCORNER);
	box_title(s, r, title);
	return rect_inset(r, 1, 1);
}

struct rect draw_panel(struct screen *s, struct rect r, const char *title, bool focused)
{
	struct rect in = draw_box(s, r, focused ? ROLE_BORDER_ON : ROLE_BORDER, title);
	if (focused)
		screen_cursor(s, in.x, in.y, false);
	return in;
}

void draw_role(struct screen *s, struct rect r, enum role role)
{
	struct rect cut = rect_cut(r, s->clip);
	const struct look *look = &s->look[role];
	for (int i = 0; i < cut.h && cut.w > 0; i++)
		mvwchgat(s->window, cut.y + i, cut.x, cut.w, look->attributes, look->pair, NULL);
}
