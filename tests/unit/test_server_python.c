/*
 * What socketserver promises of every class, shown of every class here, beyond Python's ones too:
 * the ideas are those of CPython's own tests (Lib/test/test_socketserver.py). MODEL in the lines is
 * the class; ANY an address of its family that the kernel completes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/server/model.h"
#include "tests/unit/server_notebook.h"

#define SERVE                                                                                      \
	"s = socketserver.MODEL(ANY, Echo)\n"                                                      \
	"t = threading.Thread(target=s.serve_forever, args=(0.01,))\n"                             \
	"t.start()\n"
#define CONNECT(C)                                                                                 \
	C " = socket.socket(s.address_family, s.socket_type)\n" C ".bind(ANY)\n" C                 \
	  ".connect(s.server_address)\n"
#define TALK(C) C ".send(b\"hello\"); print(" C ".recv(9))\n"
#define END "s.shutdown(); t.join(); s.server_close()\n"

/* Which classes a promise is about. */
enum of {
	OF_ALL,
	OF_STREAMS,
	OF_PLAIN,    /* streams, one after another */
	OF_MANY,     /* streams, many at once */
	OF_BLOCKING, /* streams with block_on_close */
	OF_DAEMONIC, /* streams with daemon_threads */
	OF_UNIX_DGRAM,
};

struct promise {
	const char *name;
	enum of of;
	const char *lines; /* once, or as often as times says */
	int times;
	const char *after;
	const char *prints;
};

