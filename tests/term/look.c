/* Looking at the screen of a term. */
#include "tests/term/term_private.h"

#include <stdlib.h>
#include <string.h>

int term_width(const struct term *t)
{
	int rows, columns;
	vterm_get_size(t->vt, &rows, &columns);
	return columns;
}

int term_height(const struct term *t)
{
	int rows, columns;
	vterm_get_size(t->vt, &rows, &columns);
	return rows;
}

static size_t put_utf8(uint32_t c, char *out)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char first[] = {[2] = 0xc0, [3] = 0xe0, [4] = 0xf0};
	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)(first[n] | c);
	return n;
}

static struct term_color color_of(const VTermColor *c)
{
	struct term_color color = {
	    .is_default = VTERM_COLOR_IS_DEFAULT_FG(c) || VTERM_COLOR_IS_DEFAULT_BG(c),
	    .indexed = VTERM_COLOR_IS_INDEXED(c),
	};
	if (color.indexed) {
		color.index = c->indexed.idx;
	} else {
		color.red = c->rgb.red;
		color.green = c->rgb.green;
		color.blue = c->rgb.blue;
	}
	return color;
}

struct term_cell term_cell(const struct term *t, int x, int y)
{
	VTermScreenCell from;
	struct term_cell cell = {.width = 1};
	if (!vterm_screen_get_cell(t->screen, (VTermPos){.row = y, .col = x}, &from))
		return cell;
	cell.bold = from.attrs.bold;
	cell.underline = from.attrs.underline != 0;
	cell.reverse = from.attrs.reverse;
	cell.italic = from.attrs.italic;
	cell.fg = color_of(&from.fg);
	cell.bg = color_of(&from.bg);
	cell.width = from.chars[0] == (uint32_t)-1 ? 0 : from.width;
	size_t n = 0;
	for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && from.chars[i] != 0 && cell.width > 0;
	     i++)
		n += put_utf8(from.chars[i], cell.text + n);
	if (n == 0 && cell.width > 0)
		cell.text[0] = ' ';
	return cell;
}

const char *term_line(struct term *t, int y)
{
	int width = term_width(t);
	size_t n = 0, end = 0, size = (size_t)width * sizeof(((struct term_cell *)0)->text) + 1;
	if (t->line_size < size) {
		t->line = realloc(t->line, size);
		t->line_size = size;
	}
	if (t->line == NULL)
		abort();
	for (int x = 0; x < width; x++) {
		struct term_cell cell = term_cell(t, x, y);
		size_t len = strlen(cell.text);
		memcpy(t->line + n, cell.text, len);
		n += len;
		if (strcmp(cell.text, " ") != 0)
			end = n;
	}
	t->line[end] = '\0';
	return t->line;
}

/* The column of the cell that holds the byte at offset of a line. */
static int column_of(struct term *t, int y, size_t offset)
{
	size_t n = 0;
	int x = 0;
	for (; x < term_width(t); x++) {
		n += strlen(term_cell(t, x, y).text);
		if (n > offset)
			break;
	}
	return x;
}

bool term_find(struct term *t, const char *text, int *x, int *y)
{
	for (int row = 0; row < term_height(t); row++) {
		const char *line = term_line(t, row);
		const char *found = strstr(line, text);
		if (found != NULL) {
			*x = column_of(t, row, (size_t)(found - line));
			*y = row;
			return true;
		}
	}
	return false;
}

char *term_text(struct term *t)
{
	size_t used = 0;
	char *text = calloc(1, 1);
	for (int y = 0; y < term_height(t) && text != NULL; y++) {
		const char *line = term_line(t, y);
		size_t len = strlen(line);
		char *more = realloc(text, used + len + 2);
		if (more == NULL)
			break;
		text = more;
		memcpy(text + used, line, len);
		memcpy(text + used + len, "\n", 2);
		used += len + 1;
	}
	return text;
}

bool term_alternate(const struct term *t)
{
	return t->alternate;
}

bool term_cursor(const struct term *t, int *x, int *y)
{
	VTermPos at;
	vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &at);
	*x = at.col;
	*y = at.row;
	return t->cursor_visible;
}

bool term_mouse(const struct term *t)
{
	return t->mouse;
}

static size_t last_place(const struct term *t, const char *mark)
{
	size_t len = strlen(mark), found = 0;
	const char *at = t->raw, *end = t->raw + t->raw_len;
	while (at != NULL && (at = memmem(at, (size_t)(end - at), mark, len)) != NULL) {
		at += len;
		found = (size_t)(at - t->raw);
	}
	return found;
}

bool term_pastes_in_brackets(const struct term *t)
{
	return last_place(t, "\033[?2004h") > last_place(t, "\033[?2004l");
}

bool term_modes_restored(const struct term *t)
{
	struct termios now;
	if (tcgetattr(t->slave, &now) < 0)
		return false;
	return now.c_iflag == t->found.c_iflag && now.c_oflag == t->found.c_oflag &&
	       now.c_cflag == t->found.c_cflag && now.c_lflag == t->found.c_lflag &&
	       memcmp(now.c_cc, t->found.c_cc, sizeof(now.c_cc)) == 0;
}

const char *term_raw(const struct term *t, size_t *len)
{
	*len = t->raw_len;
	return t->raw;
}
