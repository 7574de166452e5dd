/*
 * loop: connections under one epoll loop: nobody waits, what cannot be sent yet is queued.
 *
 * One thread. While a connection has something queued nothing is read from it, so that a peer that
 * sends and never reads cannot make the queue grow.
 */
#ifndef CORE_SERVER_MODELS_LOOP_H
#define CORE_SERVER_MODELS_LOOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/server/conn.h"

struct loop;

/* One connection, with its place in the loop. */
struct loop_conn {
	struct conn conn;
	struct loop *loop;
	uint32_t mask[2]; /* epoll events asked for: of the client, of the other descriptor */
	int other;	  /* the descriptor that mask[1] is about */
	char *out;	  /* queued: bytes from sent to len */
	size_t sent, len, cap;
	bool dead;	  /* closed; freed after the events at hand */
	int64_t armed_ns; /* timer_ns as it stands in the list of timers */
	int64_t heard_ns; /* for the idle time */
	struct loop_conn *timer_next, *timer_prev, *idle_next, *idle_prev;
};

/* A list in order of time, earliest first. */
struct loop_list {
	struct loop_conn *first, *last;
};

struct loop {
	struct service *service;
	int ep;
	bool listening;
	char *buffer; /* CONN_BUFFER bytes to read into */
	struct loop_list timers, idle;
	struct loop_conn *dead; /* by timer_next */
};

/* Take up fd in slot i, as connection id. False: no memory; fd is still the caller's. */
bool loop_add(struct loop *l, int fd, uint32_t i, uint64_t id);

/* Something happened to it: events of epoll, on the client's or the other descriptor. */
void loop_event(struct loop_conn *lc, bool other, uint32_t events);

/* Timers and idle times that are due. How long until the next, 0: none. */
int64_t loop_times(struct loop *l);

/* Close all that is left, as stopped; free what is closed. */
void loop_stop(struct loop *l);
void loop_bury(struct loop *l);

#endif
