/*
 * socket_menu: the operations of a socket in the order in which they are likely wanted, each with
 * a key. Pure. Nothing is left out because it would fail: the failure is the lesson.
 */
#ifndef VIEWS_SOCKET_MENU_H
#define VIEWS_SOCKET_MENU_H

#include <stddef.h>
#include <stdint.h>

#include "core/notation/op.h"
#include "views/socket_rows.h"

#define SOCKET_MENU_MAX 64

struct socket_menu_item {
	const struct op *op;
	uint32_t key; /* 0: none was left */
};

/* Returns how many. */
size_t socket_menu_fill(const struct socket_row *row, struct socket_menu_item *items, size_t max);

/* The names that the result of an operation is usually given: "conn, addr"; "" for none. A '#' in
 * front: the first one is to be a new name. */
const char *socket_menu_result(const char *op_name);

/* The method of type_socket of that name, or NULL. */
const struct op *socket_menu_method(const char *name);

/* A number for each method of type_socket, the same as long as the program runs; and back. */
int socket_menu_id(const struct op *op);
const struct op *socket_menu_by_id(int id);

#endif
