/*
 * data: the bounded log behind sock_note() and sock_data(). Any thread; it has its own lock.
 *
 *	data_log_add(log, &(struct data_entry){.kind = DATA_IN, .data = bytes, .len = 5});
 */
#ifndef CORE_OPS_DATA_H
#define CORE_OPS_DATA_H

#include "core/ops/sock.h"

int data_log_new(struct data_log **out); /* 0 or -ENOMEM */
void data_log_free(struct data_log *log);

/* Copy the entry in; without memory its bytes count as lost. Past the bounds the oldest go. */
void data_log_add(struct data_log *log, const struct data_entry *entry);

/* As sock_data(). */
long data_log_copy(struct data_log *log, struct data_entry **out, uint64_t *lost);

#endif
