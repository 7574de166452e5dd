/*
 * The server classes in a notebook: what CPython's own tests (Lib/test/test_socketserver.py) check
 * of them, and what a class is told about them, as lines and what they print.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/server_notebook.h"

struct notebook {
	const char *name;
	const char *lines;
	const char *prints;
	int status;
};

static const struct notebook notebooks[] = {
    {
	.name = "attributes have Python's defaults",
	.lines =
	    "t = socketserver.TCPServer((\"127.0.0.1\", 0), Echo)\n"
	    "print(t.request_queue_size, t.allow_reuse_address, t.allow_reuse_port, t.timeout)\n"
	    "f = socketserver.ForkingTCPServer((\"127.0.0.1\", 0), Echo)\n"
	    "print(f.max_children, f.timeout, f.block_on_close)\n"
	    "d = socketserver.ThreadingTCPServer((\"127.0.0.1\", 0), Echo)\n"
	    "print(d.daemon_threads, d.block_on_close)\n"
	    "u = socketserver.UDPServer((\"127.0.0.1\", 0), Echo)\n"
	    "print(u.max_packet_size, u.socket_type, u.address_family)\n"
	    "print(type(t).__name__, t.fileno() == t.socket.fileno())\n"
	    "print(t.server_address == t.socket.getsockname())\n",
	.prints = "5 False False None\n40 300 True\nFalse True\n8192 2 2\nTCPServer True\nTrue\n",
    },
    {
	.name = "attributes that a class lacks are missed",
	.lines = "t = socketserver.TCPServer((\"127.0.0.1\", 0), Echo)\n"
		 "try: t.max_children\n"
		 "except AttributeError as e: print(e)\n"
		 "try: t.max_packet_size\n"
		 "except AttributeError as e: print(e)\n",
	.prints = "'TCPServer' object has no attribute 'max_children'\n"
		  "'TCPServer' object has no attribute 'max_packet_size'\n",
    },
    {
	.name = "a port out of range is refused and leaks nothing",
	.lines = "a = socket.socket()\n"
		 "try: socketserver.TCPServer((\"127.0.0.1\", -1), Echo)\n"
		 "except OverflowError as e: print(e)\n"
		 "b = socket.socket()\n"
		 "print(b.fileno() - a.fileno())\n",
	.prints = "bind(): port must be 0-65535.\n1\n",
    },
    {
	.name = "an address in use is refused and leaks nothing",
	.lines = "s = socketserver.TCPServer((\"127.0.0.1\", 0), Echo)\n"
		 "try: socketserver.TCPServer(s.server_address, Echo)\n"
		 "except OSError as e: print(e)\n"
		 "b = socket.socket()\n"
		 "print(b.fileno() - s.fileno())\n",
	.prints = "[Errno 98] Address already in use\n1\n",
    },
    {
	.name = "shutdown that comes before serve_forever ends it at once",
	.lines = "s = socketserver.TCPServer((\"127.0.0.1\", 0), Echo)\n"
		 "t = threading.Thread(target=s.serve_forever)\n"
		 "t.start()\n"
		 "s.shutdown()\n"
		 "t.join()\n"
		 "s.server_close()\n"
		 "print(\"ended\")\n",
	.prints = "ended\n",
    },
    {
	.name = "a server that was shut down serves again",
	.lines = "s = socketserver.ThreadingTCPServer((\"127.0.0.1\", 0), Echo)\n"
		 "t = threading.Thread(target=s.serve_forever)\n"
		 "t.start()\n"
		 "c = socket.create_connection(s.server_address); c.sendall(b\"1\"); c.recv(1)\n"
		 "s.shutdown(); t.join()\n"
		 "t = threading.Thread(target=s.serve_forever)\n"
		 "t.start()\n"
		 "d = socket.create_connection(s.server_address); d.sendall(b\"2\")\n"
		 "print(d.recv(1))\n"
		 "c.sendall(b\"3\")\n"
		 "print(c.recv(1))\n"
		 "s.shutdown(); t.join()\n",
	.prints = "b'2'\nb'3'\n",
    },
    {
	.name = "server_close without serving",
	.lines = "s = socketserver.TCPServer((\"127.0.0.1\", 0), Echo)\n"
		 "s.server_close()\n"
		 "print(s.fileno())\n"
		 "s.server_close()\n",
	.prints = "-1\n",
    },
    {
	.name = "a closed server cannot serve",
	.lines = "s = socketserver.TCPServer((\"127.0.0.1\", 0), Echo)\n"
		 "s.server_close()\n"
		 "try: s.serve_forever()\n"
		 "except ValueError as e: print(e)\n",
	.prints = "Invalid file descriptor: -1\n",
    },
    {
	.name = "handle_request returns after its timeout",
	.lines = "s = socketserver.TCPServer((\"127.0.0.1\", 0), Echo)\n"
		 "s.timeout = 0.05\n"
		 "b = time.monotonic()\n"
		 "s.handle_request()\n"
		 "print(0.05 <= time.monotonic() - b < 2)\n",
	.prints = "True\n",
    },
    {
	.name = "handle_request serves one and no more",
	.lines = "s = socketserver.TCPServer((\"127.0.0.1\", 0), Upper)\n"
		 "a = socket.create_connection(s.server_address); a.sendall(b\"a\")\n"
		 "a.shutdown(socket.SHUT_WR)\n"
		 "b = socket.create_connection(s.server_address); b.sendall(b\"b\")\n"
		 "s.handle_request()\n"
		 "print(a.recv(9))\n"
		 "b.settimeout(0.1)\n"
		 "try: b.recv(9)\n"
		 "except TimeoutError as e: print(e)\n",
	.prints = "b'A'\ntimed out\n",
    },
    {
	.name = "handle_request of every class that works in advance serves one",
	.lines = "s = socketserver.PreforkTCPServer((\"127.0.0.1\", 0), Upper)\n"
		 "p = socketserver.PoolTCPServer((\"127.0.0.1\", 0), Upper)\n"
		 "e = socketserver.EpollTCPServer((\"127.0.0.1\", 0), Upper)\n"
		 "a = socket.create_connection(s.server_address); a.sendall(b\"a\")\n"
		 "b = socket.create_connection(p.server_address); b.sendall(b\"b\")\n"
		 "c = socket.create_connection(e.server_address); c.sendall(b\"c\")\n"
		 "s.handle_request(); p.handle_request(); e.handle_request()\n"
		 "print(a.recv(9), b.recv(9), c.recv(9))\n"
		 "d = socket.create_connection(s.server_address); d.sendall(b\"d\")\n"
		 "f = socket.create_connection(p.server_address); f.sendall(b\"f\")\n"
		 "g = socket.create_connection(e.server_address); g.sendall(b\"g\")\n"
		 "d.settimeout(0.1); f.settimeout(0.1); g.settimeout(0.1)\n"
		 "try: d.recv(1)\n"
		 "except TimeoutError: print(1)\n"
		 "try: f.recv(1)\n"
		 "except TimeoutError: print(2)\n"
		 "try: g.recv(1)\n"
		 "except TimeoutError: print(3)\n",
	.prints = "b'A' b'B' b'C'\n1\n2\n3\n",
    },
    {
	.name = "an idle client holds server_close up",
	.lines = "s = socketserver.ThreadingTCPServer((\"127.0.0.1\", 0), Echo)\n"
		 "c = socket.create_connection(s.server_address)\n"
		 "s.handle_request()\n"
		 "a = s.server_address\n"
		 "queued = socket.create_connection(a)\n"
		 "t = threading.Thread(target=s.server_close)\n"
		 "t.start()\n"
		 "try: queued.recv(1)\n" /* until nobody listens any more */
		 "except ConnectionResetError: print(\"reset\")\n"
		 "try: socket.create_connection(a)\n"
		 "except ConnectionRefusedError: print(\"refused\")\n"
		 "t.join(0.1); print(t.is_alive())\n"
		 "c.sendall(b\"x\")\n"
		 "print(c.recv(1))\n"
		 "c.close()\n"
		 "t.join()\n"
		 "print(\"closed\")\n",
	.prints = "reset\nrefused\nTrue\nb'x'\nclosed\n",
    },
    {
	.name = "without block_on_close it does not",
	.lines = "s = socketserver.ForkingTCPServer((\"127.0.0.1\", 0), Echo)\n"
		 "s.block_on_close = False\n"
		 "c = socket.create_connection(s.server_address)\n"
		 "s.handle_request()\n"
		 "s.server_close()\n"
		 "c.sendall(b\"x\")\n"
		 "print(c.recv(1))\n",
	.prints = "b'x'\n",
    },
    {
	.name = "nor with daemon_threads",
	.lines = "s = socketserver.ThreadingTCPServer((\"127.0.0.1\", 0), Echo)\n"
		 "s.daemon_threads = True\n"
		 "c = socket.create_connection(s.server_address)\n"
		 "s.handle_request()\n"
		 "s.server_close()\n"
		 "c.sendall(b\"x\")\n"
		 "print(c.recv(1))\n",
	.prints = "b'x'\n",
    },
    {
	.name = "clients stay when the thread that served has ended",
	.lines = "s = socketserver.ThreadingTCPServer((\"127.0.0.1\", 0), Echo)\n"
		 "t = threading.Thread(target=s.handle_request)\n"
		 "t.start()\n"
		 "c = socket.create_connection(s.server_address)\n"
		 "t.join()\n"
		 "c.settimeout(0.1)\n"
		 "try: c.recv(1)\n"
		 "except TimeoutError: c.settimeout(None)\n"
		 "c.sendall(b\"x\")\n"
		 "print(c.recv(1))\n",
	.prints = "b'x'\n",
    },
    {
	.name = "bind_and_activate=False leaves both to the caller",
	.lines = "s = socketserver.TCPServer((\"127.0.0.1\", 0), Echo, bind_and_activate=False)\n"
		 "print(s.server_address)\n"
		 "s.allow_reuse_address = True\n"
		 "s.request_queue_size = 7\n"
		 "s.server_bind()\n"
		 "s.server_activate()\n"
		 "print(s.socket.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR))\n"
		 "print(s.server_address[1] > 0)\n"
		 "c = socket.create_connection(s.server_address)\n",
	.prints = "('127.0.0.1', 0)\n1\nTrue\n",
    },
    {
	.name = "datagrams longer than max_packet_size are cut",
	.lines = "s = socketserver.UDPServer((\"127.0.0.1\", 0), Echo)\n"
		 "s.max_packet_size = 3\n"
		 "c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
		 "c.sendto(b\"abcdef\", s.server_address)\n"
		 "s.handle_request()\n"
		 "print(c.recv(9))\n",
	.prints = "b'abc'\n",
    },
    {
	.name = "a handler that does not fit is refused",
	.lines = "try: socketserver.UDPServer((\"127.0.0.1\", 0), Http)\n"
		 "except TypeError as e: print(e)\n"
		 "try: socketserver.TCPServer((\"127.0.0.1\", 0), 3)\n"
		 "except TypeError as e: print(e)\n"
		 "try: Delay(-1)\n"
		 "except ValueError as e: print(e)\n",
	.prints = "UDPServer serves datagrams, and Http answers connections only\n"
		  "RequestHandlerClass must be a handler (Echo, Upper, ...), not int\n"
		  "a delay is between 0 and 86400 seconds\n",
    },
    {
	.name = "a server that nobody holds any more is gone",
	.lines = "s = socketserver.ThreadingTCPServer((\"127.0.0.1\", 0), Echo)\n"
		 "a = s.server_address\n"
		 "c = socket.create_connection(a)\n"
		 "s.handle_request()\n"
		 "c.sendall(b\"x\"); c.recv(1)\n"
		 "del s\n"
		 "print(c.recv(1))\n"
		 "try: socket.create_connection(a)\n"
		 "except ConnectionRefusedError: print(\"refused\")\n",
	.prints = "b''\nrefused\n",
    },
    {
	.name = "closing a client in the same program is the end of file for its server",
	.lines = "s = socketserver.TCPServer((\"127.0.0.1\", 0), Echo)\n"
		 "c = socket.create_connection(s.server_address)\n"
		 "d = socket.create_connection(s.server_address)\n"
		 "t = threading.Thread(target=s.handle_request)\n"
		 "t.start()\n"
		 "c.close()\n"
		 "t.join()\n"
		 "print(\"served\")\n",
	.prints = "served\n",
    },
    {
	.name = "serve_forever left running ends with the notebook",
	.lines = "s = socketserver.ForkingTCPServer((\"127.0.0.1\", 0), Echo)\n"
		 "t = threading.Thread(target=s.serve_forever, daemon=True)\n"
		 "t.start()\n"
		 "c = socket.create_connection(s.server_address); c.sendall(b\"x\")\n"
		 "print(c.recv(1))\n",
	.prints = "b'x'\n",
    },
    {
	.name = "Unix servers, streams and datagrams",
	.lines = "s = socketserver.UnixStreamServer(b\"\\0sockpit-test-%d\" % 1, Echo, False)\n"
		 "print(s.address_family, s.socket_type)\n"
		 "u = socketserver.UnixDatagramServer(\"\", Upper)\n"
		 "c = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
		 "c.bind(\"\")\n"
		 "c.sendto(b\"hello\", u.server_address)\n"
		 "u.handle_request()\n"
		 "print(c.recv(9))\n",
	.prints = "1 1\nb'HELLO'\n",
    },
};

static void test_notebook(void **state)
{
	const struct notebook *nb = *state;
	char out[4096];
	int status;
	server_notebook_run(nb->lines, out, sizeof out, &status);
	assert_string_equal(out, nb->prints);
	assert_int_equal(status, nb->status);
}

int main(void)
{
	enum { N = sizeof notebooks / sizeof *notebooks };
	struct CMUnitTest tests[N];
	for (size_t i = 0; i < N; i++)
		tests[i] = (struct CMUnitTest){
		    .name = notebooks[i].name,
		    .test_func = test_notebook,
		    .initial_state = (void *)(uintptr_t)&notebooks[i],
		};
	return _cmocka_run_group_tests("server classes", tests, N, NULL, NULL);
}
