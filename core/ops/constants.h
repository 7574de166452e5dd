/* constants: the numbers the socket module names, as tables ended by a row without name; exactly
 * those that CPython has on Linux. Constant. */
#ifndef CORE_OPS_CONSTANTS_H
#define CORE_OPS_CONSTANTS_H

#include "core/notation/op.h"

extern const struct constant constants_families[], constants_types[], constants_message_flags[],
    constants_resolver_flags[], constants_protocols[], constants_levels[], constants_options[],
    constants_hows[], constants_name_flags[], constants_addresses[], constants_netlink[],
    constants_link[], constants_can[], constants_tipc[], constants_bluetooth[];

extern const struct enum_class enum_AddressFamily, enum_SocketKind, enum_MsgFlag, enum_AddressInfo;

#endif
