/*
 * shm_event: the events of the ring, packed into a cache line each. Used by shm.c only; whoever
 * serves calls shm_event(), whoever watches shm_events().
 */
#ifndef CORE_SERVER_SHM_EVENT_H
#define CORE_SERVER_SHM_EVENT_H

#include "core/server/shm.h"

/* A connection was accepted at now (monotonic); peer may be NULL. */
void shm_event_accepted(
    struct shm *shm, uint64_t id, int64_t now, const struct sockaddr *peer, socklen_t len);

/* The connection in slot i ended; why as in struct shm_slot. */
void shm_event_closed(struct shm *shm, uint32_t i, uint32_t why, bool inexact);

/* Text of a sockaddr of n bytes. */
void event_peer_text(const void *sockaddr, size_t n, char *text, size_t size);

#endif
