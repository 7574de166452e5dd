#include "views/system_destroy.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/op.h"
#include "core/observe/destroy.h"
#include "core/observe/diag_field.h"
#include "core/observe/diag_text.h"
#include "views/diag_cell.h"

/* ---- the line ---- */

static bool is_inet(const struct diag_row *row)
{
	return row->family == AF_INET || row->family == AF_INET6;
}

/* As Python has it; an end that is none is None, and for the kernel all zeros. */
static void put_end(const struct diag_row *row, const uint8_t ip[16], uint16_t port, struct buf *to)
{
	static const uint8_t any[16];
	char host[INET6_ADDRSTRLEN];
	if (!is_inet(row) || (port == 0 && memcmp(ip, any, sizeof any) == 0))
		buf_str(to, ", None");
	else
		buf_printf(
		    to, ", (\"%s\", %u)", inet_ntop(row->family, ip, host, sizeof host), port);
}

void system_destroy_line(const struct diag_row *row, struct buf *to)
{
	buf_printf(to, "destroy(\"%s\"", diag_proto_name(row));
	put_end(row, row->local, row->local_port, to);
	put_end(row, row->remote, row->remote_port, to);
	buf_printf(to, ", \"%" PRIx64 "\"", row->cookie);
	if (is_inet(row) && row->interface)
		buf_printf(to, ", interface=%u", row->interface);
	buf_str(to, ")");
}

/* ---- the question ---- */

static const char *what_comes(const struct diag_row *row)
{
	bool tcp = row->proto == DIAG_TCP || row->proto == DIAG_MPTCP;
	if (!is_inet(row))
		return "The kernel does that to TCP and UDP sockets only.";
	if (!tcp)
		return "Its next call fails with ECONNABORTED; a peer hears nothing.";
	switch (row->state) {
	case DIAG_LISTEN:
		return "It listens no more, accept fails with EINVAL; who waits there gets RST.";
	case DIAG_TIME_WAIT:
		return "Nobody holds it any more: its addresses are free at once.";
	case DIAG_SYN_SENT:
	case DIAG_CLOSE:
		return "Its calls fail with ECONNABORTED.";
	default:
		return "The peer gets RST, its own calls fail with ECONNABORTED.";
	}
}

static void add_cell(const char *name, const char *before, const struct diag_snapshot *s,
    const struct diag_row *row, enum clean_mode mode, struct buf *to)
{
	char cell[DIAG_CELL_MAX];
	diag_cell(diag_field_find(name, strlen(name)), s, row, mode, cell);
	if (strcmp(cell, "-") != 0)
		buf_printf(to, "%s%s", before, cell);
}

void system_destroy_question(
    const struct diag_snapshot *s, const struct diag_row *row, enum clean_mode mode, struct buf *to)
{
	static const char *const owners[] = {
	    [DIAG_OWNER_PENDING] = "a process not found yet",
	    [DIAG_OWNER_UNKNOWN] = "an unknown process",
	    [DIAG_OWNER_NONE] = "no process",
	};
	char owner[DIAG_CELL_MAX];
	bool known = row->owner == DIAG_OWNER_KNOWN;
	buf_printf(to, "Destroy %s", diag_proto_name(row));
	add_cell("local", " ", s, row, mode, to);
	add_cell("remote", " to ", s, row, mode, to);
	buf_printf(to, ", held by %s? %s",
	    known ? diag_owner_cell(row, mode, owner) : owners[row->owner], what_comes(row));
}

/* ---- the operation ---- */

static int read_end(struct call *call, size_t i, int family, struct address *to)
{
	*to = (struct address){0};
	if ((family != AF_INET && family != AF_INET6) || call->arg[i]->type == &type_none)
		return 0;
	return address_from_value(call->run, "destroy", family, -1, call->arg[i], to);
}

static int read_proto(struct call *call, struct destroy_target *t)
{
	const char *name;
	int r = call_str(call, 0, &name);
	if (r == 0 && diag_proto_find(name, &t->proto, &t->family) < 0)
		return exc_raise(call->run, &exc_ValueError,
		    "destroy() knows no protocol '%s': tcp, tcp6, udp, udp6, ...", name);
	return r;
}

static int read_cookie(struct call *call, uint64_t *cookie)
{
	const char *text;
	int r = call_str(call, 3, &text);
	if (r < 0)
		return r;
	size_t digits = strspn(text, "0123456789abcdefABCDEF");
	*cookie = strtoull(text, NULL, 16);
	if (!digits || text[digits] || digits > 16 || !destroy_knows(*cookie))
		return exc_raise(call->run, &exc_ValueError,
		    "destroy() needs the cookie of one socket, such as '1f3a': sk: of ss -e");
	return 0;
}

static int read_interface(struct call *call, uint32_t *interface)
{
	int64_t index = 0;
	int r = call_int(call, 4, &index);
	if (r == 0 && (index < 0 || index > INT32_MAX))
		return exc_raise(call->run, &exc_OverflowError, "an interface has an index from 0");
	*interface = (uint32_t)index;
	return r;
}

int system_destroy_op(struct call *call)
{
	struct destroy_target t = {0};
	int r = read_proto(call, &t);
	if (r == 0)
		r = read_end(call, 1, t.family, &t.local);
	if (r == 0)
		r = read_end(call, 2, t.family, &t.remote);
	if (r == 0)
		r = read_cookie(call, &t.cookie);
	if (r == 0)
		r = read_interface(call, &t.interface);
	if (r < 0)
		return r;
	int error = destroy_socket(call->run, &t);
	if (error == 0)
		return 0;
	r = exc_raise_os(call->run, -error);
	exc_name_call(call->run, "destroy");
	return r;
}
