/*
 * Any bytes as an ADDRESS of the command line, or as a sockaddr of the kernel: as text and as
 * Python's value, and back. The first byte says which. No name leaves the program: the resolver
 * reads numbers only (fuzz_address.link).
 */
#include <netdb.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/load/load.h"
#include "core/notation/run.h"
#include "core/notation/value.h"
#include "core/ops/address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int __real_getaddrinfo(
    const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **res);
int __wrap_getaddrinfo(
    const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **res);

int __wrap_getaddrinfo(
    const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **res)
{
	struct addrinfo numeric = *hints;
	numeric.ai_flags |= AI_NUMERICHOST | AI_NUMERICSERV;
	return __real_getaddrinfo(node, service, &numeric, res);
}

static void expect(bool holds)
{
	if (!holds)
		abort();
}

/* What was written is read as the same, where nothing in it had to be escaped. */
static void use_written(const struct address *a, const char *text)
{
	struct address again;
	const char *why;
	char twice[ADDRESS_TEXT_MAX];
	if (strpbrk(text, "\\%") || address_parse(text, &again, &why) < 0)
		return;
	address_format(&again.sa, again.len, twice, sizeof twice);
	expect(strcmp(text, twice) == 0);
	expect(address_is_wildcard(a) == address_is_wildcard(&again));
}

static void use_text(const char *text)
{
	struct address a;
	struct load_options load = {0};
	const char *why = NULL;
	char out[ADDRESS_TEXT_MAX];
	int r = address_parse(text, &a, &why);
	expect(r == 0 || (r < 0 && why));
	if (r == 0) {
		expect(a.len <= sizeof a.storage);
		expect(address_format(&a.sa, a.len, out, sizeof out) == strlen(out));
		use_written(&a, out);
	}
	load_parse_address(text, &load, &why);
}

static void use_value(struct run *run, const struct address *a)
{
	struct value *v = NULL;
	struct address back;
	if (address_to_value(run, -1, a, &v) == 0 && v->type != &type_none)
		address_from_value(run, "bind", a->sa.sa_family, -1, v, &back);
	value_unref(v);
	value_unref(run->exc);
	run->exc = NULL;
}

static void use_kernel(const uint8_t *data, size_t size)
{
	struct waiter waiter = {.fd = -1};
	struct run run = {.waiter = &waiter};
	struct address a = {0};
	char out[ADDRESS_TEXT_MAX], narrow[8];
	a.len = (socklen_t)(size < sizeof a.storage ? size : sizeof a.storage);
	memcpy(&a.storage, data, a.len);
	/* In memory of its own that ends where it ends, as far as the family reads it at all. */
	struct sockaddr *exact = a.sa.sa_family == AF_UNIX ? malloc(a.len ? a.len : 1) : NULL;
	if (exact) {
		memcpy(exact, &a.storage, a.len);
		address_format(exact, a.len, out, sizeof out);
	}
	free(exact);
	expect(address_format(&a.sa, a.len, out, sizeof out) < sizeof out);
	expect(address_format(&a.sa, a.len, narrow, sizeof narrow) < sizeof narrow);
	address_port(&a);
	use_value(&run, &a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	char *text = strndup((const char *)data + 1, size - 1);
	if (data[0] != 'k' && text)
		use_text(text);
	else
		use_kernel(data + 1, size - 1);
	free(text);
	return 0;
}
