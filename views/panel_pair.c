#include "views/panel_pair.h"

#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "core/observe/diag.h"
#include "tui/text.h"
#include "views/cockpit.h"
#include "views/panels.h"
#include "views/units.h"

/* From this width on the lines have their time, and arrows room for a count of bytes. */
#define WIDE_FROM 60
#define TIME_W 14
#define FLOW_WIDE 16
#define FLOW_NARROW 8
#define HEAD_LINES 3
#define TEXT_MAX 44 /* what belongs together stays near each other */

static void set_columns(struct pair_panel *p, const struct screen *s, int w)
{
	bool wide = w >= WIDE_FROM;
	p->screen = s;
	p->time_w = wide ? TIME_W : 0;
	p->flow_w = wide ? FLOW_WIDE : FLOW_NARROW;
	p->text_w = (w - p->time_w - p->flow_w) / 2;
	if (p->text_w > TEXT_MAX)
		p->text_w = TEXT_MAX;
}

/* ---- what goes over ---- */

static const char *flow_name(const struct pair_line *line, char bytes[UNITS_MAX])
{
	switch (line->flow) {
	case FLOW_SYN:
		return "SYN";
	case FLOW_FIN:
		return "FIN";
	case FLOW_RST:
		return "RST";
	case FLOW_DATA:
		return units_bytes(line->bytes, bytes);
	default:
		return "";
	}
}

/* "--- 5 B --->" over w columns, or to the left. */
static void write_flow(
    const struct pair_panel *p, const struct pair_line *line, char *text, size_t size)
{
	char bytes[UNITS_MAX];
	const char *name = flow_name(line, bytes), *dash = draw_glyph_text(p->screen, GLYPH_HLINE);
	int shaft = p->flow_w - 3 - text_width(name), left = shaft / 2;
	size_t used = 0;
	bool back = line->from == 1;
	const char *head = draw_glyph_text(p->screen, back ? GLYPH_BACK : GLYPH_ARROW);
	used += (size_t)snprintf(text, size, "%s", back ? head : "");
	for (int i = 0; i < shaft && used < size; i++) {
		if (i == left)
			used += (size_t)snprintf(text + used, size - used, "%s", name);
		if (used < size)
			used += (size_t)snprintf(text + used, size - used, "%s", dash);
	}
	if (shaft <= 0 && used < size)
		used += (size_t)snprintf(text + used, size - used, "%s", name);
	if (used < size)
		snprintf(text + used, size - used, "%s", back ? "" : head);
}

static enum role flow_role(const struct pair_line *line)
{
	static const enum role roles[] = {[FLOW_NONE] = ROLE_NORMAL,
	    [FLOW_SYN] = ROLE_NORMAL,
	    [FLOW_DATA] = ROLE_OUT,
	    [FLOW_FIN] = ROLE_WARN,
	    [FLOW_RST] = ROLE_ERROR};
	return roles[line->flow];
}

/* ---- lines ---- */

/* Text, cut and filled to w columns. */
static void add_column(struct lines_line *to, enum role role, const char *text, int w)
{
	int used = 0;
	size_t len = text_fit(text, strlen(text), w - 1, &used);
	lines_add(to, role, "%.*s%*s", (int)len, text, w - used, "");
}

static enum role text_role(const struct pair_line *line)
{
	return line->failed ? ROLE_ERROR : line->is_state ? ROLE_STRONG : ROLE_CODE;
}

static void draw_line(void *ctx, size_t i, struct lines_line *to)
{
	const struct pair_panel *p = ctx;
	const struct pair_line *line = p->pair.line[i];
	char clock[UNITS_MAX], flow[256] = "";
	if (p->time_w)
		lines_add(to, ROLE_DIM, "%s.%03d  ", units_clock(line->wall_ns, clock),
		    (int)(line->wall_ns % NS_PER_S / NS_PER_MS));
	add_column(to, text_role(line), line->text[0], p->text_w);
	if (line->flow != FLOW_NONE)
		write_flow(p, line, flow, sizeof flow);
	add_column(to, flow_role(line), flow, p->flow_w);
	add_column(to, text_role(line), line->text[1], p->text_w);
}

/* ---- the head: who, where, and the state now ---- */

static void write_name(const struct pair_end *e, int w, char *text, size_t size)
{
	const char *name = e->name[0] ? e->name : "other end";
	if (e->address[0] && text_width(name) + 2 + text_width(e->address) < w)
		snprintf(text, size, "%s  %s", name, e->address);
	else
		snprintf(text, size, "%s", name);
}

/* Timers of other states are the kernel's own affair. */
static bool counts_down(const struct tcp_one *k)
{
	return k->expires_ms && !k->inode &&
	       (k->state == DIAG_TIME_WAIT || k->state == DIAG_FIN_WAIT2);
}

static void write_state(const struct pair_end *e, char *text, size_t size)
{
	char unread[UNITS_MAX];
	if (e->found && counts_down(&e->kernel))
		snprintf(text, size, "%s %.0f s", e->state, e->kernel.expires_ms / 1000.0);
	else if (e->unread > 0 && !e->closed_ns)
		snprintf(text, size, "%s, %s unread", e->state,
		    units_bytes((uint64_t)e->unread, unread));
	else
		snprintf(text, size, "%s%s", e->state, e->reset && !e->found ? " by RST" : "");
}

static void draw_head(const struct pair_panel *p, struct screen *s, struct rect r)
{
	for (int side = 0; side < 2; side++) {
		char name[NAMES_MAX + ADDRESS_TEXT_MAX], state[64];
		const struct pair_end *e = &p->pair.end[side];
		int x = r.x + p->time_w + side * (p->text_w + p->flow_w);
		write_name(e, p->text_w, name, sizeof name);
		write_state(e, state, sizeof state);
		draw_text(s, x, r.y, p->text_w, ROLE_TITLE, name);
		draw_text(s, x, r.y + 1, p->text_w, e->reset ? ROLE_ERROR : ROLE_STRONG, state);
	}
	if (p->time_w)
		draw_text(s, r.x, r.y + 1, p->time_w, ROLE_DIM, "now");
	draw_hline(s, r.x, r.y + 2, r.w, ROLE_BORDER);
}

void pair_panel_draw(struct pair_panel *p, struct cockpit *c, struct rect r, bool focused)
{
	char title[2 * NAMES_MAX + 32];
	const struct pair_end *e = p->pair.end;
	snprintf(title, sizeof title, "%.*s and %.*s", NAMES_MAX, e[0].name, NAMES_MAX,
	    e[1].name[0] ? e[1].name : "its other end");
	struct rect in = panels_inside(draw_panel(c->screen, r, title, focused));
	set_columns(p, c->screen, in.w);
	if (in.h > HEAD_LINES) {
		draw_head(p, c->screen, in);
		in.y += HEAD_LINES;
		in.h -= HEAD_LINES;
	}
	p->lines.line = draw_line;
	p->lines.ctx = p;
	p->lines.follow = true;
	p->lines.count = p->pair.nlines;
	p->lines.empty = "Calls and states of both ends come here.";
	lines_draw(&p->lines, c->screen, in, focused);
}
