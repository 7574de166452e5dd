/* The table of struct tcp_info, and how its numbers are told. */
#include "core/observe/tcp_fields.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "core/observe/tcp.h"

#define FIELD(member)                                                                              \
	.name = #member, .offset = offsetof(struct tcp_info, tcpi_##member),                       \
	.size = sizeof((struct tcp_info *)0)->tcpi_##member

/* The bit fields behind tcpi_options have no offset in C; the kernel's order puts the first one
 * lowest where bytes are little-endian, which is where this program is built for. */
#define AT_WSCALE (offsetof(struct tcp_info, tcpi_options) + 1)
#define AT_FLAGS (AT_WSCALE + 1)

static_assert(AT_FLAGS + 1 == offsetof(struct tcp_info, tcpi_rto), "two bytes of them");
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the bits are where the table says");

const struct tcp_field tcp_fields[] = {
    {FIELD(state), .unit = TCP_UNIT_STATE, .help = "state of the connection"},
    {FIELD(ca_state), .unit = TCP_UNIT_CONGESTION,
	.help = "what congestion control makes of losses"},
    {FIELD(retransmits), .unit = TCP_UNIT_NONE,
	.help = "times the oldest segment was sent anew, unanswered"},
    {FIELD(probes), .unit = TCP_UNIT_NONE,
	.help = "unanswered probes of a closed window or a silent peer"},
    {FIELD(backoff), .unit = TCP_UNIT_NONE, .help = "doublings of the retransmission time-out"},
    {FIELD(options), .unit = TCP_UNIT_OPTIONS, .help = "what both ends agreed on at the start"},
    {.name = "snd_wscale",
	.offset = AT_WSCALE,
	.size = 1,
	.shift = 0,
	.bits = 4,
	.unit = TCP_UNIT_NONE,
	.help = "the peer's window counts 2 to this power bytes"},
    {.name = "rcv_wscale",
	.offset = AT_WSCALE,
	.size = 1,
	.shift = 4,
	.bits = 4,
	.unit = TCP_UNIT_NONE,
	.help = "our window counts 2 to this power bytes"},
    {.name = "delivery_rate_app_limited",
	.offset = AT_FLAGS,
	.size = 1,
	.shift = 0,
	.bits = 1,
	.unit = TCP_UNIT_NONE,
	.help = "1: the rate was limited by what we sent"},
    {.name = "fastopen_client_fail",
	.offset = AT_FLAGS,
	.size = 1,
	.shift = 1,
	.bits = 2,
	.unit = TCP_UNIT_NONE,
	.help = "why TCP Fast Open failed, 0: it did not"},
    {FIELD(rto), .unit = TCP_UNIT_US,
	.help = "retransmission time-out: how long an answer is waited for"},
    {FIELD(ato), .unit = TCP_UNIT_US, .help = "how long an acknowledgement may be delayed"},
    {FIELD(snd_mss), .unit = TCP_UNIT_BYTES, .help = "largest segment we send"},
    {FIELD(rcv_mss), .unit = TCP_UNIT_BYTES, .help = "largest segment the peer seems to send"},
    {FIELD(unacked), .unit = TCP_UNIT_SEGMENTS,
	.help = "in flight; of a listener: connections that wait"},
    {FIELD(sacked), .unit = TCP_UNIT_SEGMENTS,
	.help = "acknowledged out of order; of a listener: its backlog"},
    {FIELD(lost), .unit = TCP_UNIT_SEGMENTS, .help = "taken for lost now"},
    {FIELD(retrans), .unit = TCP_UNIT_SEGMENTS, .help = "sent anew and not answered yet"},
    {FIELD(last_data_sent), .unit = TCP_UNIT_MS, .help = "since data was sent"},
    {FIELD(last_data_recv), .unit = TCP_UNIT_MS, .help = "since data came"},
    {FIELD(last_ack_recv), .unit = TCP_UNIT_MS, .help = "since an acknowledgement came"},
    {FIELD(pmtu), .unit = TCP_UNIT_BYTES, .help = "largest packet the way takes"},
    {FIELD(rcv_ssthresh), .unit = TCP_UNIT_BYTES, .help = "window we would offer now"},
    {FIELD(rtt), .unit = TCP_UNIT_US, .help = "round trip time, smoothed"},
    {FIELD(rttvar), .unit = TCP_UNIT_US, .help = "how much the round trip time varies"},
    {FIELD(snd_ssthresh), .unit = TCP_UNIT_SEGMENTS, .help = "window from which growth is slow"},
    {FIELD(snd_cwnd), .unit = TCP_UNIT_SEGMENTS,
	.help = "congestion window: what may be in flight"},
    {FIELD(advmss), .unit = TCP_UNIT_BYTES, .help = "largest segment we said we take"},
    {FIELD(reordering), .unit = TCP_UNIT_SEGMENTS,
	.help = "out of order by so many is no loss yet"},
    {FIELD(rcv_rtt), .unit = TCP_UNIT_US, .help = "round trip time as a receiver guesses it"},
    {FIELD(rcv_space), .unit = TCP_UNIT_BYTES, .help = "what the program reads in a round trip"},
    {FIELD(total_retrans), .unit = TCP_UNIT_SEGMENTS, .help = "sent anew in all"},
    {FIELD(pacing_rate), .unit = TCP_UNIT_RATE, .help = "the pace at which segments leave"},
    {FIELD(max_pacing_rate), .unit = TCP_UNIT_RATE,
	.help = "limit of that pace, SO_MAX_PACING_RATE"},
    {FIELD(bytes_acked), .unit = TCP_UNIT_BYTES, .help = "sent and acknowledged"},
    {FIELD(bytes_received), .unit = TCP_UNIT_BYTES,
	.help = "received; the peer's FIN counts as one"},
    {FIELD(segs_out), .unit = TCP_UNIT_SEGMENTS, .help = "sent, with bare acknowledgements"},
    {FIELD(segs_in), .unit = TCP_UNIT_SEGMENTS, .help = "received, with bare acknowledgements"},
    {FIELD(notsent_bytes), .unit = TCP_UNIT_BYTES, .help = "in the send queue, not sent yet"},
    {FIELD(min_rtt), .unit = TCP_UNIT_US, .help = "shortest round trip time seen"},
    {FIELD(data_segs_in), .unit = TCP_UNIT_SEGMENTS, .help = "received with data"},
    {FIELD(data_segs_out), .unit = TCP_UNIT_SEGMENTS, .help = "sent with data"},
    {FIELD(delivery_rate), .unit = TCP_UNIT_RATE,
	.help = "rate at which data lately arrived at the peer"},
    {FIELD(busy_time), .unit = TCP_UNIT_US, .help = "time with data to send"},
    {FIELD(rwnd_limited), .unit = TCP_UNIT_US, .help = "time held up by the peer's window"},
    {FIELD(sndbuf_limited), .unit = TCP_UNIT_US, .help = "time held up by our send buffer"},
    {FIELD(delivered), .unit = TCP_UNIT_SEGMENTS, .help = "that arrived at the peer"},
    {FIELD(delivered_ce), .unit = TCP_UNIT_SEGMENTS,
	.help = "of these, marked by a router as congested (ECN)"},
    {FIELD(bytes_sent), .unit = TCP_UNIT_BYTES, .help = "sent, with what was sent anew"},
    {FIELD(bytes_retrans), .unit = TCP_UNIT_BYTES, .help = "sent anew"},
    {FIELD(dsack_dups), .unit = TCP_UNIT_NONE, .help = "duplicates the peer told of"},
    {FIELD(reord_seen), .unit = TCP_UNIT_NONE, .help = "times that segments came out of order"},
    {FIELD(rcv_ooopack), .unit = TCP_UNIT_SEGMENTS, .help = "received out of order"},
    {FIELD(snd_wnd), .unit = TCP_UNIT_BYTES, .help = "window the peer offers"},
};

