/* plain: one request after another, as socketserver.TCPServer: a second client waits for the first
 * to leave. */
#include <errno.h>
#include <unistd.h>

#include "core/server/conn.h"
#include "core/server/datagram.h"
#include "core/server/model.h"
#include "core/server/models/rows.h"
#include "core/server/service.h"

static uint64_t begin(struct service *s, const struct address *peer)
{
	uint64_t id = shm_conn_begin(&s->shm, 0, &peer->sa, peer->len);
	atomic_store_explicit(&shm_slot(&s->shm, 0)->pid, s->pid, memory_order_relaxed);
	return id;
}

static void take_connection(struct service *s)
{
	struct address peer;
	struct conn c;
	int fd = service_accept(s, &peer);
	if (fd < 0)
		return;
	conn_init(&c, s, fd, 0, begin(s, &peer));
	service_serving(fd);
	service_add(s, &c);
	conn_serve(&c);
	service_serving(-1);
	shm_conn_end(&s->shm, 0, false);
	service_handled(s);
}

static void take_datagrams(struct service *s, char *buffer)
{
	struct datagram d = {.data = buffer};
	for (int n = 0; n < DATAGRAM_BURST && s->accepting && !service_ending(); n++) {
		if (!datagram_receive(s, &d))
			return;
		datagram_serve(s, &d, 0, begin(s, &d.peer));
		shm_conn_end(&s->shm, 0, false);
		service_handled(s);
	}
}

static int run(struct service *s)
{
	char buffer[DATAGRAM_MAX];
	bool stream = model_is_stream(s->model);
	while (!service_over(s))
		if (service_wait(s, WAIT_ROOM, 0) & SERVICE_READY)
			stream ? take_connection(s) : take_datagrams(s, buffer);
	return 0;
}

#define PLAIN(KIND, NAME, HELP)                                                                    \
	{                                                                                          \
		.type = MODEL_TYPE(NAME, HELP), .kind = (KIND), .run = run                         \
	}

const struct model model_tcp =
    PLAIN(KIND_TCP, "TCPServer", "One connection after another; the others wait.");
const struct model model_udp = PLAIN(KIND_UDP, "UDPServer", "One datagram after another.");
const struct model model_unix_stream =
    PLAIN(KIND_UNIX_STREAM, "UnixStreamServer", "One connection after another; the others wait.");
const struct model model_unix_dgram =
    PLAIN(KIND_UNIX_DGRAM, "UnixDatagramServer", "One datagram after another.");
