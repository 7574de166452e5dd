/*
 * actions_server: what keys and menus do with servers. Every one ends in lines of notation.
 *
 * Main thread; the key table calls them.
 */
#ifndef VIEWS_ACTIONS_SERVER_H
#define VIEWS_ACTIONS_SERVER_H

struct cockpit;
struct op;

void actions_server_new(struct cockpit *c, int unused);
void actions_server_demo(struct cockpit *c, int unused);
void actions_server_menu(struct cockpit *c, int unused);
void actions_server_end(struct cockpit *c, int unused);
void actions_server_client(struct cockpit *c, int unused);

/* The models that there is a demo of, with how they serve; NULL past the last. And play it. */
const char *actions_server_demo_model(int i, const char **help);
void actions_server_play(struct cockpit *c, int i);

/* An operation of the selected server: by a form, or at once where there is nothing to fill in. */
void actions_server_do(struct cockpit *c, const struct op *op);

/* For the footer: NULL while no server is selected. */
const char *actions_server_label(const struct cockpit *c);
const char *actions_server_label_end(const struct cockpit *c); /* stop, close, or remove */
const char *actions_server_label_client(const struct cockpit *c);

#endif
