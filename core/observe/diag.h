/*
 * diag: a snapshot of all sockets of this network namespace, as the kernel lists them.
 *
 * NETLINK_SOCK_DIAG (sock_diag(7)), framed by libmnl; where the kernel has no such list for a
 * protocol (raw sockets often) its file in /proc/net is read instead. A struct diag belongs to one
 * thread at a time; the snapshot it gives is a value of its own, which may be read by any thread
 * once nobody changes it any more.
 *
 *	struct diag *d;
 *	struct diag_snapshot *s;
 *	diag_new(&d);
 *	if (diag_take(d, &(struct diag_options){.protos = DIAG_ALL}, &s) == 0)
 *		for (size_t i = 0; i < s->count; i++)
 *			... s->rows[i].state ...
 *	diag_snapshot_unref(s);
 *	diag_free(d);
 */
#ifndef CORE_OBSERVE_DIAG_H
#define CORE_OBSERVE_DIAG_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"

enum diag_proto {
	DIAG_TCP,
	DIAG_MPTCP,
	DIAG_UDP,
	DIAG_UDPLITE,
	DIAG_RAW,
	DIAG_ICMP, /* ping sockets: SOCK_DGRAM with IPPROTO_ICMP */
	DIAG_UNIX,
	DIAG_PACKET,
	DIAG_NETLINK,
	DIAG_PROTO_COUNT,
};

/* Watch rules (rule.h) at most: a bit for each in struct diag_row. */
#define DIAG_RULES_MAX 8

#define DIAG_BIT(proto) (1u << (proto))
#define DIAG_ALL (DIAG_BIT(DIAG_PROTO_COUNT) - 1)

/* Of all families; the kernel numbers them so (net/tcp_states.h), and user space has no header. */
enum diag_state {
	DIAG_ESTABLISHED = 1,
	DIAG_SYN_SENT,
	DIAG_SYN_RECV,
	DIAG_FIN_WAIT1,
	DIAG_FIN_WAIT2,
	DIAG_TIME_WAIT,
	DIAG_CLOSE, /* also: bound or unconnected, see diag_state_name() */
	DIAG_CLOSE_WAIT,
	DIAG_LAST_ACK,
	DIAG_LISTEN,
	DIAG_CLOSING,
	DIAG_NEW_SYN_RECV,
	DIAG_STATE_COUNT,
};

enum diag_timer {
	DIAG_TIMER_OFF,
	DIAG_TIMER_RETRANSMIT,
	DIAG_TIMER_KEEPALIVE,
	DIAG_TIMER_TIME_WAIT,
	DIAG_TIMER_PROBE, /* of a window of zero */
	DIAG_TIMER_COUNT,
};

/* How a row differs from the snapshot before; filled in by diag_compare(). */
enum diag_mark { DIAG_SAME, DIAG_NEW, DIAG_CHANGED, DIAG_CLOSED };

/* What is known of the processes that hold it; filled in by owner_fill(). */
enum diag_owner {
	DIAG_OWNER_PENDING, /* not looked for yet */
	DIAG_OWNER_KNOWN,
	DIAG_OWNER_UNKNOWN, /* no process that we may look into has it */
	DIAG_OWNER_NONE,    /* no process can have it: not accepted yet, TIME_WAIT, the kernel's */
};

struct diag_row {
	uint64_t cookie; /* one number for the whole life of a socket; 0: the kernel gave none */
	uint8_t proto;	 /* enum diag_proto */
	uint8_t family;	 /* AF_INET, ... */
	uint8_t type;	 /* SOCK_STREAM, ...; 0: not told */
	uint8_t state;	 /* enum diag_state */
	uint8_t timer;	 /* enum diag_timer */
	uint8_t retransmits; /* of what the timer waits for, so far */
	uint8_t shutdown;    /* 1: receiving was shut down, 2: sending, 3: both */
	uint8_t mark;	     /* enum diag_mark */
	uint8_t owner;	     /* enum diag_owner */
	bool has_tcp;	     /* the fields from TCP_INFO are there */
	bool has_memory;     /* rmem to drops are there */
	uint16_t name_len;   /* of an AF_UNIX socket, in the snapshot's text; 0: it has none */
	uint32_t name;