static const struct promise promises[] = {
    {
	.name = "serves one after the other until shutdown, and its socket is closed then",
	.lines = SERVE CONNECT("a") TALK("a") "a.close()\n" CONNECT("b")
	    TALK("b") "b.close()\n" CONNECT("c")
		TALK("c") "c.close()\n" END "print(t.is_alive(), s.fileno(), s.socket.fileno())\n",
	.prints = "b'hello'\nb'hello'\nb'hello'\nFalse -1 -1\n",
    },
    {
	.name = "shutdown races with the start of serve_forever, again and again",
	.lines = "s = socketserver.MODEL(ANY, Echo)\n",
	.times = 10,
	.after = "t = threading.Thread(target=s.serve_forever, args=(0.01,))\n"
		 "t.start(); s.shutdown(); t.join()\n",
	.prints = "",
    },
    {
	.name = "shutdown that came first makes serve_forever end at once",
	.lines = "s = socketserver.MODEL(ANY, Echo)\n"
		 "t = threading.Thread(target=s.shutdown)\n"
		 "t.start(); t.join(0.1); print(t.is_alive())\n"
		 "s.serve_forever(); t.join(); s.server_close(); print(\"ended\")\n",
	.prints = "True\nended\n",
    },
    {
	.name = "shutdown after serve_forever has ended returns at once",
	.lines = SERVE CONNECT("c")
	    TALK("c") "c.close()\n"
		      "s.shutdown(); t.join(); s.shutdown(); s.server_close(); print(\"ended\")\n",
	.prints = "b'hello'\nended\n",
    },
    {
	.name = "two threads may shut it down",
	.lines = SERVE CONNECT("c") TALK("c") "c.close()\n"
					      "u = threading.Thread(target=s.shutdown)\n"
					      "u.start(); s.shutdown(); u.join(); t.join(); "
					      "s.server_close(); print(\"ended\")\n",
	.prints = "b'hello'\nended\n",
    },
    {
	.name = "closed at once, many times: no descriptor is lost",
	.lines = "f = socket.socket(); f.close()\ng = socket.socket()\n",
	.times = 50,
	.after = "socketserver.MODEL(ANY, Echo).server_close()\n"
		 "h = socket.socket(); assert h.fileno() == g.fileno() + 1; h.close()\n",
	.prints = "",
    },
    {
	.name = "a bind that fails, many times: no descriptor is lost",
	.lines = "s = socketserver.MODEL(ANY, Echo)\nn = s.fileno()\n",
	.times = 50,
	.after = "try: socketserver.MODEL(s.server_address, Echo)\n"
		 "except OSError as e: assert e.errno == 98\n"
		 "h = socket.socket(); assert h.fileno() == n + 1; h.close()\n",
	.prints = "",
    },
    {
	.name = "serving leaves no descriptor in the program",
	.lines = "f = socket.socket()\nn = f.fileno()\nf.close()\n" SERVE CONNECT("c")
	    TALK("c") "c.close()\n" END "f = socket.socket()\nprint(f.fileno() - n)\n",
	.prints = "b'hello'\n0\n",
    },
    {
	.name = "handle_request returns after its timeout",
	.lines = "s = socketserver.MODEL(ANY, Echo)\n"
		 "s.timeout = 0.05\n"
		 "b = time.monotonic(); s.handle_request(); print(time.monotonic() - b >= 0.05)\n",
	.prints = "True\n",
    },
    {
	.name = "handle_request serves one request, and not the next",
	.lines = "s = socketserver.MODEL(ANY, Echo)\n" CONNECT("a") CONNECT(
	    "b") "a.send(b\"a\")\n"
		 "if_stream = s.socket_type == socket.SOCK_STREAM and a.shutdown(socket.SHUT_WR)\n"
		 "s.handle_request()\n"
		 "print(a.recv(9)); b.send(b\"b\"); b.settimeout(0.1)\n"
		 "try: b.recv(9)\n"
		 "except TimeoutError as e: print(e)\n"
		 "if_stream = s.socket_type == socket.SOCK_STREAM and b.shutdown(socket.SHUT_WR)\n"
		 "s.handle_request(); b.settimeout(10); print(b.recv(9))\n",
	.prints = "b'a'\ntimed out\nb'b'\n",
    },
    {
	.name = "serves again after shutdown",
	.lines = SERVE CONNECT("a")
	    TALK("a") "a.close()\ns.shutdown(); t.join()\n"
		      "t = threading.Thread(target=s.serve_forever)\nt.start()\n" CONNECT("b")
			  TALK("b") "b.close()\n" END,
	.prints = "b'hello'\nb'hello'\n",
    },
    {
	.name = "a client that stays does not hold shutdown up, and is served on",
	.of = OF_MANY,
	.lines =
	    SERVE CONNECT("c") TALK("c") "s.shutdown(); t.join()\n" TALK("c") "c.close()\n"
									      "s.server_close()\n",
	.prints = "b'hello'\nb'hello'\n",
    },
    {
	.name = "shutdown waits for the client that is served",
	.of = OF_PLAIN,
	.lines = SERVE CONNECT("c")
	    TALK("c") "u = threading.Thread(target=s.shutdown)\n"
		      "u.start(); u.join(0.1); print(u.is_alive())\n"
		      "c.close(); u.join(); t.join(); s.server_close(); print(\"ended\")\n",
	.prints = "b'hello'\nTrue\nended\n",
    },
    {
	.name = "an idle client holds server_close up: block_on_close joins",
	.of = OF_BLOCKING,
	.lines = SERVE CONNECT("c") TALK("c") "s.shutdown(); t.join()\n"
					      "u = threading.Thread(target=s.server_close)\n"
					      "u.start(); u.join(0.1); print(u.is_alive())\n" TALK(
						  "c") "c.close(); u.join(); print(\"closed\")\n",
	.prints = "b'hello'\nTrue\nb'hello'\nclosed\n",
    },
    {
	.name = "block_on_close off: it does not",
	.of = OF_BLOCKING,
	.lines = SERVE CONNECT("c") TALK("c") "s.block_on_close = False\n" END TALK("c"),
	.prints = "b'hello'\nb'hello'\n",
    },
    {
	.name = "daemon_threads: it does not",
	.of = OF_DAEMONIC,
	.lines = SERVE CONNECT("c") TALK("c") "s.daemon_threads = True\n" END TALK("c"),
	.prints = "b'hello'\nb'hello'\n",
    },
    {
	.name = "an error in a handler ends that connection, and nothing else",
	.of = OF_STREAMS,
	.lines =
	    "f = socket.socket(); f.bind((\"127.0.0.1\", 0))\n"
	    "s = socketserver.MODEL(ANY, Proxy(\"127.0.0.1:%d\" % f.getsockname()[1]))\n"
	    "t = threading.Thread(target=s.serve_forever)\n"
	    "t.start()\n" CONNECT("a") "print(a.recv(9))\n" CONNECT(
		"b") "print(b.recv(9)); f.listen()\n" CONNECT("c") "d = f.accept()[0]\n"
								   "c.send(b\"x\"); "
								   "print(d.recv(9)); c.close(); "
								   "d.close()\n" END,
	.prints = "b''\nb''\nb'x'\n",
    },
    {
	.name = "an answer that cannot be sent is lost, and nothing else",
	.of = OF_UNIX_DGRAM,
	.lines =
	    SERVE "a = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
		  "a.connect(s.server_address); a.send(b\"nobody\")\n" CONNECT("c") TALK("c") END,
	.prints = "b'hello'\n",
    },
    {
	.name = "server_close closes the port, and a second one does nothing",
	.of = OF_STREAMS,
	.lines = "s = socketserver.MODEL(ANY, Echo)\na = s.server_address\n"
		 "s.server_close(); s.server_close()\n"
		 "c = socket.socket(s.address_family, s.socket_type)\n"
		 "try: c.connect(a)\n"
		 "except ConnectionRefusedError as e: print(e.errno)\n",
	.prints = "111\n",
    },
};

