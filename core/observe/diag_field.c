#include "core/observe/diag_field.h"

#include <string.h>
#include <sys/socket.h>

#include "core/observe/rule.h"

/* A text that needs nothing but the row. */
#define TEXT_OF_ROW(function)                                                                      \
	static const char *get_##function(                                                         \
	    const struct diag_snapshot *s, const struct diag_row *row, char text[DIAG_TEXT_MAX])   \
	{                                                                                          \
		(void)s, (void)text;                                                               \
		return diag_##function(row);                                                       \
	}

TEXT_OF_ROW(proto_name)
TEXT_OF_ROW(state_name)
TEXT_OF_ROW(family_name)
TEXT_OF_ROW(type_name)
TEXT_OF_ROW(timer_name)
TEXT_OF_ROW(shutdown_name)
TEXT_OF_ROW(mark_name)

static const char *get_service(
    const struct diag_snapshot *s, const struct diag_row *row, char text[DIAG_TEXT_MAX])
{
	(void)s;
	return diag_service_name(row, text);
}

static const char *get_remote(
    const struct diag_snapshot *s, const struct diag_row *row, char text[DIAG_TEXT_MAX])
{
	(void)s;
	return diag_remote_text(row, text);
}

static const char *get_program(
    const struct diag_snapshot *s, const struct diag_row *row, char text[DIAG_TEXT_MAX])
{
	(void)s, (void)text;
	return row->owner == DIAG_OWNER_KNOWN ? row->program : "";
}

static size_t put_port(uint64_t *value, uint16_t port)
{
	*value = port;
	return port != 0;
}

static size_t get_ports(const struct diag_row *row, uint64_t value[FIELD_VALUES_MAX])
{
	size_t n = put_port(value, row->local_port);
	return n + put_port(value + n, row->remote_port);
}

static size_t get_in(const struct diag_row *row, uint64_t value[FIELD_VALUES_MAX])
{
	value[0] = diag_bytes_in(row);
	return row->has_tcp;
}

static size_t get_out(const struct diag_row *row, uint64_t value[FIELD_VALUES_MAX])
{
	value[0] = diag_bytes_out(row);
	return row->has_tcp;
}

static const char *get_rule(
    const struct diag_snapshot *s, const struct diag_row *row, char text[DIAG_TEXT_MAX])
{
	return rules_names(s->rules, row->rules, text, DIAG_TEXT_MAX);
}

#define MEMBER(name)                                                                               \
	.offset = offsetof(struct diag_row, name), .size = sizeof((struct diag_row){0}.name)

