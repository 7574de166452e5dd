/*
 * tcp: the kernel's struct tcp_info, of any age. A shorter one than this program knows leaves
 * zeros. tcp(7), linux/tcp.h. Any thread.
 */
#ifndef CORE_OBSERVE_TCP_H
#define CORE_OBSERVE_TCP_H

#include <stdint.h>

#define TCP_STATE_ESTABLISHED 1
#define TCP_STATE_SYN_SENT 2
#define TCP_STATE_TIME_WAIT 6
#define TCP_STATE_CLOSE 7
#define TCP_STATE_LISTEN 10

struct tcp_facts {
	int state; /* the kernel's number: 1 ESTABLISHED, ... */
	uint32_t rtt_us, rttvar_us, cwnd, ssthresh, mss, peer_mss;
	uint32_t retrans;	  /* segments sent again, in all */
	uint32_t probes;	  /* of a closed window or a silent peer, unanswered */
	uint32_t unacked, sacked; /* of a listener: connections that wait, and the backlog */
	uint32_t last_sent_ms, last_received_ms;
	uint64_t bytes_acked, bytes_received;
	uint64_t segments_out, segments_in;
	uint64_t delivery_rate; /* bytes a second */
};

/* 0, or -errno: not a TCP socket, closed. */
int tcp_ask(int fd, struct tcp_facts *out);

/* "ESTABLISHED"; "?" for a number the kernel has not. Static. */
const char *tcp_state_name(int state);

#endif
