#include "core/observe/tcp.h"

#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>

static void take(const struct tcp_info *i, struct tcp_facts *f)
{
	*f = (struct tcp_facts){
	    .state = i->tcpi_state,
	    .rtt_us = i->tcpi_rtt,
	    .rttvar_us = i->tcpi_rttvar,
	    .cwnd = i->tcpi_snd_cwnd,
	    .ssthresh = i->tcpi_snd_ssthresh,
	    .mss = i->tcpi_snd_mss,
	    .peer_mss = i->tcpi_rcv_mss,
	    .retrans = i->tcpi_total_retrans,
	    .probes = i->tcpi_probes,
	    .unacked = i->tcpi_unacked,
	    .sacked = i->tcpi_sacked,
	    .last_sent_ms = i->tcpi_last_data_sent,
	    .last_received_ms = i->tcpi_last_data_recv,
	    .bytes_acked = i->tcpi_bytes_acked,
	    .bytes_received = i->tcpi_bytes_received,
	    .segments_out = i->tcpi_segs_out,
	    .segments_in = i->tcpi_segs_in,
	    .delivery_rate = i->tcpi_delivery_rate,
	};
}

int tcp_ask(int fd, struct tcp_facts *out)
{
	struct tcp_info info;
	socklen_t len = sizeof info;
	memset(&info, 0, sizeof info); /* what an older kernel does not fill */
	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) < 0)
		return -errno;
	take(&info, out);
	return 0;
}

const char *tcp_state_name(int state)
{
	/* include/net/tcp_states.h of the kernel */
	static const char *const names[] = {
	    [1] = "ESTABLISHED",
	    [2] = "SYN_SENT",
	    [3] = "SYN_RECV",
	    [4] = "FIN_WAIT1",
	    [5] = "FIN_WAIT2",
	    [6] = "TIME_WAIT",
	    [7] = "CLOSE",
	    [8] = "CLOSE_WAIT",
	    [9] = "LAST_ACK",
	    [10] = "LISTEN",
	    [11] = "CLOSING",
	    [12] = "NEW_SYN_RECV",
	};
	bool known = state > 0 && (size_t)state < sizeof names / sizeof *names;
	return known ? names[state] : "?";
}
