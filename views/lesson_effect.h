/*
 * lesson_effect: what stands beside a lesson: the sockets, and the servers with the crew of the one
 * that was made last. Main thread.
 */
#ifndef VIEWS_LESSON_EFFECT_H
#define VIEWS_LESSON_EFFECT_H

#include <stdbool.h>
#include <stdint.h>

#include "tui/table.h"
#include "views/server_rows.h"
#include "views/socket_rows.h"

struct cockpit;

struct lesson_effect {
	struct socket_rows socket;
	struct server_rows server;
	uint64_t before; /* servers with ids up to this were there before the lesson */
	struct table sockets, servers, crew;
};

void lesson_effect_init(struct lesson_effect *e, bool ascii); /* e stays where it is */
void lesson_effect_free(struct lesson_effect *e);

/* A lesson begins: servers that are there now are not its own. */
void lesson_effect_begin(struct lesson_effect *e);

/* Has the lesson made a server? */
bool lesson_effect_serves(const struct lesson_effect *e);

/* 0 or -ENOMEM. */
int lesson_effect_look(struct lesson_effect *e, const struct session *s, int64_t now_ns);

void lesson_effect_sockets(struct lesson_effect *e, struct cockpit *c, struct rect r, bool focused);
void lesson_effect_servers(struct lesson_effect *e, struct cockpit *c, struct rect r, bool focused);

/* How many lines each of them would like to have in w columns, its border too. */
int lesson_effect_sockets_h(const struct lesson_effect *e);
int lesson_effect_servers_h(const struct lesson_effect *e, int w);

#endif
