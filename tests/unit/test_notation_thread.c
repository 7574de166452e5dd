/* Threads of a notebook: they run beside it, tell of their errors, and end with it. */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/notation/env.h"
#include "core/notation/exc.h"
#include "core/notation/threads.h"
#include "core/trace.h"
#include "tests/unit/notation_lines.h"

/* A sink that several threads write to. */
struct shared {
	pthread_mutex_t lock;
	struct buf text;
};

static int write_shared(void *ctx, const char *data, size_t len)
{
	struct shared *s = ctx;
	pthread_mutex_lock(&s->lock);
	int r = buf_add(&s->text, data, len);
	pthread_mutex_unlock(&s->lock);
	return r;
}

struct fixture {
	struct notation n;
	struct shared out, err;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	notation_begin(&f->n);
	pthread_mutex_init(&f->out.lock, NULL);
	pthread_mutex_init(&f->err.lock, NULL);
	assert_int_equal(threads_new(&f->n.run.threads, (struct sink){write_shared, &f->out},
			     (struct sink){write_shared, &f->err}),
	    0);
	struct value *m = value_module(&module_threading);
	env_set(f->n.run.env, "threading", m);
	value_unref(m);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	threads_free(f->n.run.threads);
	notation_end(&f->n);
	buf_free(&f->out.text);
	buf_free(&f->err.text);
	free(f);
	return 0;
}

static void a_target_is_called_beside_the_lines(void **state)
{
	struct fixture *f = *state;
	struct notation *n = &f->n;
	notation_say(n, "t = threading.Thread(target=print, args=('a', 1))");
	assert_string_equal(notation_say(n, "t"), "<Thread(Thread-1 (print), initial)>");
	assert_string_equal(notation_say(n, "t.is_alive(), t.daemon, t.name"),
	    "(False, False, 'Thread-1 (print)')");
	assert_string_equal(notation_say(n, "t.start(); t.join(); t.is_alive()"), "False");
	assert_string_equal(buf_text(&f->out.text), "a 1\n");
	assert_string_equal(
	    notation_say(n, "t.start()"), "RuntimeError: threads can only be started once");
	assert_int_equal(threads_running(n->run.threads), 0);
}

static void misuse_is_worded_as_pythons(void **state)
{
	struct notation *n = &((struct fixture *)*state)->n;
	assert_string_equal(notation_say(n, "t = threading.Thread(); t.join()"),
	    "RuntimeError: cannot join thread before it is started");
	assert_string_equal(notation_say(n, "threading.Thread(target=print, args='a')"),
	    "TypeError: Thread(): args is a tuple of what target gets: args=(str,), not str");
	assert_string_equal(notation_say(n, "t.daemon = 1; t.daemon"), "True");
	assert_string_equal(notation_say(n, "t.start(); t.join(); t.daemon = False"),
	    "RuntimeError: cannot set daemon status of active thread");
}

static void an_error_is_told_and_kept(void **state)
{
	struct fixture *f = *state;
	struct thread_end end;
	f->n.run.line = 1;
	notation_say(&f->n, "t = threading.Thread(target=int, args=('\\x1b',))\nt.start()");
	threads_join(f->n.run.threads, &f->n.run);
	assert_string_equal(buf_text(&f->err.text),
	    "Exception in thread Thread-1 (int):\n"
	    "ValueError: invalid literal for int() with base 10: '\\x1b'\n");
	assert_true(threads_next_ended(f->n.run.threads, &end));
	assert_string_equal(end.name, "Thread-1 (int)");
	assert_string_equal(
	    end.error, "ValueError: invalid literal for int() with base 10: '\\x1b'");
	assert_int_equal(end.line, 2);
	assert_null(end.trace);
	assert_false(threads_next_ended(f->n.run.threads, &(struct thread_end){0}));
	free(end.name);
	free(end.error);
}

static void quit_in_a_thread_is_no_news(void **state)
{
	struct fixture *f = *state;
	notation_say(&f->n, "t = threading.Thread(target=quit); t.start(); t.join()");
	assert_string_equal(buf_text(&f->err.text), "");
}

static void a_traced_line_gives_its_thread_a_trace(void **state)
{
	struct fixture *f = *state;
	struct thread_end end;
	assert_int_equal(trace_new(&f->n.run.trace), 0);
	notation_say(&f->n, "threading.Thread(target=len, args=('a',)).start()");
	threads_join(f->n.run.threads, &f->n.run);
	assert_true(threads_next_ended(f->n.run.threads, &end));
	assert_non_null(end.trace);
	assert_ptr_not_equal(end.trace, f->n.run.trace);
	trace_free(end.trace);
	trace_free(f->n.run.trace);
	free(end.name);
}

/* Daemons, and the others too where nobody joined them, are cancelled when the list is freed:
 * teardown would not come to its end otherwise. */
static void a_sleeper_ends_with_the_list(void **state)
{
	struct fixture *f = *state;
	notation_say(&f->n, "import time");
	notation_say(
	    &f->n, "threading.Thread(target=time.sleep, args=(9999,), daemon=True).start()");
	notation_say(&f->n, "threading.Thread(target=time.sleep, args=(9999,)).start()");
	assert_int_equal(threads_running(f->n.run.threads), 2);
	assert_string_equal(
	    notation_say(&f->n, "t = threading.Thread(target=time.sleep, "
				"args=(9999,)); t.start(); t.join(0.001); t.is_alive()"),
	    "True");
	threads_free(f->n.run.threads);
	f->n.run.threads = NULL;
	assert_string_equal(buf_text(&f->err.text), "");
	assert_string_equal(notation_say(&f->n, "t.is_alive()"), "False");
}

static void a_cancelled_notebook_waits_for_nobody(void **state)
{
	struct fixture *f = *state;
	notation_say(&f->n, "import time");
	notation_say(&f->n, "threading.Thread(target=time.sleep, args=(9999,)).start()");
	atomic_store(&f->n.waiter.cancelled, true);
	threads_join(f->n.run.threads, &f->n.run);
	assert_int_equal(threads_running(f->n.run.threads), 1);
	assert_string_equal(notation_say(&f->n, "time.sleep(9999)"),
	    "InterruptedError: [Errno 4] Interrupted system call");
}

static void without_a_list_no_thread_starts(void **state)
{
	struct fixture *f = *state;
	threads_free(f->n.run.threads);
	f->n.run.threads = NULL;
	assert_string_equal(notation_say(&f->n, "threading.Thread().start()"),
	    "RuntimeError: threads cannot start here");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_target_is_called_beside_the_lines),
	    TEST(misuse_is_worded_as_pythons),
	    TEST(an_error_is_told_and_kept),
	    TEST(quit_in_a_thread_is_no_news),
	    TEST(a_traced_line_gives_its_thread_a_trace),
	    TEST(a_sleeper_ends_with_the_list),
	    TEST(a_cancelled_notebook_waits_for_nobody),
	    TEST(without_a_list_no_thread_starts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
