#include "core/ops/note.h"

#include <errno.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/notation/run.h"

void note_begin(struct note *n, struct run *run, const char *name)
{
	n->trace = run->trace;
	if (!n->trace)
		return;
	n->call = (struct trace_call){.name = name, .start_ns = clock_mono_ns()};
}

bool note_end(struct note *n, int64_t ret)
{
	if (!n->trace)
		return false;
	n->call.duration_ns = clock_mono_ns() - n->call.start_ns;
	n->call.ret = ret < 0 ? -1 : ret;
	n->call.err = ret < 0 ? (int)-ret : 0;
	if (!trace_full(n->trace))
		return true;
	trace_lose(n->trace);
	return false;
}

void note_text(struct note *n, struct buf *text)
{
	if (n->call.nargs < TRACE_ARGS_MAX)
		n->call.arg[n->call.nargs++] = buf_take(text);
	else
		buf_free(text);
}

void note_word(struct note *n, const char *word)
{
	struct buf b = {0};
	buf_str(&b, word);
	note_text(n, &b);
}

void note_int(struct note *n, int64_t value)
{
	struct buf b = {0};
	buf_printf(&b, "%lld", (long long)value);
	note_text(n, &b);
}

void note_enum(struct note *n, enum name_set set, int value)
{
	struct buf b = {0};
	strace_enum(&b, set, (unsigned)value);
	note_text(n, &b);
}

void note_flags(struct note *n, enum name_set set, int value)
{
	struct buf b = {0};
	strace_flags(&b, set, (unsigned)value);
	note_text(n, &b);
}

void note_data(struct note *n, const void *data, size_t len)
{
	struct buf b = {0};
	strace_data(&b, data, len);
	note_text(n, &b);
}

void note_pointer(struct note *n, const void *p)
{
	struct buf b = {0};
	strace_pointer(&b, p);
	note_text(n, &b);
}

void note_address(struct note *n, const struct sockaddr *sa, socklen_t len)
{
	struct buf b = {0};
	strace_sockaddr(&b, sa, len);
	note_text(n, &b);
	note_int(n, len);
}

static void note_length_out(struct note *n, socklen_t room, socklen_t len)
{
	struct buf b = {0};
	if (len == room)
		buf_printf(&b, "[%u]", room);
	else
		buf_printf(&b, "[%u => %u]", room, len);
	note_text(n, &b);
}

void note_address_out(
    struct note *n, const struct sockaddr *sa, const socklen_t *len, socklen_t room)
{
	if (!sa || !len) {
		note_word(n, "NULL");
		note_word(n, "NULL");
		return;
	}
	bool filled = !n->call.err && *len;
	struct buf b = {0};
	if (filled)
		strace_sockaddr(&b, sa, *len < room ? *len : room);
	else
		strace_pointer(&b, sa);
	note_text(n, &b);
	note_length_out(n, room, n->call.err ? room : *len);
}

/* A record that lacks an argument for want of memory would be a lie: count it as lost. */
static bool is_whole(const struct trace_call *call)
{
	for (size_t i = 0; i < call->nargs; i++)
		if (!call->arg[i])
			return false;
	return true;
}

void note_add(struct note *n)
{
	if (is_whole(&n->call)) {
		trace_add(n->trace, &n->call);
		return;
	}
	for (size_t i = 0; i < n->call.nargs; i++)
		free(n->call.arg[i]);
	trace_lose(n->trace);
}
