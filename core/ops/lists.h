/* lists: the list of rows that each file of operations defines, for tables.c. Constant. */
#ifndef CORE_OPS_LISTS_H
#define CORE_OPS_LISTS_H

#include "core/notation/op.h"

extern const struct op_list ops_open, ops_names, ops_connect, ops_create, ops_transfer, ops_receive,
    ops_timeouts, ops_resolve, ops_services, ops_convert, ops_message_recv, ops_message_send,
    ops_sendfile, ops_options, ops_hosts, ops_makefile;

#endif