	uint32_t inode;	    /* 0: no descriptor refers to it */
	uint32_t uid;	    /* UINT32_MAX: not told */
	uint32_t protocol;  /* IPPROTO_ of RAW, ETH_P_ of PACKET, NETLINK_ of NETLINK */
	uint32_t interface; /* index, 0: none */
	uint16_t local_port, remote_port; /* INET; host order */
	uint8_t local[16], remote[16];	  /* INET: 4 bytes, INET6: 16; network order */
	uint32_t local_id, remote_id; /* NETLINK: port ids; UNIX: remote_id is the peer's inode */

	uint32_t recv_queue, send_queue; /* bytes not read, not yet acknowledged or sent */
	uint32_t accept_queue, backlog;	 /* of a listener: how many wait, how many may */
	uint32_t expires_ms;		 /* until the timer fires */
	uint32_t rmem, rcvbuf, wmem, sndbuf, drops; /* bytes of memory and limits; datagrams lost */

	/* TCP_INFO (tcp(7), linux/tcp.h); a shorter one of an older kernel leaves zeros. */
	uint32_t rtt_us, rttvar_us, min_rtt_us, rto_us;
	uint32_t cwnd, ssthresh, mss, pmtu; /* cwnd and ssthresh in segments */
	uint32_t retrans, lost, unacked;    /* segments: all retransmissions, now lost, in flight */
	uint32_t rcv_space, snd_wnd;	    /* bytes */
	uint32_t last_sent_ms, last_received_ms;
	uint64_t bytes_received, bytes_acked, bytes_sent, bytes_retrans;
	uint64_t segs_in, segs_out;
	uint64_t delivery_rate; /* bytes a second, as TCP estimates it */

	/* By diag_compare(). Monotonic times; 0: not while we looked. Rates in bytes a second. */
	int64_t seen_ns, changed_ns, closed_ns;
	int64_t
	    state_ns;	 /* since then it was always seen in this state: the kernel does not tell */
	uint64_t age_us; /* how long that is */
	uint64_t rate_in, rate_out;

	/* By rules_look(): bits and times by the number of the rule in the snapshot's rules. */
	uint8_t rules;			 /* that mark it */
	uint8_t rang;			 /* that began to, with this snapshot: a bell for each */
	uint8_t told;			 /* that ever did: no bell again */
	int64_t fits_ns[DIAG_RULES_MAX]; /* since when it fits the rule's filter; 0: it does not */

	/* By owner_fill(), where owner says DIAG_OWNER_KNOWN: the first of its holders. */
	int32_t pid, fd;
	uint32_t holders; /* processes that have it, all in all */
	char program[16]; /* as it came: clean it on its way out */
};

struct rules;

/* Counted references; constant once shared. */
struct diag_snapshot {
	struct diag_row *rows;
	size_t count, capacity;
	struct buf text; /* names of AF_UNIX sockets, see diag_name() */
	int64_t mono_ns; /* when the dump began */
	int64_t wall_ns;
	unsigned missing;    /* DIAG_BIT()s: this kernel has no list of them */
	unsigned partial;    /* DIAG_BIT()s: the list changed while it was read, or could not be */
	bool time_wait;	     /* those were asked for */
	struct rules *rules; /* that its rows were held against, a reference; NULL: none */
	atomic_uint refs;
};

struct diag_options {
	unsigned protos; /* DIAG_BIT()s */
	bool time_wait;	 /* list connections in TIME_WAIT too; there may be very many */
};

struct diag;

int diag_new(struct diag **out); /* 0 or -ENOMEM */
void diag_free(struct diag *d);

/*
 * All sockets, now. An interrupted or overrun dump is repeated, and marked as partial when that
 * does not help. 0 with *out, one reference, the caller's; -ENOMEM, -EMFILE, -ENFILE; -EPERM or
 * -EPROTONOSUPPORT where sock_diag is not to be had at all.
 */
int diag_take(struct diag *d, const struct diag_options *options, struct diag_snapshot **out);

struct diag_snapshot *diag_snapshot_new(void); /* empty, one reference; NULL: out of memory */
struct diag_snapshot *diag_snapshot_ref(struct diag_snapshot *s);
void diag_snapshot_unref(struct diag_snapshot *s); /* NULL is fine */

/* Append a row, all zeros, while nobody else has the snapshot. NULL: out of memory. */
struct diag_row *diag_snapshot_add(struct diag_snapshot *s);

/* Room for so many rows in all. 0 or -ENOMEM. */
int diag_snapshot_reserve(struct diag_snapshot *s, size_t rows);

/* Give a row of s its name. 0 or -ENOMEM. */
int diag_snapshot_name(struct diag_snapshot *s, struct diag_row *row, const void *name, size_t len);

#endif
