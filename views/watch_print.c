#include "views/watch_print.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "tui/text.h"
#include "views/diag_cell.h"
#include "views/units.h"

#define SCHEMA_VERSION 1

/* ---- table ---- */

/* field NULL: the owner's cell. The last one stands only where rules were given. */
static const struct column {
	const char *field, *title;
	bool right;
} columns[] = {
    {"proto", "PROTO", false},
    {"state", "STATE", false},
    {"recvq", "RECV-Q", true},
    {"sendq", "SEND-Q", true},
    {"local", "LOCAL", false},
    {"remote", "REMOTE", false},
    {NULL, "PROCESS", false},
    {"rx", "IN", true},
    {"tx", "OUT", true},
    {"rxrate", "IN/S", true},
    {"txrate", "OUT/S", true},
    {"rtt", "RTT", true},
    {"retrans", "RETRANS", true},
    {"rule", "RULE", false},
};

#define COLUMNS (sizeof columns / sizeof *columns)

struct table {
	const struct sample *sample;
	enum clean_mode mode;
	const struct diag_field *field[COLUMNS];
	int width[COLUMNS];
	size_t columns; /* that are printed */
};

static const struct diag_row *row_at(const struct sample *s, size_t i)
{
	return &s->snapshot->rows[s->order[i]];
}

static const char *cell_text(
    const struct table *t, const struct diag_row *row, size_t column, char cell[DIAG_CELL_MAX])
{
	if (!t->field[column])
		return diag_owner_cell(row, t->mode, cell);
	return diag_cell(t->field[column], t->sample->snapshot, row, t->mode, cell);
}

static void table_init(struct table *t, const struct sample *s, enum clean_mode mode)
{
	char cell[DIAG_CELL_MAX];
	*t = (struct table){.sample = s, .mode = mode, .columns = COLUMNS - 1};
	t->columns += rules_count(s->snapshot->rules) > 0;
	for (size_t c = 0; c < t->columns; c++) {
		const char *field = columns[c].field;
		t->field[c] = field ? diag_field_find(field, strlen(field)) : NULL;
		t->width[c] = (int)strlen(columns[c].title);
		for (size_t i = 0; i < s->count; i++) {
			int width = text_width(cell_text(t, row_at(s, i), c, cell));
			if (width > t->width[c])
				t->width[c] = width;
		}
	}
}

/* The last column is not filled up: a line has no blanks at its end. */
static void print_cell(const struct table *t, size_t column, const char *text)
{
	int room = t->width[column] - text_width(text);
	bool last = column + 1 == t->columns;
	if (columns[column].right)
		printf("  %*s%s", room, "", text);
	else
		printf("  %s%*s", text, last ? 0 : room, "");
}

static void print_row(const struct table *t, const struct diag_row *row)
{
	char cell[DIAG_CELL_MAX];
	putchar(diag_mark_sign(row));
	for (size_t c = 0; c < t->columns; c++)
		print_cell(t, c, cell_text(t, row, c, cell));
	putchar('\n');
}

static void print_summary(const struct sample *s)
{
	char when[UNITS_MAX], in[UNITS_MAX], out[UNITS_MAX];
	printf("%s  %zu of %zu sockets  in %s  out %s%s\n", units_clock(s->snapshot->wall_ns, when),
	    s->count, s->live, units_rate((double)s->rate_in, in),
	    units_rate((double)s->rate_out, out), s->snapshot->partial ? "  (incomplete)" : "");
}

static int flush(void)
{
	return fflush(stdout) == EOF || ferror(stdout) ? -EIO : 0;
}

int watch_print_table(const struct sample *s, enum clean_mode mode)
{
	struct table t;
	table_init(&t, s, mode);
	print_summary(s);
	putchar(' ');
	for (size_t c = 0; c < t.columns; c++)
		print_cell(&t, c, columns[c].title);
	putchar('\n');
	for (size_t i = 0; i < s->count; i++)
		print_row(&t, row_at(s, i));
	return flush();
}