static bool is_about(const struct promise *p, const struct model *m)
{
	bool stream = model_is_stream(m);
	switch (p->of) {
	case OF_STREAMS:
		return stream;
	case OF_PLAIN:
		return stream && !m->limits;
	case OF_MANY:
		return stream && m->limits;
	case OF_BLOCKING:
		return stream && m->blocks_on_close;
	case OF_DAEMONIC:
		return stream && m->daemons;
	case OF_UNIX_DGRAM:
		return m->kind == KIND_UNIX_DGRAM;
	case OF_ALL:
		break;
	}
	return true;
}

struct one {
	const struct promise *promise;
	const struct model *model;
};

static void add_lines(FILE *to, const char *lines, const char *model)
{
	for (const char *at; (at = strstr(lines, "MODEL")); lines = at + strlen("MODEL"))
		fprintf(to, "%.*s%s", (int)(at - lines), lines, model);
	fputs(lines, to);
}

static void test_promise(void **state)
{
	const struct one *one = *state;
	const struct promise *p = one->promise;
	char *lines, out[4096];
	size_t size;
	int status;
	bool inet = one->model->kind == KIND_TCP || one->model->kind == KIND_UDP;
	FILE *f = open_memstream(&lines, &size);
	fputs(inet ? "ANY = (\"127.0.0.1\", 0)\n" : "ANY = \"\"\n", f);
	add_lines(f, p->lines, one->model->type.name);
	for (int i = 0; i < p->times; i++)
		add_lines(f, p->after, one->model->type.name);
	fclose(f);
	server_notebook_run(lines, out, sizeof out, &status);
	free(lines);
	assert_string_equal(out, p->prints);
	assert_int_equal(status, 0);
}

int main(void)
{
	enum { PROMISES = sizeof promises / sizeof *promises, MOST = 400 };
	static struct CMUnitTest tests[MOST];
	static struct one ones[MOST];
	static char names[MOST][128];
	size_t n = 0;
	for (const struct model *const *m = models; *m; m++)
		for (size_t i = 0; i < PROMISES && n < MOST; i++)
			if (is_about(&promises[i], *m)) {
				ones[n] = (struct one){&promises[i], *m};
				snprintf(names[n], sizeof names[n], "%s: %s", (*m)->type.name,
				    promises[i].name);
				tests[n].name = names[n];
				tests[n].test_func = test_promise;
				tests[n].initial_state = &ones[n];
				n++;
			}
	return _cmocka_run_group_tests("socketserver", tests, n, NULL, NULL);
}