const size_t tcp_field_count = sizeof tcp_fields / sizeof *tcp_fields;

int tcp_raw_ask(int fd, struct tcp_raw *out)
{
	socklen_t len = sizeof out->info;
	memset(out, 0, sizeof *out);
	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &out->info, &len) < 0)
		return -errno;
	out->len = len;
	return 0;
}

bool tcp_field_get(const struct tcp_field *f, const struct tcp_raw *raw, uint64_t *value)
{
	const unsigned char *at = (const unsigned char *)&raw->info + f->offset;
	uint32_t word;
	if ((size_t)f->offset + f->size > raw->len)
		return false;
	if (f->size == sizeof *value) {
		memcpy(value, at, sizeof *value);
	} else if (f->size == sizeof word) {
		memcpy(&word, at, sizeof word);
		*value = word;
	} else {
		*value = *at;
	}
	if (f->bits)
		*value = *value >> f->shift & ((1u << f->bits) - 1);
	return true;
}

/* ---- as text ---- */

static const char *congestion_name(uint64_t value)
{
	static const char *const names[] = {"Open", "Disorder", "CWR", "Recovery", "Loss"};
	return value < sizeof names / sizeof *names ? names[value] : "?";
}

static void write_options(uint64_t bits, char *text, size_t size)
{
	static const char *const names[] = {
	    "timestamps", "sack", "wscale", "ecn", "ecn_seen", "syn_data"};
	size_t used = 0;
	text[0] = '\0';
	for (size_t i = 0; i < sizeof names / sizeof *names && used < size; i++)
		if (bits >> i & 1)
			used += (size_t)snprintf(
			    text + used, size - used, "%s%s", used ? " " : "", names[i]);
	if (!text[0])
		snprintf(text, size, "none");
}

static void write_rate(uint64_t value, char *text, size_t size)
{
	if (value == UINT64_MAX)
		snprintf(text, size, "no limit");
	else
		snprintf(text, size, "%.3f MB/s", (double)value / 1e6);
}

static void write_segments(uint64_t value, char *text, size_t size)
{
	if (value == INT32_MAX) /* of snd_ssthresh: TCP_INFINITE_SSTHRESH */
		snprintf(text, size, "no limit");
	else
		snprintf(text, size, "%" PRIu64 " segments", value);
}

const char *tcp_field_text(const struct tcp_field *f, uint64_t value, char *text, size_t size)
{
	switch (f->unit) {
	case TCP_UNIT_STATE:
		snprintf(text, size, "%s", tcp_state_name((int)value));
		break;
	case TCP_UNIT_CONGESTION:
		snprintf(text, size, "%s", congestion_name(value));
		break;
	case TCP_UNIT_OPTIONS:
		write_options(value, text, size);
		break;
	case TCP_UNIT_US:
		snprintf(text, size, "%.3f ms", (double)value / 1000);
		break;
	case TCP_UNIT_MS:
		snprintf(text, size, "%.3f s", (double)value / 1000);
		break;
	case TCP_UNIT_BYTES:
		snprintf(text, size, "%" PRIu64 " B", value);
		break;
	case TCP_UNIT_SEGMENTS:
		write_segments(value, text, size);
		break;
	case TCP_UNIT_RATE:
		write_rate(value, text, size);
		break;
	default:
		snprintf(text, size, "%" PRIu64, value);
	}
	return text;
}
