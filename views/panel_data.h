/*
 * panel_data: what the selected socket sent and received, as a panel. Main thread.
 */
#ifndef VIEWS_PANEL_DATA_H
#define VIEWS_PANEL_DATA_H

#include "tui/lines.h"
#include "views/data_text.h"

struct cockpit;
struct session;

struct data_panel {
	struct lines lines;
	struct data_text text;
	enum data_mode mode;
	struct data_copy mine, other; /* the last copies: of the socket, and of its other end */
	uint64_t of, other_of;	      /* their ids; 0: none */
	int w;			      /* the text was made for */
};

/* Copy what the socket with that id moved, and the other end of its stream (0: none is known, then
 * what is known of the last one stays). 0 or -ENOMEM. */
int data_panel_look(struct data_panel *p, const struct session *s, uint64_t id, uint64_t other);

/* name is the socket's, or NULL: none is selected. */
void data_panel_draw(
    struct data_panel *p, struct cockpit *c, struct rect r, bool focused, const char *name);

/* Text, hex, both. */
void data_panel_next_mode(struct data_panel *p);
void data_panel_free(struct data_panel *p);

#endif
