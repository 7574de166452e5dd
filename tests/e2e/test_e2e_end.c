/*
 * Hard ends: a stack that overflows, a terminal that takes nothing any more; and that the end
 * leaves nothing of the screen and no socket file behind.
 */
#include <elf.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"

#define STACK_BYTES (8ul << 20)

static void sleep_ms(int ms)
{
	nanosleep(&(struct timespec){.tv_nsec = ms * 1000000L}, NULL);
}

/* ---- a stack that overflows ---- */

#if defined(__x86_64__)
#define STACK_POINTER rsp
#else
#define STACK_POINTER sp
#endif

/* Where the stack of a process's first thread begins: its highest address. */
static unsigned long stack_top(pid_t pid)
{
	char path[64], line[512];
	unsigned long top = 0;
	snprintf(path, sizeof path, "/proc/%d/maps", (int)pid);
	FILE *f = fopen(path, "re");
	assert_non_null(f);
	while (fgets(line, sizeof line, f))
		if (strstr(line, "[stack]"))
			top = strtoul(strchr(line, '-') + 1, NULL, 16);
	fclose(f);
	return top;
}

/* Its stack is used up: whatever it calls or reads there next lies past its limit. */
static void use_up_stack(pid_t pid)
{
	struct user_regs_struct regs;
	struct iovec io = {&regs, sizeof regs};
	const struct rlimit limit = {STACK_BYTES, STACK_BYTES};
	void *status = (void *)(uintptr_t)NT_PRSTATUS;
	assert_int_equal(prlimit(pid, RLIMIT_STACK, &limit, NULL), 0);
	assert_int_equal(ptrace(PTRACE_ATTACH, pid, NULL, NULL), 0);
	assert_int_equal(waitpid(pid, NULL, __WALL), pid);
	assert_int_equal(ptrace(PTRACE_GETREGSET, pid, status, &io), 0);
	regs.STACK_POINTER = stack_top(pid) - STACK_BYTES - 4096;
	assert_int_equal(ptrace(PTRACE_SETREGSET, pid, status, &io), 0);
	assert_int_equal(ptrace(PTRACE_DETACH, pid, NULL, NULL), 0);
}

static void a_stack_that_overflows_leaves_no_mess(void **state)
{
	(void)state;
	struct term *t = cockpit_start_in_shell(100, 30);
	pid_t cockpit = cockpit_self(t);
	assert_true(term_alternate(t) && term_mouse(t));
	use_up_stack(cockpit);
	term_type(t, "x"); /* it was waiting for a key, and needs no stack for that */
	assert_true(term_wait_text(t, "the cockpit was ended by SIGSEGV", WAIT_MS));
	assert_true(term_wait_text(t, "ended with 139", WAIT_MS));
	assert_string_equal(cockpit_mess_left(t), "");
	assert_true(term_wait_processes(t, 1, GONE_MS)); /* the shell */
	term_free(t);
}

/* ---- a terminal that takes nothing ---- */

/* The number of the system call that a process is in, -1: in none. */
static long system_call(pid_t pid)
{
	char path[64];
	long number = -1;
	snprintf(path, sizeof path, "/proc/%d/syscall", (int)pid);
	FILE *f = fopen(path, "re");
	if (!f)
		return -1;
	if (fscanf(f, "%ld", &number) != 1)
		number = -1;
	fclose(f);
	return number;
}

/* Long in write(2), that is: the terminal takes no more. */
static bool hangs_in_write(pid_t pid)
{
	for (int i = 0; i < 20; i++, sleep_ms(5))
		if (system_call(pid) != SYS_write)
			return false;
	return true;
}

/* Nobody reads what it draws, until it hangs in that. */
static pid_t fill_terminal(struct term *t)
{
	pid_t cockpit = cockpit_self(t);
	for (int ms = 0; ms < WAIT_MS; ms += 5) {
		term_type(t, "\f"); /* Ctrl-L: all of it anew */
		sleep_ms(5);
		if (hangs_in_write(cockpit))
			return cockpit;
	}
	fail_msg("the terminal takes everything");
	return -1;
}

static bool is_running(pid_t pid)
{
	char path[64], state = 'X';
	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	FILE *f = fopen(path, "re");
	if (!f)
		return false;
	bool known = fscanf(f, "%*d (%*[^)]) %c", &state) == 1;
	fclose(f);
	return known && state != 'Z' && state != 'X';
}

