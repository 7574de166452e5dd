#include "views/journal_text.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "core/clean.h"
#include "core/journal.h"
#include "core/notation/run.h"
#include "core/trace.h"
#include "tui/text.h"
#include "views/label.h"
#include "views/units.h"
#include "views/wrap.h"

/* "12:03:01  " stands before a line, and what belongs to it is set under it. Where it is narrow the
 * time is left out. */
#define INDENT_WIDE 10
#define INDENT_NARROW 2
#define WIDE_FROM 60

/* The parts of a row in the order they are shown, each some lines high. */
enum part {
	PART_LINE,
	PART_RESULT,
	PART_CALLS,
	PART_LOST,
	PART_OUTPUT,
	PART_ERROR,
	PART_WHY,
	PARTS
};

static size_t count_lines(const char *text)
{
	size_t n = 1;
	while ((text = strchr(text, '\n')) && *++text)
		n++;
	return n;
}

/* The n-th line of text, without its newline. */
static const char *line_at(const char *text, size_t i, size_t *len)
{
	while (i-- > 0)
		text += strcspn(text, "\n") + 1;
	*len = strcspn(text, "\n");
	return text;
}

static int indent(const struct journal_style *style)
{
	return style->w >= WIDE_FROM ? INDENT_WIDE : INDENT_NARROW;
}

static int room(const struct journal_style *style)
{
	return style->w > indent(style) + 20 ? style->w - indent(style) : 20;
}

static void add_indent(const struct journal_style *style, struct lines_line *to)
{
	lines_add(to, ROLE_DIM, "%*s", indent(style), "");
}

/* A result stands at the right end of its line, unless there is no room for both. */
static bool result_apart(const struct journal_row *row, const struct journal_style *style)
{
	if (!row->result)
		return false;
	if (strchr(row->line, '\n'))
		return true;
	return text_width(row->line) + text_width(row->result) + 5 > style->w - indent(style);
}

static size_t part_height(
    const struct journal_row *row, const struct journal_style *style, enum part part)
{
	switch (part) {
	case PART_LINE:
		return count_lines(row->line);
	case PART_RESULT:
		return result_apart(row, style) ? wrap_count(row->result, room(style) - 2) : 0;
	case PART_CALLS:
		return row->trace ? trace_count(row->trace) : 0;
	case PART_LOST:
		return row->trace && trace_lost(row->trace) ? 1 : 0;
	case PART_OUTPUT:
		return row->output ? count_lines(row->output) : 0;
	case PART_ERROR:
		return wrap_count(row->error, room(style));
	case PART_WHY:
		return wrap_count(row->why, room(style));
	default:
		return 0;
	}
}

size_t journal_text_height(const struct journal_row *row, const struct journal_style *style)
{
	size_t n = 0;
	for (enum part part = 0; part < PARTS; part++)
		n += part_height(row, style, part);
	return n;
}

/* ---- the parts ---- */

static void add_clean(struct lines_line *to, enum role role, const char *text, size_t len)
{
	char clean[1024];
	lines_add(to, role, "%s", label_clean_len(text, len, clean, sizeof clean));
}

static void right_running(
    const struct journal_row *row, const struct journal_style *style, struct lines_line *to)
{
	char wait[UNITS_MAX];
	const char *what =
	    row->waiter ? atomic_load_explicit(&row->waiter->what, memory_order_acquire) : NULL;
	units_wait(style->now_ns - row->start_ns, wait);
	if (what)
		lines_right(to, ROLE_WAIT, "waiting %s for %s", wait, what);
	else
		lines_right(to, ROLE_WAIT, "running %s", wait);
}

static void right_result(
    const struct journal_row *row, const struct journal_style *style, struct lines_line *to)
{
	char clean[1024];
	if (row->state == ROW_RUNNING)
		right_running(row, style, to);
	else if (row->result && !result_apart(row, style))
		lines_right(to, ROLE_STRONG, "%s %s", style->arrow,
		    label_clean(row->result, clean, sizeof clean));
}

static void add_line(const struct journal_row *row, const struct journal_style *style, size_t i,
    struct lines_line *to)
{
	char clock[UNITS_MAX];
	size_t len;
	const char *text = line_at(row->line, i, &len);
	if (i || indent(style) < INDENT_WIDE)
		lines_add(to, ROLE_DIM, "%*s", i ? indent(style) : 0, "");
	else
		lines_add(to, ROLE_DIM, "%s  ", units_clock(row->wall_ns, clock));
	add_clean(to, row->state == ROW_NOTE ? ROLE_DIM : ROLE_CODE, text, len);
	if (i == 0)
		right_result(row, style, to);
}

/* What a call gave back, the part that is never cut: ") = -1 EAGAIN (Resource ...)". */
static void write_outcome(const struct trace_call *call, bool worded, struct buf *to)
{
	buf_printf(to, ") = %lld", (long long)call->ret);
	if (call->err)
		buf_printf(to, " %s", strerrorname_np(call->err));
	if (call->err && worded)
		buf_printf(to, " (%s)", strerror(call->err));
}