/* ---- JSON ---- */

static json_t *clean_string(const char *text)
{
	char *clean = clean_new(text, strlen(text), CLEAN_UTF8);
	json_t *string = clean ? json_string(clean) : NULL;
	free(clean);
	return string;
}

static json_t *field_value(
    const struct diag_field *f, const struct diag_snapshot *s, const struct diag_row *row)
{
	char text[DIAG_TEXT_MAX];
	uint64_t value[FIELD_VALUES_MAX];
	if (diag_field_is_text(f)) {
		const char *found = f->text(s, row, text);
		return *found ? clean_string(found) : json_null();
	}
	if (diag_field_numbers(f, row, value) == 0)
		return json_null();
	return json_integer((json_int_t)value[0]);
}

/* What every object begins with. */
static json_t *new_object(const struct sample *s, const char *event)
{
	json_t *o = json_object();
	double time = (double)s->snapshot->wall_ns / (double)NS_PER_S;
	json_object_set_new(o, "schema_version", json_integer(SCHEMA_VERSION));
	json_object_set_new(o, "event", json_string(event));
	json_object_set_new(o, "time", json_real(time));
	return o;
}

static int add_piece(const char *piece, size_t len, void *line)
{
	return buf_add(line, piece, len);
}

/* A line at a time: jansson writes in pieces of a few bytes, and stdout is locked for each. */
static int print_object(json_t *o, struct buf *line)
{
	buf_clear(line);
	int r = o ? json_dump_callback(o, add_piece, line, JSON_COMPACT) : -1;
	json_decref(o);
	buf_char(line, '\n');
	if (r < 0 || line->failed)
		return -ENOMEM;
	return fwrite(line->data, 1, line->len, stdout) == line->len ? 0 : -EIO;
}

static const char *owner_word(const struct diag_row *row)
{
	static const char *const words[] = {
	    [DIAG_OWNER_PENDING] = "pending",
	    [DIAG_OWNER_KNOWN] = "known",
	    [DIAG_OWNER_UNKNOWN] = "unknown",
	    [DIAG_OWNER_NONE] = "none",
	};
	return words[row->owner];
}

static int print_json_row(const struct sample *s, const struct diag_row *row, struct buf *line)
{
	const struct diag_field *f;
	json_t *o = new_object(s, "socket");
	for (size_t i = 0; (f = diag_field_at(i)); i++)
		if (f->numbers == NULL || strcmp(f->name, "port") != 0)
			json_object_set_new_nocheck(o, f->name, field_value(f, s->snapshot, row));
	json_object_set_new(o, "owner", json_string(owner_word(row)));
	return print_object(o, line);
}

static json_t *protocols(unsigned bits)
{
	json_t *list = json_array();
	for (unsigned p = 0; p < DIAG_PROTO_COUNT; p++) {
		struct diag_row row = {.proto = (uint8_t)p};
		if (bits & DIAG_BIT(p))
			json_array_append_new(list, json_string(diag_proto_name(&row)));
	}
	return list;
}

static int print_json_sample(const struct sample *s, uint64_t number, struct buf *line)
{
	json_t *o = new_object(s, "sample");
	json_object_set_new(o, "sample", json_integer((json_int_t)number));
	json_object_set_new(o, "sockets", json_integer((json_int_t)s->count));
	json_object_set_new(o, "of", json_integer((json_int_t)s->live));
	json_object_set_new(o, "took_ns", json_integer(s->took_ns));
	json_object_set_new(o, "incomplete", protocols(s->snapshot->partial));
	json_object_set_new(o, "missing", protocols(s->snapshot->missing));
	return print_object(o, line);
}

int watch_print_json(const struct sample *s, uint64_t number)
{
	struct buf line = {0};
	int r = 0;
	for (size_t i = 0; r == 0 && i < s->count; i++)
		r = print_json_row(s, row_at(s, i), &line);
	if (r == 0)
		r = print_json_sample(s, number, &line);
	buf_free(&line);
	return r < 0 ? r : flush();
}
