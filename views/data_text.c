#include "views/data_text.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/clean.h"
#include "tui/text.h"
#include "views/units.h"

#define HEX_BYTES 16 /* a line, where there is room for "0000  00 ... 00  text" */
#define HEX_WIDTH(n) (6 + 4 * (n) + 2)

const char *data_text_mode(enum data_mode mode)
{
	static const char *const names[DATA_MODES] = {"text", "hex", "text and hex"};
	return names[mode];
}

void data_text_free(struct data_text *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->line[i].text);
	free(t->line);
	*t = (struct data_text){0};
}

static int add(struct data_text *t, enum role role, struct buf *text)
{
	if (t->n == t->cap) {
		size_t cap = t->cap ? 2 * t->cap : 32;
		struct data_text_line *more = reallocarray(t->line, cap, sizeof *more);
		if (!more)
			return -ENOMEM;
		t->line = more;
		t->cap = cap;
	}
	if (!text->len)
		buf_str(text, "");
	char *taken = buf_take(text);
	if (!taken)
		return -ENOMEM;
	t->line[t->n++] = (struct data_text_line){role, taken};
	return 0;
}

/* ---- one call's bytes ---- */

/* Pieces of cleaned text, at most w columns each. */
static int add_pieces(struct data_text *t, enum role role, const struct buf *clean, int w)
{
	const char *text = buf_text(clean);
	for (size_t at = 0; at < clean->len;) {
		struct buf piece = {0};
		size_t n = text_fit(text + at, clean->len - at, w - 2, NULL);
		n = n ? n : text_next(text, clean->len, at) - at;
		buf_str(&piece, "  ");
		buf_add(&piece, text + at, n);
		if (add(t, role, &piece) < 0) {
			buf_free(&piece);
			return -ENOMEM;
		}
		at += n;
	}
	return 0;
}

/* A line of the data is a line here, its end shown as \n. */
static int add_text(struct data_text *t, enum role role, const struct data_entry *e, int w)
{
	const char *data = (const char *)e->data, *end = data + e->len;
	int r = 0;
	while (data < end && r == 0) {
		const char *newline = memchr(data, '\n', (size_t)(end - data));
		size_t n = newline ? (size_t)(newline - data) + 1 : (size_t)(end - data);
		struct buf clean = {0};
		r = clean_add(&clean, data, n, CLEAN_UTF8);
		if (r == 0)
			r = add_pieces(t, role, &clean, w);
		buf_free(&clean);
		data += n;
	}
	return r;
}

static void add_hex_line(struct buf *to, const struct data_entry *e, size_t at, size_t per_line)
{
	buf_printf(to, "%04zx  ", at);
	for (size_t i = 0; i < per_line; i++) {
		if (at + i < e->len)
			buf_printf(to, "%02x ", e->data[at + i]);
		else
			buf_str(to, "   ");
	}
	buf_char(to, ' ');
	for (size_t i = 0; i < per_line && at + i < e->len; i++) {
		unsigned char byte = e->data[at + i];
		buf_char(to, byte < 0x80 && isprint(byte) ? (char)byte : '.');
	}
}

static int add_hex(struct data_text *t, enum role role, const struct data_entry *e, int w)
{
	size_t per_line = HEX_BYTES;
	while (per_line > 4 && HEX_WIDTH((int)per_line) > w)
		per_line /= 2;
	for (size_t at = 0; at < e->len; at += per_line) {
		struct buf line = {0};
		add_hex_line(&line, e, at, per_line);
		if (add(t, role, &line) < 0) {
			buf_free(&line);
			return -ENOMEM;
		}
	}
	return 0;
}

/* ---- one call ---- */

static void write_heading(struct buf *to, const struct data_entry *e)
{
	char clock[UNITS_MAX];
	buf_printf(to, "%s %s ", units_clock(e->wall_ns, clock), e->call ? e->call : "");
	switch (e->kind) {
	case DATA_EOF:
		buf_str(to, "end of file");
		return;
	case DATA_RESET:
		buf_str(to, "connection reset");
		return;
	default:
		buf_printf(to, "%zu B", e->real_len);
	}
	if (e->real_len == 0)
		buf_str(to, ", empty");
	if (e->truncated)
		buf_str(to, ", cut: the buffer was too small");
	else if (e->len < e->real_len)
		buf_printf(to, ", the first %zu shown", e->len);
}

static int add_entry(struct data_text *t, const struct data_entry *e, enum data_mode mode, int w)
{
	static const enum role roles[] = {[DATA_IN] = ROLE_IN,
	    [DATA_OUT] = ROLE_OUT,
	    [DATA_EOF] = ROLE_WARN,
	    [DATA_RESET] = ROLE_ERROR};
	struct buf heading = {0};
	write_heading(&heading, e);
	int r = add(t, ROLE_DIM, &heading);
	buf_free(&heading);
	if (r == 0 && !e->data)
		t->line[t->n - 1].role = roles[e->kind];
	if (r == 0 && e->data && mode != DATA_MODE_HEX)
		r = add_text(t, roles[e->kind], e, w);
	if (r == 0 && e->data && mode != DATA_MODE_TEXT)
		r = add_hex(t, roles[e->kind], e, w);
	return r;
}

int data_text_make(struct data_text *t, const struct data_entry *entries, long count, uint64_t lost,
    enum data_mode mode, int w)
{
	int r = 0;
	data_text_free(t);
	if (lost) {
		struct buf text = {0};
		buf_printf(&text, "%llu bytes before are no longer kept", (unsigned long long)lost);
		r = add(t, ROLE_DIM, &text);
		buf_free(&text);
	}
	for (long i = 0; i < count && r == 0; i++)
		r = add_entry(t, &entries[i], mode, w < 12 ? 12 : w);
	return r;
}
