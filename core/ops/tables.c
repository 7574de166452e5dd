#include "core/ops/tables.h"

#include <errno.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/ops/constants.h"
#include "core/ops/lists.h"
#include "core/ops/sock.h"
#include "core/ops/stream.h"
#include "core/ops/strace.h"

/* In the order of a socket's life, for help and menus; the constructor is type_socket.signature. */
const struct op_list *const socket_ops[] = {
    &ops_connect,
    &ops_receive,
    &ops_transfer,
    &ops_message_send,
    &ops_message_recv,
    &ops_sendfile,
    &ops_makefile,
    &ops_options,
    &ops_names,
    &ops_timeouts,
    &ops_open,
    &ops_create,
    &ops_resolve,
    &ops_hosts,
    &ops_services,
    &ops_convert,
    NULL,
};

static const struct constant *const constants[] = {
    constants_families,
    constants_types,
    constants_protocols,
    constants_levels,
    constants_options,
    constants_message_flags,
    constants_hows,
    constants_resolver_flags,
    constants_name_flags,
    constants_addresses,
    constants_netlink,
    constants_link,
    constants_can,
    constants_tipc,
    constants_bluetooth,
    NULL,
};

static const struct type *const types[] = {
    &type_socket,
    &type_stream_raw,
    &exc_gaierror.type,
    &exc_herror.type,
    NULL,
};

/* Python's other names for classes. */
static const struct {
	const char *name;
	const struct type *type;
} aliases[] = {
    {"SocketType", &type_socket},
    {"error", &exc_OSError.type},
    {"timeout", &exc_TimeoutError.type},
};

static const struct {
	const char *name, *text;
} texts[] = {
    {"BDADDR_ANY", "00:00:00:00:00:00"},
    {"BDADDR_LOCAL", "00:00:00:FF:FF:FF"},
};

/* The enum classes: each is the type of any of its members. */
static const struct enum_class *const enums[] = {
    &enum_AddressFamily,
    &enum_SocketKind,
    &enum_MsgFlag,
    &enum_AddressInfo,
};

static struct value *enum_type(const struct enum_class *of)
{
	struct value *member = value_enum(of->members->value, of);
	struct value *type = member ? value_type_of(member) : NULL;
	value_unref(member);
	return type;
}

static int give_other(struct value *v, struct value **result)
{
	*result = v;
	return v ? 0 : -ENOMEM;
}

static int other(const char *name, struct value **result)
{
	for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
		if (strcmp(aliases[i].name, name) == 0)
			return give_other(value_type(aliases[i].type), result);
	for (size_t i = 0; i < sizeof enums / sizeof *enums; i++)
		if (strcmp(enums[i]->name, name) == 0)
			return give_other(enum_type(enums[i]), result);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strcmp(texts[i].name, name) == 0)
			return give_other(value_str(texts[i].text), result);
	if (strcmp(name, "has_ipv6") == 0)
		return give_other(value_bool(true), result);
	return -ENOENT;
}

const struct module module_socket = {
    .name = "socket",
    .help = "Sockets, as Python's module and the kernel have them.",
    .ops = socket_ops,
    .constants = constants,
    .types = types,
    .other = other,
};

const char *name_of_constant(enum param_kind kind, int64_t value)
{
	static const struct {
		enum param_kind kind;
		enum name_set names;
	} sets[] = {
	    {PARAM_FAMILY, NAMES_FAMILY},
	    {PARAM_TYPE, NAMES_TYPE},
	    {PARAM_PROTO, NAMES_IPPROTO},
	    {PARAM_FLAGS, NAMES_MSG},
	    {PARAM_HOW, NAMES_HOW},
	    {PARAM_LEVEL, NAMES_LEVEL},
	    {PARAM_OPTION, NAMES_SO},
	};
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		if (sets[i].kind == kind)
			return strace_name(sets[i].names, (uint64_t)value);
	return NULL;
}