/* clang-format off */
static const struct diag_field fields[] = {
	{"proto", "PROTO", "protocol: tcp, tcp6, udp, unix, raw, packet, netlink, ...",
	    FIELD_WORD, .text = get_proto_name},
	{"state", "STATE", "state: LISTEN, ESTABLISHED, CLOSE_WAIT, bound, connected, ...",
	    FIELD_WORD, .text = get_state_name},
	{"local", "LOCAL", "own address", FIELD_TEXT, .text = diag_local_text},
	{"remote", "REMOTE", "address of the other end; of a UNIX socket its inode",
	    FIELD_TEXT, .text = get_remote},
	{"port", "PORT", "port of either end", FIELD_NUMBER, .numbers = get_ports},
	{"lport", "LPORT", "own port", FIELD_NUMBER, .when = FIELD_NOT_ZERO, MEMBER(local_port)},
	{"rport", "RPORT", "port of the other end",
	    FIELD_NUMBER, .when = FIELD_NOT_ZERO, MEMBER(remote_port)},
	{"proc", "PROGRAM", "program of the first process that holds it",
	    FIELD_TEXT, .text = get_program},
	{"pid", "PID", "process that holds it", FIELD_NUMBER, .when = FIELD_OWNED, MEMBER(pid)},
	{"fd", "FD", "its descriptor in that process",
	    FIELD_NUMBER, .when = FIELD_OWNED, MEMBER(fd)},
	{"holders", "HOLDERS", "processes that hold it",
	    FIELD_NUMBER, .when = FIELD_OWNED, MEMBER(holders)},
	{"uid", "UID", "user it belongs to", FIELD_NUMBER, .when = FIELD_HAS_UID, MEMBER(uid)},
	{"inode", "INODE", "inode, as in /proc/PID/fd",
	    FIELD_NUMBER, .when = FIELD_NOT_ZERO, MEMBER(inode)},
	{"family", "FAMILY", "address family", FIELD_WORD, .text = get_family_name},
	{"type", "TYPE", "socket type", FIELD_WORD, .text = get_type_name},
	{"service", "SERVICE",
	    "protocol of a raw or netlink socket, Ethernet type of a packet socket",
	    FIELD_WORD, .text = get_service},
	{"recvq", "RECV-Q", "bytes that arrived and were not read",
	    FIELD_BYTES, .when = FIELD_LISTENS_NOT, MEMBER(recv_queue)},
	{"sendq", "SEND-Q", "bytes that were sent and not acknowledged",
	    FIELD_BYTES, .when = FIELD_LISTENS_NOT, MEMBER(send_queue)},
	{"queue", "QUEUE", "connections that wait to be accepted, of a listener",
	    FIELD_NUMBER, .when = FIELD_LISTENS, MEMBER(accept_queue)},
	{"backlog", "BACKLOG", "how many may wait, of a listener",
	    FIELD_NUMBER, .when = FIELD_LISTENS, MEMBER(backlog)},
	{"rx", "IN", "bytes received", FIELD_BYTES, .numbers = get_in},
	{"tx", "OUT", "bytes sent, each counted once", FIELD_BYTES, .numbers = get_out},
	{"rxrate", "IN/S", "bytes received a second",
	    FIELD_RATE, .when = FIELD_HAS_TCP, MEMBER(rate_in)},
	{"txrate", "OUT/S", "bytes sent a second",
	    FIELD_RATE, .when = FIELD_HAS_TCP, MEMBER(rate_out)},
	{"acked", "ACKED", "bytes acknowledged, the SYN as one",
	    FIELD_BYTES, .when = FIELD_HAS_TCP, MEMBER(bytes_acked)},
	{"resent", "RESENT", "bytes sent anew",
	    FIELD_BYTES, .when = FIELD_HAS_TCP, MEMBER(bytes_retrans)},
	{"rtt", "RTT", "round trip time, smoothed",
	    FIELD_TIME, .when = FIELD_HAS_TCP, MEMBER(rtt_us)},
	{"rttvar", "RTTVAR", "mean deviation of the round trip time",
	    FIELD_TIME, .when = FIELD_HAS_TCP, MEMBER(rttvar_us)},
	{"minrtt", "MINRTT", "shortest round trip time",
	    FIELD_TIME, .when = FIELD_HAS_TCP, MEMBER(min_rtt_us)},
	{"rto", "RTO", "time until something is sent anew",
	    FIELD_TIME, .when = FIELD_HAS_TCP, MEMBER(rto_us)},
	{"retrans", "RETRANS", "segments sent anew since it was opened",
	    FIELD_NUMBER, .when = FIELD_HAS_TCP, MEMBER(retrans)},
	{"lost", "LOST", "segments taken for lost",
	    FIELD_NUMBER, .when = FIELD_HAS_TCP, MEMBER(lost)},
	{"unacked", "UNACKED", "segments sent and not acknowledged",
	    FIELD_NUMBER, .when = FIELD_HAS_TCP, MEMBER(unacked)},
	{"cwnd", "CWND", "congestion window, in segments",
	    FIELD_NUMBER, .when = FIELD_HAS_TCP, MEMBER(cwnd)},
	{"ssthresh", "SSTHRESH", "where slow start ends, in segments; 0 where it never ended",
	    FIELD_NUMBER, .when = FIELD_HAS_TCP, MEMBER(ssthresh)},
	{"mss", "MSS", "most bytes in a segment",
	    FIELD_NUMBER, .when = FIELD_HAS_TCP, MEMBER(mss)},
	{"pmtu", "PMTU", "most bytes in a packet on this path",
	    FIELD_NUMBER, .when = FIELD_HAS_TCP, MEMBER(pmtu)},
	{"window", "WINDOW", "bytes that the other end can take",
	    FIELD_BYTES, .when = FIELD_HAS_TCP, MEMBER(snd_wnd)},
	{"segsin", "SEGS-IN", "segments received",
	    FIELD_NUMBER, .when = FIELD_HAS_TCP, MEMBER(segs_in)},
	{"segsout", "SEGS-OUT", "segments sent",
	    FIELD_NUMBER, .when = FIELD_HAS_TCP, MEMBER(segs_out)},
	{"delivery", "DELIVERY", "rate at which data was delivered lately",
	    FIELD_RATE, .when = FIELD_HAS_TCP, MEMBER(delivery_rate)},
	{"sent", "SENT", "time since something was sent",
	    FIELD_TIME, .when = FIELD_HAS_TCP, MEMBER(last_sent_ms), .scale = 1000},
	{"received", "RECEIVED", "time since something was received",
	    FIELD_TIME, .when = FIELD_HAS_TCP, MEMBER(last_received_ms), .scale = 1000},
	{"timer", "TIMER", "timer that runs: retransmit, keepalive, time_wait, probe",
	    FIELD_WORD, .text = get_timer_name},
	{"expires", "EXPIRES", "time until that timer fires",
	    FIELD_TIME, .when = FIELD_TIMED, MEMBER(expires_ms), .scale = 1000},
	{"shutdown", "SHUTDOWN", "directions that were shut down: recv, send, both",
	    FIELD_WORD, .text = get_shutdown_name},
	{"rmem", "RMEM", "memory taken by what arrived",
	    FIELD_BYTES, .when = FIELD_HAS_MEMORY, MEMBER(rmem)},
	{"rcvbuf", "RCVBUF", "most of it, SO_RCVBUF",
	    FIELD_BYTES, .when = FIELD_HAS_MEMORY, MEMBER(rcvbuf)},
	{"wmem", "WMEM", "memory taken by what is to be sent",
	    FIELD_BYTES, .when = FIELD_HAS_MEMORY, MEMBER(wmem)},
	{"sndbuf", "SNDBUF", "most of it, SO_SNDBUF",
	    FIELD_BYTES, .when = FIELD_HAS_MEMORY, MEMBER(sndbuf)},
	{"drops", "DROPS", "datagrams dropped for want of room",
	    FIELD_NUMBER, .when = FIELD_HAS_MEMORY, MEMBER(drops)},
	{"age", "AGE", "time in its state, as far as it was seen",
	    FIELD_AGE, .when = FIELD_ALWAYS, MEMBER(age_us)},
	{"rule", "RULE", "watch rules that mark it", FIELD_TEXT, .text = get_rule},
	{"mark", "MARK", "since we look: new, changed, closed", FIELD_WORD, .text = get_mark_name},
};
/* clang-format on */

