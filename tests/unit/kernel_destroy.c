#include "tests/unit/kernel_destroy.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

struct request {
	struct nlmsghdr head;
	struct inet_diag_req_v2 body;
};

static uint16_t local_port(int fd)
{
	struct sockaddr_in a;
	socklen_t len = sizeof a;
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &len), 0);
	return a.sin_port;
}

static struct request request_for(int fd, uint16_t remote_port)
{
	uint32_t cookie[2];
	socklen_t len = sizeof cookie;
	assert_int_equal(getsockopt(fd, SOL_SOCKET, SO_COOKIE, cookie, &len), 0);
	return (struct request){
	    .head = {sizeof(struct request), SOCK_DESTROY, NLM_F_REQUEST | NLM_F_ACK, 7, 0},
	    .body = {.sdiag_family = AF_INET,
		.sdiag_protocol = IPPROTO_TCP,
		.id = {.idiag_sport = local_port(fd),
		    .idiag_dport = remote_port,
		    .idiag_src = {htonl(INADDR_LOOPBACK)},
		    .idiag_dst = {htonl(INADDR_LOOPBACK)},
		    .idiag_cookie = {cookie[0], cookie[1]}}},
	};
}

static int ask(const struct request *q)
{
	union {
		struct {
			struct nlmsghdr head;
			struct nlmsgerr error;
		} it;
		char room[512];
	} a;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	assert_int_equal(send(fd, q, sizeof *q, 0), sizeof *q);
	assert_true(recv(fd, &a, sizeof a, 0) >= (ssize_t)sizeof a.it);
	assert_int_equal(a.it.head.nlmsg_type, NLMSG_ERROR);
	close(fd);
	return a.it.error.error;
}

int kernel_destroy_says(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(listener, (struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(listen(listener, 1), 0);
	a.sin_port = local_port(listener);
	assert_int_equal(connect(client, (struct sockaddr *)&a, sizeof a), 0);
	const struct request q = request_for(client, a.sin_port);
	int says = ask(&q);
	close(client);
	close(listener);
	return says;
}
