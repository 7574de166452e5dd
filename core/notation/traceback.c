/* How an uncaught error reads: where, the line itself, and Python's last line. */
#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/notation.h"
#include "core/notation/parse.h"
#include "core/notation/suggest.h"
#include "core/notation/unicode.h"

/* Of a longer line only what is around the caret is shown. */
#define LINE_SHOWN 200

/* The line without the white space in front, and the caret under its column (from 1; 0: none). */
static void add_line(const char *text, size_t len, size_t column, struct buf *to)
{
	const char *from = text, *end = text + len;
	while (from < end && (*from == ' ' || *from == '\t' || *from == '\f'))
		from++;
	size_t at = column > (size_t)(from - text) ? column - 1 - (size_t)(from - text) : 0;
	size_t first = at > LINE_SHOWN / 2 ? at - LINE_SHOWN / 2 : 0;
	from += unicode_offset(from, (size_t)(end - from), first);
	size_t shown = unicode_offset(from, (size_t)(end - from), LINE_SHOWN);
	buf_str(to, "    ");
	buf_add(to, from, shown);
	buf_char(to, '\n');
	if (column)
		buf_printf(to, "    %*s^\n", (int)(at - first), "");
}

static void add_where(const char *file, int64_t line, int64_t column, struct buf *to)
{
	buf_printf(to, "  File \"%s\", line %lld", file, (long long)line);
	if (column)
		buf_printf(to, ", column %lld", (long long)column);
	buf_char(to, '\n');
}

/* The (file, line, column, text) of a SyntaxError; NULL: it has none. */
static const struct value *location_of(const struct value *exc)
{
	const struct value *args = exc_is(exc) ? ((const struct exc_value *)exc)->args : NULL;
	if (!args || !exc_match(exc, &exc_SyntaxError) || seq_len(args) != 2)
		return NULL;
	const struct value *where = seq_item(args, 1);
	bool fits = where->type == &type_tuple && seq_len(where) == 4 &&
		    seq_item(where, 0)->type == &type_str && value_is_int(seq_item(where, 1)) &&
		    value_is_int(seq_item(where, 2)) && seq_item(where, 3)->type == &type_str;
	return fits ? where : NULL;
}

static int add_error(const struct value *exc, const char *hint, struct buf *to)
{
	exc_format(exc, to);
	if (hint)
		buf_printf(to, ". Did you mean: '%s'?", hint);
	return buf_char(to, '\n');
}

int notation_traceback(const struct value *exc, struct buf *to)
{
	const struct value *where = location_of(exc);
	if (where) {
		const struct value *text = seq_item(where, 3);
		int64_t column = int_of(seq_item(where, 2));
		add_where(text_of(seq_item(where, 0)), int_of(seq_item(where, 1)), column, to);
		add_line(text_of(text), text_len(text), (size_t)column, to);
	}
	return add_error(exc, NULL, to);
}

int program_traceback(const struct program *p, size_t i, const struct run *run,
    const struct value *exc, struct buf *to)
{
	int line = run->line ? run->line : program_line(p, i);
	if (location_of(exc))
		return notation_traceback(exc, to);
	size_t start = source_find_line(&p->source, line);
	add_where(run->file, line, 0, to);
	add_line(p->source.text + start, source_line_end(&p->source, start) - start, 0, to);
	return add_error(exc, suggest_name(run, exc), to);
}