/* How much of a structure says most: its first two members; 0: it has no more than these. */
static size_t brief_len(const char *arg)
{
	const char *comma = arg[0] == '{' ? strstr(arg, ", ") : NULL;
	comma = comma ? strstr(comma + 2, ", ") : NULL;
	return comma && arg[strlen(arg) - 1] == '}' ? (size_t)(comma - arg) : 0;
}

static void write_args(const struct trace_call *call, bool brief, struct buf *to)
{
	buf_printf(to, "%s(", call->name);
	for (size_t k = 0; k < call->nargs; k++) {
		const char *arg = call->arg[k] ? call->arg[k] : "?";
		size_t len = brief ? brief_len(arg) : 0;
		buf_str(to, k ? ", " : "");
		if (len)
			buf_printf(to, "%.*s, ...}", (int)len, arg);
		else
			buf_str(to, arg);
	}
}

#define ARGS_MAX 1024

/* Cleaned arguments in room columns: whole, or as strace abbreviates them, or cut. Returns columns
 * used. */
static int fit_args(const struct trace_call *call, const struct journal_style *style, int room,
    char clean[ARGS_MAX])
{
	struct buf args = {0};
	int used = 0;
	for (int brief = 0; brief < 2 && (brief == 0 || used > room); brief++) {
		buf_clear(&args);
		write_args(call, brief, &args);
		label_clean_len(buf_text(&args), args.len, clean, ARGS_MAX);
		used = text_width(clean);
	}
	buf_free(&args);
	if (used <= room)
		return used;
	size_t fit = text_fit(clean, strlen(clean), room - 1, &used);
	snprintf(clean + fit, ARGS_MAX - fit, "%s", style->ellipsis);
	return used + 1;
}

/* Where a call is longer than the panel is wide, its arguments are cut, not what came of it; how
 * long it took is told where there is room. */
static void add_call(const struct journal_row *row, const struct journal_style *style, size_t i,
    struct lines_line *to)
{
	const struct trace_call *call = trace_at(row->trace, i);
	struct buf outcome = {0};
	char clean[ARGS_MAX], took[UNITS_MAX];
	int w = style->w - indent(style);
	write_outcome(call, true, &outcome);
	int used = fit_args(call, style, w, clean);
	if (used + (int)outcome.len > w) { /* the error's words stand below as well */
		buf_clear(&outcome);
		write_outcome(call, false, &outcome);
	}
	int room = w - (int)outcome.len;
	if (used > room)
		used = fit_args(call, style, room, clean);
	add_indent(style, to);
	lines_add(to, ROLE_DIM, "%s", clean);
	lines_add(to, call->err ? ROLE_WARN : ROLE_DIM, "%s", buf_text(&outcome));
	units_took(call->duration_ns, took);
	if (used + text_width(took) + 2 <= room)
		lines_right(to, ROLE_DIM, "%s", took);
	buf_free(&outcome);
}

static void add_wrapped(struct lines_line *to, const struct journal_style *style, enum role role,
    const char *text, size_t i)
{
	size_t len = 0;
	const char *piece = wrap_at(text, room(style), i, &len);
	add_indent(style, to);
	if (piece)
		add_clean(to, role, piece, len);
}

static void add_result(const struct journal_row *row, const struct journal_style *style, size_t i,
    struct lines_line *to)
{
	size_t len = 0;
	add_indent(style, to);
	lines_add(to, ROLE_STRONG, "%s ", i ? " " : style->arrow);
	const char *piece = wrap_at(row->result, room(style) - 2, i, &len);
	if (piece)
		add_clean(to, ROLE_STRONG, piece, len);
}

static void add_output(const struct journal_row *row, const struct journal_style *style, size_t i,
    struct lines_line *to)
{
	size_t len;
	const char *text = line_at(row->output, i, &len);
	add_indent(style, to);
	add_clean(to, ROLE_NORMAL, text, len);
}

void journal_text_line(const struct journal_row *row, const struct journal_style *style, size_t i,
    struct lines_line *to)
{
	enum part part = 0;
	for (; part < PARTS; part++) {
		size_t h = part_height(row, style, part);
		if (i < h)
			break;
		i -= h;
	}
	switch (part) {
	case PART_LINE:
		add_line(row, style, i, to);
		break;
	case PART_RESULT:
		add_result(row, style, i, to);
		break;
	case PART_CALLS:
		add_call(row, style, i, to);
		break;
	case PART_LOST:
		add_indent(style, to);
		lines_add(to, ROLE_WARN, "and %llu more calls, not kept",
		    (unsigned long long)trace_lost(row->trace));
		break;
	case PART_OUTPUT:
		add_output(row, style, i, to);
		break;
	case PART_ERROR:
		add_wrapped(to, style, ROLE_ERROR, row->error, i);
		break;
	case PART_WHY:
		add_wrapped(to, style, ROLE_NORMAL, row->why, i);
		break;
	default:
		break;
	}
}
