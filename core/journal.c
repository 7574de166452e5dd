#include "core/journal.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/clean.h"
#include "core/clock.h"
#include "core/trace.h"
#include "core/write_all.h"

#define SCHEMA_VERSION 1
#define FIRST_CAP 64

/* A ring by seq: row seq lies in rows[seq % cap], and cap is a power of two. */
struct journal {
	struct journal_row **rows;
	size_t cap;
	uint64_t first, last; /* seq of the oldest and newest kept; 0: none yet */
	int fd;		      /* where ended rows are written too; -1: nowhere */
	uint64_t written;     /* records written to fd */
	int error;	      /* the first thing that kept one from it; 0: nothing did */
};

static void row_fini(const struct journal_row *row)
{
	free(row->line);
	free(row->output);
	free(row->result);
	free(row->error);
	free(row->why);
	trace_free(row->trace);
}

static void row_free(struct journal_row *row)
{
	if (row)
		row_fini(row);
	free(row);
}

int journal_new(struct journal **out)
{
	struct journal *j = calloc(1, sizeof *j);
	if (j)
		j->rows = calloc(FIRST_CAP, sizeof *j->rows);
	if (!j || !j->rows) {
		free(j);
		return -ENOMEM;
	}
	j->cap = FIRST_CAP;
	j->fd = -1;
	*out = j;
	return 0;
}

static struct journal_row **slot(const struct journal *j, uint64_t seq)
{
	return &j->rows[seq & (j->cap - 1)];
}

void journal_free(struct journal *j)
{
	if (!j)
		return;
	for (uint64_t seq = j->first; seq && seq <= j->last; seq++)
		row_free(*slot(j, seq));
	free(j->rows);
	free(j);
}

static int grow(struct journal *j)
{
	struct journal old = *j;
	struct journal_row **rows = calloc(j->cap * 2, sizeof *rows);
	if (!rows)
		return -ENOMEM;
	j->rows = rows;
	j->cap *= 2;
	for (uint64_t seq = old.first; seq && seq <= old.last; seq++)
		*slot(j, seq) = *slot(&old, seq);
	free(old.rows);
	return 0;
}

static size_t count(const struct journal *j)
{
	return j->first ? (size_t)(j->last - j->first + 1) : 0;
}

/* The oldest go, but never one that still runs: its worker writes into its trace. */
static void drop_oldest(struct journal *j)
{
	while (count(j) >= JOURNAL_ROWS_MAX && (*slot(j, j->first))->state != ROW_RUNNING) {
		row_free(*slot(j, j->first));
		j->first++;
	}
}

struct journal_row *journal_add(struct journal *j, const struct journal_row *row)
{
	struct journal_row *stored = malloc(sizeof *stored);
	drop_oldest(j);
	if (!stored || !row->line || (count(j) == j->cap && grow(j) < 0)) {
		free(stored);
		row_fini(row);
		journal_fail(j, ENOMEM);
		return NULL;
	}
	*stored = *row;
	stored->seq = ++j->last;
	if (!j->first)
		j->first = stored->seq;
	*slot(j, stored->seq) = stored;
	return stored;
}

uint64_t journal_first(const struct journal *j)
{
	return j->first;
}

uint64_t journal_last(const struct journal *j)
{
	return j->last;
}

struct journal_row *journal_at(const struct journal *j, uint64_t seq)
{
	return j->first && seq >= j->first && seq <= j->last ? *slot(j, seq) : NULL;
}

/* ---- as JSON lines ---- */

static json_t *json_clean(const char *text)
{
	char *clean = clean_new(text, strlen(text), CLEAN_UTF8);
	json_t *string = clean ? json_string(clean) : NULL;
	free(clean);
	return string;
}

static json_t *json_time(int64_t wall_ns)
{
	char text[40];
	struct tm tm;
	time_t s = (time_t)(wall_ns / NS_PER_S);
	gmtime_r(&s, &tm);
	size_t len = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text + len, sizeof text - len, ".%09dZ", (int)(wall_ns % NS_PER_S));
	return json_string(text);
}

static int write_record(int fd, json_t *record)
{
	char *text = record ? json_dumps(record, JSON_COMPACT) : NULL;
	json_decref(record);
	if (!text)
		return -ENOMEM;
	size_t len = strlen(text);
	text[len] = '\n'; /* one write per record, so that a reader never sees half a line */
	int r = write_all(fd, text, len + 1);
	free(text);
	return r;
}

static json_t *record_new(uint64_t seq, int64_t wall_ns, const struct journal_row *row)
{
	json_t *record = json_object();
	json_object_set_new(record, "schema_version", json_integer(SCHEMA_VERSION));
	json_object_set_new(record, "seq", json_integer((json_int_t)seq));
	json_object_set_new(record, "time", json_time(wall_ns));
	json_object_set_new(record, "line", json_clean(row->line ? row->line : ""));
	return record;
}

static int write_call(
    int fd, uint64_t seq, const struct journal_row *row, const struct trace_call *call)
{
	/* Counted from the row's two clocks, so that no call comes before its line. */
	json_t *record = record_new(seq, row->wall_ns + (call->start_ns - row->start_ns), row);
	json_t *args = json_array();
	for (size_t i = 0; i < call->nargs; i++)
		json_array_append_new(args, json_clean(call->arg[i]));
	const char *name = call->err ? strerrorname_np(call->err) : NULL;
	json_object_set_new(record, "call", json_string(call->name));
	json_object_set_new(record, "args", args);
	json_object_set_new(record, "ret", json_integer(call->ret));
	json_object_set_new(record, "errno", name ? json_string(name) : json_null());
	json_object_set_new(record, "duration_ns", json_integer(call->duration_ns));
	return write_record(fd, record);
}

static int write_line(int fd, uint64_t seq, const struct journal_row *row)
{
	json_t *record = record_new(seq, row->wall_ns, row);
	if (row->error)
		json_object_set_new(record, "error", json_clean(row->error));
	if (row->trace && trace_lost(row->trace))
		json_object_set_new(
		    record, "calls_lost", json_integer((json_int_t)trace_lost(row->trace)));
	return write_record(fd, record);
}

int journal_write_row(int fd, uint64_t *seq, const struct journal_row *row)
{
	int r = write_line(fd, ++*seq, row);
	size_t n = row->trace ? trace_count(row->trace) : 0;
	for (size_t i = 0; r == 0 && i < n; i++)
		r = write_call(fd, ++*seq, row, trace_at(row->trace, i));
	return r;
}

void journal_write_to(struct journal *j, int fd)
{
	j->fd = fd;
}

int journal_error(const struct journal *j)
{
	return j->error;
}

void journal_fail(struct journal *j, int errnum)
{
	if (!j->error)
		j->error = errnum;
}

bool journal_is_written(const struct journal *j)
{
	return j->fd >= 0;
}

int journal_end(struct journal *j, struct journal_row *row)
{
	if (row->state == ROW_RUNNING)
		row->state = row->error ? ROW_FAILED : ROW_DONE;
	row->waiter = NULL;
	row->end_ns = clock_mono_ns();
	if (j->fd < 0)
		return 0;
	int r = journal_write_row(j->fd, &j->written, row);
	if (row->trace && trace_lost(row->trace))
		journal_fail(j, ENOMEM);
	if (r < 0)
		journal_fail(j, -r);
	return r;
}
