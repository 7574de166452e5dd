#include "views/data_text.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/clean.h"
#include "tui/text.h"
#include "views/data_flow.h"
#include "views/units.h"

#define HEX_BYTES 16 /* a line, where there is room for "0000  00 ... 00  text" */
/* Below this width what a call did matters more than when. */
#define CLOCK_FROM_W 44
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

/* What is being made, and of which bytes now. */
struct maker {
	struct data_text *t;
	enum data_mode mode;
	int w;
	bool numbers;	       /* a stream of which both ends are known: its sends have numbers */
	size_t sends;	       /* told so far */
	struct data_flow flow; /* of the other end's sends */
};

struct bytes {
	const unsigned char *data;
	size_t len, offset; /* in the call's data */
	enum role role;
	const char *lead; /* before its first line; two columns */
};

/* Pieces of cleaned text, at most w columns each. */
static int add_pieces(const struct maker *m, struct bytes *b, const struct buf *clean)
{
	const char *text = buf_text(clean);
	for (size_t at = 0; at < clean->len;) {
		struct buf piece = {0};
		size_t n = text_fit(text + at, clean->len - at, m->w - 2, NULL);
		n = n ? n : text_next(text, clean->len, at) - at;
		buf_str(&piece, b->lead);
		buf_add(&piece, text + at, n);
		b->lead = "  ";
		if (add(m->t, b->role, &piece) < 0) {
			buf_free(&piece);
			return -ENOMEM;
		}
		at += n;
	}
	return 0;
}

/* A line of the data is a line here, its end shown as \n. */
static int add_text(const struct maker *m, struct bytes b)
{
	const char *data = (const char *)b.data, *end = data + b.len;
	int r = 0;
	while (data < end && r == 0) {
		const char *newline = memchr(data, '\n', (size_t)(end - data));
		size_t n = newline ? (size_t)(newline - data) + 1 : (size_t)(end - data);
		struct buf clean = {0};
		r = clean_add(&clean, data, n, CLEAN_UTF8);
		if (r == 0)
			r = add_pieces(m, &b, &clean);
		buf_free(&clean);
		data += n;
	}
	return r;
}

static void add_hex_line(struct buf *to, const struct bytes *b, size_t at, size_t per_line)
{
	buf_printf(to, "%04zx  ", b->offset + at);
	for (size_t i = 0; i < per_line; i++) {
		if (at + i < b->len)
			buf_printf(to, "%02x ", b->data[at + i]);
		else
			buf_str(to, "   ");
	}
	buf_char(to, ' ');
	for (size_t i = 0; i < per_line && at + i < b->len; i++) {
		unsigned char byte = b->data[at + i];
		buf_char(to, byte < 0x80 && isprint(byte) ? (char)byte : '.');
	}
}

static int add_hex(const struct maker *m, const struct bytes *b)
{
	size_t per_line = HEX_BYTES;
	while (per_line > 4 && HEX_WIDTH((int)per_line) > m->w)
		per_line /= 2;
	for (size_t at = 0; at < b->len; at += per_line) {
		struct buf line = {0};
		add_hex_line(&line, b, at, per_line);
		if (add(m->t, b->role, &line) < 0) {
			buf_free(&line);
			return -ENOMEM;
		}
	}
	return 0;
}

static int add_bytes(const struct maker *m, const struct bytes *b)
{
	int r = m->mode != DATA_MODE_HEX ? add_text(m, *b) : 0;
	return r == 0 && m->mode != DATA_MODE_TEXT ? add_hex(m, b) : r;
}

/* ---- one call ---- */

/* Every second send has a colour of its own, the same at both ends. */
static enum role role_of(const struct data_entry *e, size_t send)
{
	static const enum role roles[] = {[DATA_IN] = ROLE_IN,
	    [DATA_OUT] = ROLE_OUT,
	    [DATA_EOF] = ROLE_WARN,
	    [DATA_RESET] = ROLE_ERROR};
	return send % 2 ? ROLE_WAIT : roles[e->kind];
}

/* "part of send 1", "sends 1 and 2: 5 + 5 B" */
static void write_parts(struct buf *to, const struct data_part *parts, size_t n)
{
	if (n == 1) {
		buf_printf(to, ", %ssend %zu", parts[0].whole ? "" : "part of ", parts[0].send + 1);
		return;
	}
	buf_printf(to, ", sends %zu %s %zu: ", parts[0].send + 1, n == 2 ? "and" : "to",
	    parts[n - 1].send + 1);
	for (size_t i = 0; i < n; i++)
		buf_printf(to, "%s%zu", i ? " + " : "", parts[i].len);
}

