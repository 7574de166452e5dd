/*
 * actions_socket: what keys and menus do with sockets. Every one ends in a line of notation.
 *
 * Main thread; the key table calls them.
 */
#ifndef VIEWS_ACTIONS_SOCKET_H
#define VIEWS_ACTIONS_SOCKET_H

struct cockpit;
struct op;

void actions_socket_new(struct cockpit *c, int unused);
void actions_socket_menu(struct cockpit *c, int unused);
void actions_socket_send(struct cockpit *c, int unused);
void actions_socket_recv(struct cockpit *c, int unused);
void actions_socket_close(struct cockpit *c, int unused);
void actions_socket_data_mode(struct cockpit *c, int unused);

/* An operation of the selected socket: by a form, or at once where there is nothing to fill in. */
void actions_socket_do(struct cockpit *c, const struct op *op);

/* For the footer: NULL while no socket is selected. */
const char *actions_socket_label(const struct cockpit *c);
const char *actions_socket_label_send(const struct cockpit *c);
const char *actions_socket_label_recv(const struct cockpit *c);
const char *actions_socket_label_close(const struct cockpit *c);

#endif
