#include "views/crew.h"

#include <stdio.h>
#include <string.h>

#include "views/label.h"

#define BOX_W 18
#define BOX_H 4
#define ZOMBIES_W 11

static enum role role_of(enum conn_state state)
{
	switch (state) {
	case CONN_BUSY:
		return ROLE_OK;
	case CONN_ZOMBIE:
		return ROLE_ERROR;
	case CONN_CLOSING:
		return ROLE_WARN;
	default:
		return ROLE_NORMAL;
	}
}

static const char *word_of(enum conn_state state)
{
	switch (state) {
	case CONN_BUSY:
		return "busy";
	case CONN_ZOMBIE:
		return "zombie";
	case CONN_CLOSING:
		return "closing";
	default:
		return "idle";
	}
}

/* A sign for one of many. */
static const char *sign_of(const struct screen *s, enum conn_state state)
{
	if (state == CONN_ZOMBIE)
		return "z";
	return draw_glyph_text(s, state == CONN_BUSY ? GLYPH_FULL : GLYPH_SHADE);
}

static void draw_one(struct screen *s, struct rect r, const struct conn_facts *f)
{
	char title[32], peer[64];
	bool thread = f->tid && f->tid != f->pid;
	snprintf(title, sizeof title, "%s %d", thread ? "tid" : "pid", thread ? f->tid : f->pid);
	struct rect in = draw_box(s, r, role_of(f->state), title);
	draw_text(s, in.x, in.y, in.w, role_of(f->state), word_of(f->state));
	label_clean(f->peer, peer, sizeof peer);
	/* The port tells clients apart, and there is little room. */
	const char *port = strrchr(peer, ':');
	draw_text(s, in.x, in.y + 1, in.w, ROLE_DIM, port && port != peer ? port : peer);
}

static void draw_boxes(struct screen *s, struct rect r, const struct server_rows *rows, int across)
{
	for (size_t i = 0; i < rows->nconn; i++) {
		int column = (int)(i % (size_t)across), line = (int)(i / (size_t)across);
		struct rect box = {r.x + column * BOX_W, r.y + line * BOX_H, BOX_W - 1, BOX_H};
		draw_one(s, box, &rows->conn[i].facts);
	}
}

static void draw_signs(struct screen *s, struct rect r, const struct server_rows *rows)
{
	for (size_t i = 0; i < rows->nconn && i < (size_t)r.w * (size_t)r.h; i++) {
		enum conn_state state = rows->conn[i].facts.state;
		draw_text(s, r.x + (int)(i % (size_t)r.w), r.y + (int)(i / (size_t)r.w), 1,
		    role_of(state), sign_of(s, state));
	}
}

static void draw_summary(struct screen *s, struct rect r, const struct server_rows *rows,
    const struct server_row *server)
{
	size_t busy = 0, idle = 0;
	for (size_t i = 0; i < rows->nconn; i++) {
		busy += rows->conn[i].facts.state == CONN_BUSY;
		idle += rows->conn[i].facts.state == CONN_IDLE;
	}
	unsigned long long zombies = (unsigned long long)server->facts.zombies;
	int used = draw_format(s, r.x, r.y, r.w, ROLE_DIM, "pid %d accepts, %zu busy, %zu idle",
	    server->facts.pid, busy, idle);
	if (zombies || r.w - used >= ZOMBIES_W) /* none is told where there is room */
		draw_format(s, r.x + used, r.y, r.w - used, zombies ? ROLE_WARN : ROLE_DIM,
		    ", %llu zombie%s", zombies, zombies == 1 ? "" : "s");
}

/* The gap after the last one may be cut. */
static int boxes_across(int w)
{
	return (w + 1) / BOX_W;
}

int crew_height(int w, size_t n)
{
	int across = boxes_across(w) > 0 ? boxes_across(w) : 1;
	return 1 + BOX_H * (((int)n + across - 1) / across);
}

void crew_draw(struct screen *s, struct rect r, const struct server_rows *rows,
    const struct server_row *server)
{
	if (r.w < 1 || r.h < 1)
		return;
	draw_summary(s, r, rows, server);
	struct rect below = {r.x, r.y + 1, r.w, r.h - 1};
	int across = boxes_across(below.w), down = below.h / BOX_H;
	if (below.h < 1)
		return;
	if (rows->nconn <= (size_t)across * (size_t)down)
		draw_boxes(s, below, rows, across);
	else
		draw_signs(s, below, rows);
}
