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
	struct table sockets, servers, crew;
};

void lesson_effect_init(struct lesson_effect *e, bool ascii); /* e stays where it is */
void lesson_effect_free(struct lesson_effect *e);

int lesson_effect_look(struct lesson_effect *e, const struct session *s, int64_t now_ns);

void lesson_effect_sockets(struct lesson_effect *e, struct cockpit *c, struct rect r, bool focused);
void lesson_effect_servers(struct lesson_effect *e, struct cockpit *c, struct rect r, bool focused);

/* How many lines each of them would like to have in w columns, its border too. */
int lesson_effect_sockets_h(const struct lesson_effect *e);
int lesson_effect_servers_h(const struct lesson_effect *e, int w);

#endif