static void write_size(struct buf *to, const struct data_entry *e)
{
	buf_printf(to, "%zu B", e->real_len);
	if (e->real_len == 0)
		buf_str(to, ", empty");
	if (e->truncated)
		buf_str(to, ", cut: buffer too small");
	else if (e->len < e->real_len)
		buf_printf(to, ", the first %zu shown", e->len);
}

static void write_heading(struct buf *to, const struct data_entry *e, int w)
{
	char clock[UNITS_MAX];
	if (w >= CLOCK_FROM_W)
		buf_printf(to, "%s ", units_clock(e->wall_ns, clock));
	buf_printf(to, "%s ", e->call ? e->call : "");
	if (e->kind == DATA_EOF)
		buf_str(to, "end of file (FIN)");
	else if (e->kind == DATA_RESET)
		buf_str(to, "connection reset (RST)");
	else
		write_size(to, e);
}

static int add_heading(
    const struct maker *m, const struct data_entry *e, const struct data_part *parts, size_t n)
{
	struct buf heading = {0};
	write_heading(&heading, e, m->w);
	if (n)
		write_parts(&heading, parts, n);
	else if (m->numbers && e->kind == DATA_OUT)
		buf_printf(&heading, ", send %zu", m->sends + 1);
	int r = add(m->t, e->data && e->kind <= DATA_OUT ? ROLE_DIM : role_of(e, 0), &heading);
	buf_free(&heading);
	return r;
}

/* The bytes, cut where the other end's sends were cut. */
static int add_parts(
    const struct maker *m, const struct data_entry *e, const struct data_part *parts, size_t n)
{
	size_t at = 0;
	int r = 0;
	for (size_t i = 0; i < n && at < e->len && r == 0; i++) {
		size_t len = parts[i].len < e->len - at ? parts[i].len : e->len - at;
		const struct bytes b = {
		    e->data + at, len, at, role_of(e, parts[i].send), n > 1 ? "| " : "  "};
		r = add_bytes(m, &b);
		at += len;
	}
	return r;
}

static int add_entry(struct maker *m, const struct data_entry *e)
{
	struct data_part parts[DATA_PARTS_MAX];
	bool sent = e->kind == DATA_OUT;
	size_t n = e->kind == DATA_IN ? data_flow_take(&m->flow, e->real_len, parts) : 0;
	int r = add_heading(m, e, parts, n);
	const struct bytes all = {
	    e->data, e->len, 0, role_of(e, m->numbers && sent ? m->sends : 0), "  "};
	if (r == 0 && e->data)
		r = n ? add_parts(m, e, parts, n) : add_bytes(m, &all);
	m->sends += sent;
	return r;
}

static int add_lost(struct data_text *t, uint64_t lost)
{
	struct buf text = {0};
	buf_printf(&text, "%llu bytes before are no longer kept: %d KiB are, %d KiB of a call",
	    (unsigned long long)lost, DATA_LOG_BYTES / 1024, DATA_CALL_BYTES / 1024);
	int r = add(t, ROLE_DIM, &text);
	buf_free(&text);
	return r;
}

int data_text_make_between(struct data_text *t, const struct data_copy *mine,
    const struct data_copy *other, enum data_mode mode, int w)
{
	struct maker m = {.t = t, .mode = mode, .w = w < 12 ? 12 : w};
	bool known = other && !mine->lost;
	m.numbers = known;
	data_flow_start(&m.flow, known ? other->entries : NULL, known ? other->count : 0,
	    known ? other->lost : 0);
	data_text_free(t);
	int r = mine->lost ? add_lost(t, mine->lost) : 0;
	for (long i = 0; i < mine->count && r == 0; i++)
		r = add_entry(&m, &mine->entries[i]);
	return r;
}

int data_text_make(struct data_text *t, const struct data_entry *entries, long count, uint64_t lost,
    enum data_mode mode, int w)
{
	const struct data_copy mine = {(struct data_entry *)(uintptr_t)entries, count, lost};
	return data_text_make_between(t, &mine, NULL, mode, w);
}
