#include "views/socket_menu.h"

#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>

#include "core/ops/sock.h"
#include "core/ops/tables.h"

const struct op *socket_menu_method(const char *name)
{
	return op_find(type_socket.ops, &type_socket, name);
}

/* All rows in their order; NULL past the last. */
static const struct op *row_at(int id)
{
	for (const struct op_list *const *list = type_socket.ops; *list; list++) {
		if (id < (int)(*list)->count)
			return &(*list)->rows[id];
		id -= (int)(*list)->count;
	}
	return NULL;
}

int socket_menu_id(const struct op *op)
{
	int id = 0;
	for (const struct op *row; (row = row_at(id)); id++)
		if (row == op)
			return id;
	return -1;
}

const struct op *socket_menu_by_id(int id)
{
	return id < 0 ? NULL : row_at(id);
}

/* ---- the order ---- */

static const char *const of_listener[] = {"accept", "getsockname", "close", "settimeout", NULL};
static const char *const of_stream[] = {"send", "recv", "sendall", "shutdown", "close",
    "getpeername", "getsockname", "settimeout", NULL};
static const char *const of_datagram[] = {"sendto", "recvfrom", "bind", "connect", "send", "recv",
    "close", "getsockname", "settimeout", NULL};
static const char *const of_new[] = {"bind", "connect", "listen", "connect_ex", "settimeout",
    "setblocking", "setsockopt", "close", NULL};
static const char *const of_bound[] = {"listen", "connect", "getsockname", "close", NULL};

static const char *const *likely(const struct socket_row *row)
{
	if (row->facts.listening)
		return of_listener;
	if (row->facts.peer[0] && row->type != SOCK_DGRAM)
		return of_stream;
	if (row->type == SOCK_DGRAM || row->type == SOCK_RAW)
		return of_datagram;
	return row->facts.local[0] ? of_bound : of_new;
}

static bool has(const struct socket_menu_item *items, size_t n, const struct op *op)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].op == op)
			return true;
	return false;
}

static size_t add(struct socket_menu_item *items, size_t n, size_t max, const struct op *op)
{
	if (!op || n == max || has(items, n, op))
		return n;
	items[n] = (struct socket_menu_item){.op = op};
	return n + 1;
}

/* ---- the keys ---- */

/* The ones that are learned by heart, so they have to stay. */
static const struct {
	const char *name;
	char key;
} fixed[] = {
    {"bind", 'b'},
    {"listen", 'l'},
    {"accept", 'a'},
    {"connect", 'c'},
    {"send", 's'},
    {"recv", 'r'},
    {"close", 'x'},
    {"sendto", 't'},
    {"recvfrom", 'f'},
    {"sendall", 'S'},
    {"shutdown", 'h'},
    {"getsockname", 'n'},
    {"getpeername", 'p'},
    {"settimeout", 'o'},
    {"setblocking", 'B'},
    {"setsockopt", 'O'},
    {"getsockopt", 'g'},
    {"connect_ex", 'C'},
};

static bool taken(const struct socket_menu_item *items, size_t n, uint32_t key)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].key == key)
			return true;
	return key == 'q' || key == 'j' || key == 'k'; /* the menu's own */
}

static uint32_t fixed_key(const char *name)
{
	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		if (strcmp(fixed[i].name, name) == 0)
			return (uint32_t)fixed[i].key;
	return 0;
}

/* A letter of the name, or where none of them is left, any other. */
static void give_keys(struct socket_menu_item *items, size_t n)
{
	static const char spare[] = "ABCDEFGHIJKLMNOPRSTUVWXYZ0123456789";
	for (size_t i = 0; i < n; i++)
		items[i].key = fixed_key(items[i].op->name);
	for (size_t i = 0; i < n; i++)
		for (const char *c = items[i].op->name; *c && !items[i].key; c++)
			if (*c != '_' && !taken(items, n, (uint32_t)*c))
				items[i].key = (uint32_t)*c;
	for (size_t i = 0; i < n; i++)
		for (const char *c = spare; *c && !items[i].key; c++)
			if (!taken(items, n, (uint32_t)*c))
				items[i].key = (uint32_t)*c;
}

size_t socket_menu_fill(const struct socket_row *row, struct socket_menu_item *items, size_t max)
{
	size_t n = 0;
	for (const char *const *name = likely(row); *name; name++)
		n = add(items, n, max, socket_menu_method(*name));
	for (int id = 0; row_at(id); id++)
		if (row_at(id)->self == &type_socket)
			n = add(items, n, max, row_at(id));
	give_keys(items, n);
	return n;
}

/* ---- results ---- */

const char *socket_menu_result(const char *op_name)
{
	static const struct {
		const char *op, *names;
	} results[] = {
	    {"accept", "#conn, addr"},
	    {"recv", "data"},
	    {"recvfrom", "data, addr"},
	    {"recvmsg", "data, anc, flags, addr"},
	    {"recv_into", "n"},
	    {"recvfrom_into", "n, addr"},
	    {"recvmsg_into", "n, anc, flags, addr"},
	    {"dup", "#copy"},
	    {"detach", "fd"},
	    {"connect_ex", "error"},
	    {"getsockopt", "value"},
	};
	for (size_t i = 0; i < sizeof results / sizeof *results; i++)
		if (strcmp(results[i].op, op_name) == 0)
			return results[i].names;
	return "";
}
