/*
 * data_flow: which sends of the other end a receive took its bytes from. Pure.
 *
 * A stream keeps no boundaries: two sends may arrive as one receive, one as two. Where both ends
 * are sockets of this session both logs are there, and counting bytes tells.
 *
 *	struct data_flow f;
 *	data_flow_start(&f, sent, nsent, lost);
 *	for each receive: n = data_flow_take(&f, entry->real_len, parts);
 */
#ifndef VIEWS_DATA_FLOW_H
#define VIEWS_DATA_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/ops/sock.h"

/* Parts told of one receive; of more the last takes the rest. */
#define DATA_PARTS_MAX 16

struct data_part {
	size_t len;  /* bytes of this receive */
	size_t send; /* that they came from: its number, from 0 */
	bool whole;  /* it is all of that send */
};

struct data_flow {
	const struct data_entry *sent;
	long n, at;	   /* entries; the one under way */
	size_t send, used; /* its number among the sends, and bytes of it taken */
	bool unknown;	   /* bytes were lost from the log: nobody can count */
};

/* sent NULL: the other end is not ours. */
void data_flow_start(struct data_flow *f, const struct data_entry *sent, long n, uint64_t lost);

/* Of the next len bytes that were received: how many parts; 0: unknown. */
size_t data_flow_take(struct data_flow *f, size_t len, struct data_part parts[DATA_PARTS_MAX]);

#endif
