#include "tests/unit/session_lines.h"

#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "core/clock.h"
#include "core/engine.h"

#define LIMIT_NS (30 * NS_PER_S)

int session_setup(void **state)
{
	struct session *s;
	if (session_new(&s, NULL) < 0)
		return -1;
	*state = s;
	return 0;
}

int session_teardown(void **state)
{
	session_free(*state);
	return 0;
}

uint64_t session_line_submit(struct session *s, const char *line)
{
	uint64_t seq = 0;
	assert_int_equal(session_submit(s, line, &seq), 0);
	return seq;
}

const struct journal_row *session_line_row(struct session *s, uint64_t seq)
{
	return journal_at(session_journal(s), seq);
}

const struct journal_row *session_line_end(struct session *s, uint64_t seq)
{
	int64_t deadline = clock_mono_ns() + LIMIT_NS;
	while (session_line_row(s, seq)->state == ROW_RUNNING) {
		struct pollfd p = {.fd = session_fd(s), .events = POLLIN};
		if (clock_mono_ns() > deadline)
			fail_msg("%s does not end", session_line_row(s, seq)->line);
		poll(&p, 1, 100);
		session_tick(s);
	}
	return session_line_row(s, seq);
}

void session_line_await(struct session *s, uint64_t seq, const char *what)
{
	int64_t deadline = clock_mono_ns() + LIMIT_NS;
	for (;;) {
		const struct journal_row *r = session_line_row(s, seq);
		session_tick(s);
		if (r->state != ROW_RUNNING)
			fail_msg("%s did not wait: %s", r->line, r->error ? r->error : r->result);
		const char *now = atomic_load(&r->waiter->what);
		if (now && strcmp(now, what) == 0)
			return;
		if (clock_mono_ns() > deadline)
			fail_msg("%s waits for %s", r->line, now ? now : "nothing");
		sched_yield();
	}
}

const struct journal_row *session_line_run(struct session *s, const char *line)
{
	return session_line_end(s, session_line_submit(s, line));
}

void session_line_do(struct session *s, const char *line)
{
	const struct journal_row *row = session_line_run(s, line);
	if (row->error)
		fail_msg("%s: %s", line, row->error);
}