/* Ended by a signal to one of its two processes, while nobody reads; then what was written. */
static void end_while_nobody_reads(bool guardian, int sig, int exit_status)
{
	int status;
	struct term *t = cockpit_start(120, 40, NULL);
	pid_t cockpit = fill_terminal(t);
	assert_int_equal(kill(guardian ? cockpit_guardian(t) : cockpit, sig), 0);
	for (int ms = 0; ms < GONE_MS && is_running(cockpit_guardian(t)); ms += 5)
		sleep_ms(5);
	assert_false(is_running(cockpit_guardian(t)));
	assert_true(term_wait_exit(t, &status, WAIT_MS));
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), exit_status);
	assert_string_equal(cockpit_mess_left(t), "");
	assert_true(term_wait_processes(t, 0, GONE_MS));
	term_free(t);
}

static void a_terminal_that_takes_nothing_holds_up_no_end(void **state)
{
	(void)state;
	/* In good order, with the status of the signal, not by the guardian's SIGKILL. */
	end_while_nobody_reads(true, SIGTERM, 128 + SIGTERM);
	end_while_nobody_reads(false, SIGTERM, 128 + SIGTERM);
	end_while_nobody_reads(true, SIGHUP, 128 + SIGHUP);
	end_while_nobody_reads(false, SIGKILL, 128 + SIGKILL);
}

/* ---- nothing is left on the screen ---- */

/* Where a text was written last, NULL: never. */
static const char *last_of(const char *raw, size_t len, const char *text)
{
	const char *found = NULL, *end = raw + len, *at = raw;
	while ((at = memmem(at, (size_t)(end - at), text, strlen(text))))
		found = at++;
	return found;
}

/* tmux takes what an alternate screen shows outside the main one's size along to that. */
static void the_screen_is_cleared_before_it_is_left(void **state)
{
	(void)state;
	int status;
	struct term *t = cockpit_start(80, 24, NULL);
	term_resize(t, 120, 40);
	assert_true(cockpit_wait_frame(t));
	term_key(t, "q");
	assert_true(term_wait_exit(t, &status, WAIT_MS));
	size_t len;
	const char *raw = term_raw(t, &len), *cleared = last_of(raw, len, "\033[2J"),
		   *left = last_of(raw, len, "\033[?1049l");
	assert_true(cleared && left && cleared < left);
	assert_true(left - cleared < 64); /* nothing is drawn in between */
	term_free(t);
}

/* ---- no socket file is left ---- */

static bool wait_for_file(const char *path, bool there)
{
	for (int ms = 0; ms < WAIT_MS && (access(path, F_OK) == 0) != there; ms += 5)
		sleep_ms(5);
	return (access(path, F_OK) == 0) == there;
}

/* A server and a socket of the notebook's, each with a file; the end by q, or by a signal to one of
 * the two processes. */
static void end_with_socket_files(bool guardian, int sig)
{
	char folder[] = "/tmp/sockpit-end-XXXXXX", served[64], bound[64], foreign[64], line[160];
	int status;
	assert_non_null(mkdtemp(folder));
	snprintf(served, sizeof served, "%s/served", folder);
	snprintf(bound, sizeof bound, "%s/bound", folder);
	snprintf(foreign, sizeof foreign, "%s/foreign", folder);
	assert_return_code(mknod(foreign, S_IFSOCK | 0600, 0), 0);
	struct term *t = cockpit_start(100, 30, NULL);
	snprintf(
	    line, sizeof line, "s = socketserver.ForkingUnixStreamServer(\"%s\", Echo)", served);
	cockpit_line(t, line);
	assert_true(wait_for_file(served, true));
	cockpit_line(t, "s.serve_forever()");
	cockpit_line(t, "u = socket.socket(socket.AF_UNIX)");
	snprintf(line, sizeof line, "u.bind(\"%s\")", bound);
	cockpit_line(t, line);
	assert_true(wait_for_file(bound, true));
	if (sig)
		assert_return_code(kill(guardian ? cockpit_guardian(t) : cockpit_self(t), sig), 0);
	else
		term_type(t, "qy");
	assert_true(wait_for_file(served, false));
	assert_true(wait_for_file(bound, false));
	assert_true(term_wait_exit(t, &status, WAIT_MS));
	assert_true(term_wait_processes(t, 0, GONE_MS));
	term_free(t);
	assert_return_code(unlink(foreign), 0);
	assert_return_code(rmdir(folder), 0);
}

static void no_socket_file_is_left(void **state)
{
	(void)state;
	end_with_socket_files(false, 0);
	end_with_socket_files(true, SIGTERM);
	end_with_socket_files(true, SIGKILL);
	end_with_socket_files(false, SIGTERM);
	end_with_socket_files(false, SIGKILL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_stack_that_overflows_leaves_no_mess),
	    cmocka_unit_test(a_terminal_that_takes_nothing_holds_up_no_end),
	    cmocka_unit_test(the_screen_is_cleared_before_it_is_left),
	    cmocka_unit_test(no_socket_file_is_left),
	};
	cockpit_without_handlers();
	return cmocka_run_group_tests_name("hard ends", tests, NULL, NULL);
}