const struct diag_field *diag_field_at(size_t i)
{
	return i < sizeof fields / sizeof *fields ? &fields[i] : NULL;
}

const struct diag_field *diag_field_find(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (strncmp(fields[i].name, name, len) == 0 && !fields[i].name[len])
			return &fields[i];
	return NULL;
}

bool diag_field_is_text(const struct diag_field *f)
{
	return f->type == FIELD_TEXT || f->type == FIELD_WORD;
}

static uint64_t member(const struct diag_field *f, const struct diag_row *row)
{
	const char *at = (const char *)row + f->offset;
	uint16_t small;
	uint32_t medium;
	uint64_t large;
	switch (f->size) {
	case sizeof small:
		memcpy(&small, at, sizeof small);
		return small;
	case sizeof medium:
		memcpy(&medium, at, sizeof medium);
		return medium;
	default:
		memcpy(&large, at, sizeof large);
		return large;
	}
}

static bool is_there(enum field_when when, const struct diag_row *row, uint64_t value)
{
	switch (when) {
	case FIELD_NOT_ZERO:
		return value != 0;
	case FIELD_HAS_TCP:
		return row->has_tcp;
	case FIELD_HAS_MEMORY:
		return row->has_memory;
	case FIELD_LISTENS:
		return row->state == DIAG_LISTEN;
	case FIELD_LISTENS_NOT:
		return row->state != DIAG_LISTEN;
	case FIELD_OWNED:
		return row->owner == DIAG_OWNER_KNOWN;
	case FIELD_TIMED:
		return row->timer != DIAG_TIMER_OFF;
	case FIELD_HAS_UID:
		return row->uid != UINT32_MAX;
	default:
		return true;
	}
}

size_t diag_field_numbers(
    const struct diag_field *f, const struct diag_row *row, uint64_t value[FIELD_VALUES_MAX])
{
	if (f->numbers)
		return f->numbers(row, value);
	value[0] = member(f, row);
	if (!is_there(f->when, row, value[0]))
		return 0;
	if (f->scale)
		value[0] *= f->scale;
	return 1;
}
