#include "core/ops/resolver.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/ops/background.h"

struct lookup {
	struct job job;
	char *host, *service;
	struct addrinfo hints;
	int eai, errnum;
	struct addrinfo *res;
};

static void lookup_drop(struct job *j)
{
	struct lookup *l = (struct lookup *)j;
	if (l->res)
		freeaddrinfo(l->res);
	free(l->host);
	free(l->service);
	free(l);
}

static void lookup_work(struct job *j)
{
	struct lookup *l = (struct lookup *)j;
	l->eai = getaddrinfo(l->host, l->service, &l->hints, &l->res);
	l->errnum = errno;
}

static int copy_text(const char *from, char **to)
{
	*to = from ? strdup(from) : NULL;
	return from && !*to ? -ENOMEM : 0;
}

static int lookup_new(
    const char *host, const char *service, const struct addrinfo *hints, struct lookup **out)
{
	struct lookup *l = calloc(1, sizeof *l);
	if (!l)
		return -ENOMEM;
	l->job.work = lookup_work;
	l->job.drop = lookup_drop;
	l->hints = *hints;
	int r = job_init(&l->job);
	if (r == 0 && (copy_text(host, &l->host) < 0 || copy_text(service, &l->service) < 0))
		r = -ENOMEM;
	if (r < 0) {
		job_unref(&l->job);
		return r;
	}
	*out = l;
	return 0;
}

/* An address that getaddrinfo() reads without asking anybody. */
static bool is_numeric(const char *host)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr addr;
	size_t len = strcspn(host, "%");
	if (inet_aton(host, (struct in_addr *)&addr))
		return true;
	if (len >= sizeof text)
		return false;
	memcpy(text, host, len);
	text[len] = '\0';
	return inet_pton(AF_INET6, text, &addr) > 0;
}

int resolver_raise(struct run *run, int eai, int errnum)
{
	if (eai == EAI_SYSTEM)
		return exc_raise_os(run, errnum);
	return exc_raise_gai(run, eai);
}

static int lookup_here(struct run *run, const char *host, const char *service,
    const struct addrinfo *hints, struct addrinfo **res)
{
	int eai = getaddrinfo(host, service, hints, res);
	int errnum = errno;
	return eai ? resolver_raise(run, eai, errnum) : 0;
}

int resolver_lookup(struct run *run, const char *host, const char *service,
    const struct addrinfo *hints, struct addrinfo **res)
{
	if (!host || hints->ai_flags & AI_NUMERICHOST || is_numeric(host))
		return lookup_here(run, host, service, hints, res);
	struct lookup *l;
	int r = lookup_new(host, service, hints, &l);
	if (r < 0)
		return exc_raise_os(run, -r);
	r = job_run(run, &l->job, "the resolver");
	if (r < 0) {
		r = exc_raise_os(run, -r);
	} else if (l->eai) {
		r = resolver_raise(run, l->eai, l->errnum);
	} else {
		*res = l->res;
		l->res = NULL;
	}
	job_unref(&l->job);
	return r;
}
