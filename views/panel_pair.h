/*
 * panel_pair: two sockets that talk to each other, side by side, as a panel: calls and states of
 * each end in its column, what goes over between them. Main thread.
 */
#ifndef VIEWS_PANEL_PAIR_H
#define VIEWS_PANEL_PAIR_H

#include "tui/lines.h"
#include "views/socket_pair.h"

struct cockpit;

struct pair_panel {
	struct pair pair;
	struct lines lines;
	/* private: one drawing's columns */
	const struct screen *screen;
	int time_w, text_w, flow_w;
};

void pair_panel_draw(struct pair_panel *p, struct cockpit *c, struct rect r, bool focused);

#endif
