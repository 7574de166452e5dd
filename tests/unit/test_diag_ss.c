/*
 * diag against ss(8): a python3 process opens, fills, half-closes and closes sockets, and at each
 * step the snapshot says of them row by row what ss says.
 */
#include <errno.h>
#include <net/if.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/clock.h"
#include "core/observe/diag_field.h"
#include "core/observe/owner.h"

#define LINES_MAX 64
#define LINE_MAX_LEN 512
#define AGREE_NS (20 * NS_PER_S)

/* ---- the python3 that has the sockets ---- */

struct python {
	pid_t pid;
	FILE *to, *from;
	int port; /* of its listener */
};

/* Runs each line it is given; answers with what expression `_` holds then. */
static const char loop[] = "import sys\n"
			   "from socket import *\n"
			   "_ = 0\n"
			   "for line in sys.stdin:\n"
			   "    exec(line)\n"
			   "    print(_, flush=True)\n";

static int start_python(void **state)
{
	static struct python p;
	int in[2], out[2];
	if (pipe(in) < 0 || pipe(out) < 0)
		return -1;
	p.pid = fork();
	if (p.pid == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[1]);
		close(out[0]);
		execlp("python3", "python3", "-c", loop, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	p.to = fdopen(in[1], "w");
	p.from = fdopen(out[0], "r");
	*state = &p;
	return 0;
}

static int end_python(void **state)
{
	struct python *p = *state;
	fclose(p->to);
	fclose(p->from);
	waitpid(p->pid, NULL, 0);
	return 0;
}

static int say(struct python *p, const char *line)
{
	char answer[64];
	fprintf(p->to, "%s\n", line);
	fflush(p->to);
	assert_non_null(fgets(answer, sizeof answer, p->from));
	return atoi(answer);
}

/* ---- lines to compare ---- */

struct lines {
	char line[LINES_MAX][LINE_MAX_LEN];
	size_t count;
};

__attribute__((format(printf, 2, 3))) static void put(struct lines *l, const char *fmt, ...)
{
	va_list ap;
	assert_true(l->count < LINES_MAX);
	va_start(ap, fmt);
	vsnprintf(l->line[l->count++], LINE_MAX_LEN, fmt, ap);
	va_end(ap);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static const char *join(struct lines *l, char *text, size_t size)
{
	size_t at = 0;
	qsort(l->line, l->count, LINE_MAX_LEN, by_text);
	text[0] = '\0';
	for (size_t i = 0; i < l->count && at < size; i++)
		at += (size_t)snprintf(text + at, size - at, "%s\n", l->line[i]);
	return text;
}

/* ---- what ss says ---- */

static double after(const char *line, const char *key)
{
	const char *at = strstr(line, key);
	return at ? strtod(at + strlen(key), NULL) : 0;
}

static void tcp_info_of_ss(const char *line, char *info, size_t size)
{
	snprintf(info, size, "sent %.0f acked %.0f received %.0f cwnd %.0f mss %.0f rtt %.0f",
	    after(line, " bytes_sent:"), after(line, " bytes_acked:"),
	    after(line, " bytes_received:"), after(line, " cwnd:"), after(line, " mss:"),
	    after(line, " rtt:") * 1000);
}

static void owner_of_ss(const char *line, char *owner, size_t size)
{
	int pid, fd;
	const char *at = strstr(line, ",pid=");
	snprintf(owner, size, "-");
	if (at && sscanf(at, ",pid=%d,fd=%d", &pid, &fd) == 2)
		snprintf(owner, size, "%d/%d", pid, fd);
}

/* "0.0.0.0:*" and its kin mean that there is no other end. */
static const char *peer_of_ss(const char *peer)
{
	size_t len = strlen(peer);
	return len >= 2 && strcmp(peer + len - 2, ":*") == 0 ? "-" : peer;
}

/* One address of all, "*:58" of ss, stands for both families. */
static const char *local_of_ss(const char *local, char *text, size_t size)
{
	if (strncmp(local, "*:", 2) != 0)
		return local;
	snprintf(text, size, "[::]:%s", local + 2);
	return text;
}

static void inet_line_of_ss(const char *line, bool tcp, struct lines *to)
{
	char state[32], local[128], peer[128], owner[64], info[256] = "", text[160];
	unsigned recv, send;
	assert_int_equal(
	    sscanf(line, "%31s %u %u %127s %127s", state, &recv, &send, local, peer), 5);
	owner_of_ss(line, owner, sizeof owner);
	if (tcp && strcmp(state, "LISTEN") != 0 && strcmp(state, "TIME-WAIT") != 0)
		tcp_info_of_ss(line, info, sizeof info);
	put(to, "%s %u %u %s %s %s %s", state, recv, send, local_of_ss(local, text, sizeof text),
	    peer_of_ss(peer), owner, info);
}

static void unix_line_of_ss(const char *line, struct lines *to)
{
	char type[16], state[32], name[256], owner[64];
	unsigned recv, send, inode, peer;
	assert_int_equal(sscanf(line, "%15s %31s %u %u %255s %u * %u", type, state, &recv, &send,
			     name, &inode, &peer),
	    7);
	owner_of_ss(line, owner, sizeof owner);
	put(to, "%s %s %u %u %s %u %u %s", type, state, recv, send, name, inode, peer, owner);
}

static void ask_ss(const char *command, const char *with, struct lines *to)
{
	char line[2048];
	FILE *ss = popen(command, "r");
	assert_non_null(ss);
	while (fgets(line, sizeof line, ss)) {
		if (!strstr(line, with))
			continue;
		if (strncmp(line, "u_", 2) == 0)
			unix_line_of_ss(line, to);
		else
			inet_line_of_ss(line, strstr(command, "dport") != NULL, to);
	}
	assert_int_equal(pclose(ss), 0);
}

/* ---- what we say, in its words ---- */

static const char *state_of(const struct diag_row *row)
{
	static const char *const states[DIAG_STATE_COUNT] = {
	    [DIAG_ESTABLISHED] = "ESTAB",
	    [DIAG_SYN_SENT] = "SYN-SENT",
	    [DIAG_SYN_RECV] = "SYN-RECV",
	    [DIAG_FIN_WAIT1] = "FIN-WAIT-1",
	    [DIAG_FIN_WAIT2] = "FIN-WAIT-2",
	    [DIAG_TIME_WAIT] = "TIME-WAIT",
	    [DIAG_CLOSE] = "UNCONN",
	    [DIAG_CLOSE_WAIT] = "CLOSE-WAIT",
	    [DIAG_LAST_ACK] = "LAST-ACK",
	    [DIAG_LISTEN] = "LISTEN",
	    [DIAG_CLOSING] = "CLOSING",
	};
	return states[row->state] ? states[row->state] : "?";
}

static void our_owner(const struct diag_row *row, char *owner, size_t size)
{
	snprintf(owner, size, "-");
	if (row->owner == DIAG_OWNER_KNOWN)
		snprintf(owner, size, "%d/%d", row->pid, row->fd);
}

static void our_inet_line(
    const struct diag_snapshot *s, const struct diag_row *row, struct lines *to)
{
	char local[DIAG_TEXT_MAX], peer[DIAG_TEXT_MAX], owner[64], info[256] = "";
	bool listens = row->state == DIAG_LISTEN;
	our_owner(row, owner, sizeof owner);
	if (row->has_tcp)
		snprintf(info, sizeof info, "sent %lu acked %lu received %lu cwnd %u mss %u rtt %u",
		    row->bytes_sent, row->bytes_acked, row->bytes_received, row->cwnd, row->mss,
		    row->rtt_us);
	diag_remote_text(row, peer);
	put(to, "%s %u %u %s %s %s %s", state_of(row),
	    listens ? row->accept_queue : row->recv_queue, listens ? row->backlog : row->send_queue,
	    diag_local_text(s, row, local), *peer ? peer : "-", owner, info);
}

static void our_unix_line(
    const struct diag_snapshot *s, const struct diag_row *row, struct lines *to)
{
	static const char *const types[] = {"?", "u_str", "u_dgr", "?", "?", "u_seq"};
	char local[DIAG_TEXT_MAX], owner[64];
	bool listens = row->state == DIAG_LISTEN;
	our_owner(row, owner, sizeof owner);
	put(to, "%s %s %u %u %s %u %u %s", types[row->type], state_of(row),
	    listens ? row->accept_queue : row->recv_queue, listens ? row->backlog : row->send_queue,
	    row->name_len ? diag_local_text(s, row, local) + strlen("unix:") : "*", row->inode,
	    row->remote_id, owner);
}

static struct diag_snapshot *look(void)
{
	struct diag *d;
	struct diag_snapshot *s;
	struct owners *o;
	assert_int_equal(diag_new(&d), 0);
	assert_int_equal(owners_new(&o, "/proc"), 0);
	assert_int_equal(diag_take(d, &(struct diag_options){DIAG_ALL, true}, &s), 0);
	while (owners_step(o, 10000) == 0)
		;
	owner_fill(o, s);
	owners_free(o);
	diag_free(d);
	return s;
}

/* Which sockets a comparison is about. */
struct about {
	const char *command; /* of ss */
	const char *with;    /* what its lines have in them */
	unsigned protos;
	int port, pid; /* 0: any */
};

static void our_lines(const struct about *a, struct lines *to)
{
	struct diag_snapshot *s = look();
	for (size_t i = 0; i < s->count; i++) {
		const struct diag_row *row = &s->rows[i];
		if (!(a->protos & DIAG_BIT(row->proto)))
			continue;
		if (a->port && row->local_port != a->port && row->remote_port != a->port)
			continue;
		if (a->pid && (row->owner != DIAG_OWNER_KNOWN || row->pid != a->pid))
			continue;
		if (row->proto == DIAG_UNIX)
			our_unix_line(s, row, to);
		else
			our_inet_line(s, row, to);
	}
	diag_snapshot_unref(s);
}

/* Both say the same, and of so many sockets; timers may still be at work, so until they do. */
static void assert_agree(const struct about *a, size_t sockets)
{
	static char theirs_text[LINES_MAX * LINE_MAX_LEN], ours_text[LINES_MAX * LINE_MAX_LEN];
	int64_t end = clock_mono_ns() + AGREE_NS;
	for (;;) {
		struct lines ours = {0}, theirs = {0};
		ask_ss(a->command, a->with, &theirs);
		our_lines(a, &ours);
		join(&ours, ours_text, sizeof ours_text);
		join(&theirs, theirs_text, sizeof theirs_text);
		if (strcmp(ours_text, theirs_text) == 0 && ours.count == sockets)
			return;
		if (clock_mono_ns() > end)
			fail_msg("ss:\n%swe:\n%s(%zu sockets expected)", theirs_text, ours_text,
			    sockets);
		nanosleep(&(struct timespec){.tv_nsec = 50 * NS_PER_MS}, NULL);
	}
}

static void assert_tcp(struct python *p, size_t sockets)
{
	char command[128];
	snprintf(command, sizeof command, "ss -HOnpaeit '( sport = :%d or dport = :%d )'", p->port,
	    p->port);
	assert_agree(&(struct about){command, "", DIAG_BIT(DIAG_TCP), p->port, 0}, sockets);
}

static void test_tcp_step_by_step(void **state)
{
	struct python *p = *state;
	p->port = say(p, "l = socket(); l.bind(('127.0.0.1', 0)); l.listen(2); "
			 "_ = l.getsockname()[1]");
	assert_tcp(p, 1);
	say(p, "c = [create_connection(l.getsockname()) for i in range(3)]");
	assert_tcp(p, 7); /* all three wait to be accepted */
	say(p, "a = [l.accept()[0] for i in range(3)]");
	assert_tcp(p, 7);
	say(p, "c[0].send(b'hello'); a[1].send(b'x' * 1000); _ = len(c[1].recv(300))");
	assert_tcp(p, 7);
	say(p, "c[0].setblocking(0)");
	say(p, "exec('try:\\n while True: c[0].send(bytes(65536))\\nexcept OSError: pass')");
	assert_tcp(p, 7); /* both queues are full */
	say(p, "c[2].shutdown(SHUT_WR)");
	assert_tcp(p, 7); /* CLOSE-WAIT, FIN-WAIT-2 */
	say(p, "a[1].close(); c[1].recv(1000); c[1].close()");
	assert_tcp(p, 6); /* TIME-WAIT */
}

static void test_six_clients_of_a_backlog_of_two(void **state)
{
	struct python *p = *state;
	p->port = say(p, "l = socket(); l.bind(('127.0.0.1', 0)); l.listen(2); "
			 "_ = l.getsockname()[1]");
	say(p, "c = [socket() for i in range(6)]; [s.setblocking(0) for s in c]; "
	       "[s.connect_ex(l.getsockname()) for s in c]");
	struct diag_snapshot *s = look();
	size_t waiting = 0, unanswered = 0;
	for (size_t i = 0; i < s->count; i++) {
		const struct diag_row *row = &s->rows[i];
		if (row->local_port == p->port && row->state == DIAG_LISTEN)
			waiting = row->accept_queue;
		if (row->remote_port == p->port && row->state == DIAG_SYN_SENT)
			unanswered++;
	}
	diag_snapshot_unref(s);
	assert_int_equal(waiting, 3);
	assert_int_equal(unanswered, 3);
}

static void test_time_wait_tells_its_seconds(void **state)
{
	struct python *p = *state;
	p->port = say(p, "l = socket(); l.bind(('127.0.0.1', 0)); l.listen(2); "
			 "_ = l.getsockname()[1]");
	say(p, "c = create_connection(l.getsockname()); a = l.accept()[0]; c.close(); a.close()");
	const struct diag_row *found = NULL;
	struct diag_snapshot *s = look();
	for (size_t i = 0; i < s->count; i++)
		if (s->rows[i].remote_port == p->port && s->rows[i].state == DIAG_TIME_WAIT)
			found = &s->rows[i];
	assert_non_null(found);
	assert_int_equal(found->timer, DIAG_TIMER_TIME_WAIT);
	assert_in_range(found->expires_ms, 50000, 60000);
	assert_int_equal(found->owner, DIAG_OWNER_NONE);
	diag_snapshot_unref(s);
}

static void test_udp_queues_and_peers(void **state)
{
	struct python *p = *state;
	char with[32];
	snprintf(with, sizeof with, "pid=%d,", p->pid);
	say(p, "u = socket(AF_INET, SOCK_DGRAM); u.bind(('127.0.0.1', 0)); "
	       "v = socket(AF_INET, SOCK_DGRAM); v.connect(u.getsockname()); v.send(b'x' * 100); "
	       "w = socket(AF_INET6, SOCK_DGRAM); w.bind(('::1', 0))");
	assert_agree(&(struct about){"ss -HOnpau", with, DIAG_BIT(DIAG_UDP), 0, p->pid}, 3);
	say(p, "u.recv(1); v.close()");
	assert_agree(&(struct about){"ss -HOnpau", with, DIAG_BIT(DIAG_UDP), 0, p->pid}, 2);
}

static void test_unix_queues_peers_and_names(void **state)
{
	struct python *p = *state;
	char with[32];
	snprintf(with, sizeof with, "pid=%d,", p->pid);
	const struct about unix_sockets = {"ss -HOnpax", with, DIAG_BIT(DIAG_UNIX), 0, p->pid};
	say(p, "import os; u = socket(AF_UNIX); u.bind('\\0diag%d' % os.getpid()); u.listen(3); "
	       "c = socket(AF_UNIX); c.connect(u.getsockname()); c.send(b'abc')");
	assert_agree(&unix_sockets, 2);
	say(p, "a = u.accept()[0]; q = socketpair(AF_UNIX, SOCK_SEQPACKET); q[0].send(b'1'); "
	       "d = socket(AF_UNIX, SOCK_DGRAM); d.bind('\\0dgram%d' % os.getpid()); "
	       "e = socket(AF_UNIX, SOCK_DGRAM); e.connect(d.getsockname()); e.send(b'1234567')");
	assert_agree(&unix_sockets, 7);
	say(p, "c.shutdown(SHUT_WR); q[1].close(); d.recv(10)");
	assert_agree(&unix_sockets, 6);
}

static void test_raw_sockets(void **state)
{
	struct python *p = *state;
	char with[32];
	if (geteuid() != 0)
		skip();
	snprintf(with, sizeof with, "pid=%d,", p->pid);
	say(p, "r = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP); r.bind(('127.0.0.1', 0)); "
	       "s = socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6)");
	assert_agree(&(struct about){"ss -HOnpaw", with, DIAG_BIT(DIAG_RAW), 0, p->pid}, 2);
}

#define STEP(test) cmocka_unit_test_setup_teardown(test, start_python, end_python)

/* A network of our own, where we may have one: a machine whose table of TIME_WAIT sockets is full
 * drops ours at once. */
static void leave_the_machines_network(void)
{
	struct ifreq lo = {.ifr_name = "lo", .ifr_flags = IFF_UP};
	int fd;
	if (unshare(CLONE_NEWNET) < 0)
		return;
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0 && ioctl(fd, SIOCSIFFLAGS, &lo) == 0);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    STEP(test_tcp_step_by_step),
	    STEP(test_six_clients_of_a_backlog_of_two),
	    STEP(test_time_wait_tells_its_seconds),
	    STEP(test_udp_queues_and_peers),
	    STEP(test_unix_queues_peers_and_names),
	    STEP(test_raw_sockets),
	};
	signal(SIGPIPE, SIG_IGN);
	leave_the_machines_network();
	return cmocka_run_group_tests_name("diag against ss", tests, NULL, NULL);
}
