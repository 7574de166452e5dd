/*
 * load: many clients at once against an echo server, each with one request under way: how many a
 * second, how long each took, and whether what came back is what was sent.
 *
 * One thread, its caller's, from beginning to end; a cockpit calls it on a thread of its own.
 *
 *	struct load_options o = {.socktype = SOCK_STREAM, .clients = 16, .size = 64,
 *	    .duration_ns = 5 * NS_PER_S};
 *	address_parse("127.0.0.1:9000", &o.address, &why);
 *	load_run(&o, result);
 */
#ifndef CORE_LOAD_LOAD_H
#define CORE_LOAD_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/load/histogram.h"
#include "core/ops/address.h"

#define LOAD_CLIENTS_MAX 100000u
#define LOAD_SIZE_MAX ((size_t)64 << 20)
#define LOAD_DATAGRAM_MAX ((size_t)65507)
#define LOAD_TICK_NS INT64_C(100000000) /* how often tick is called */

/* What tick says. */
enum load_wish {
	LOAD_GO_ON,
	LOAD_FINISH,  /* begin no more requests, and wait a second for answers */
	LOAD_ABANDON, /* nor wait for answers */
};

struct load_result {
	uint64_t requests;    /* answered, and answered right */
	uint64_t connections; /* that were made; for datagrams: sockets */
	uint64_t bytes_sent, bytes_received;
	uint64_t errors;   /* connections that failed or broke */
	uint64_t wrong;	   /* answers that differ from what was sent */
	uint64_t timeouts; /* requests without an answer in time; datagrams that were lost */
	int first_error;   /* errno of the first error, 0: none */
	int64_t elapsed_ns;
	struct histogram latency; /* of a request, with its connect where it has one of its own */
};

struct load_options {
	struct address address;
	int socktype;	   /* SOCK_STREAM or SOCK_DGRAM */
	unsigned clients;  /* at least 1 */
	size_t size;	   /* bytes of each request; at least 1 */
	uint64_t requests; /* so many in all; 0: for duration_ns */
	int64_t duration_ns;
	int64_t timeout_ns; /* of a request; 0: 10 s, of datagrams 1 s */
	/* A client keeps its connection. Else each request has its own; then, to 127.0.0.0/8,
	 * clients have addresses of their own, for one would not have ports enough. */
	bool persistent;
	/* Called every LOAD_TICK_NS with what there is by now. May be NULL. */
	enum load_wish (*tick)(void *ctx, const struct load_result *so_far, int64_t elapsed_ns);
	void *ctx;
};

/*
 * Run it. What is under way when time is up is waited for until its timeout, and after LOAD_FINISH
 * a second at most. It ends early where nobody was there from the beginning: then requests is 0 and
 * first_error says why. 0; or -EINVAL (options), -ENOMEM, -EMFILE: nothing was run. Errors of
 * connections are figures of the result; each costs a request of those that were asked for.
 */
int load_run(const struct load_options *o, struct load_result *out);

/* Read "HOST:PORT", "udp:HOST:PORT", "unix:PATH", "unix-dgram:PATH". As address_parse(). */
int load_parse_address(const char *text, struct load_options *o, const char **why);

/* Room for what load_format_address() writes. */
#define LOAD_ADDRESS_MAX (ADDRESS_TEXT_MAX + 16)

/* The same the other way: the address as text that load_parse_address() takes, a name as the number
 * that was found for it. As address_format(). */
size_t load_format_address(const struct load_options *o, char *text, size_t size);

#endif
