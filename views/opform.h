/*
 * opform: a form for any operation, made from its row. It writes one line of notation, shows it
 * with the C call it will make, and submits it on Enter.
 *
 * Main thread.
 *
 *	struct opform_target t = {.op = op, .callee = "conn.recv", .fd = 9, .family = AF_INET};
 *	opform_open(c, &t);
 */
#ifndef VIEWS_OPFORM_H
#define VIEWS_OPFORM_H

#include <stdbool.h>

#include "core/notation/op.h"
#include "views/names.h"

struct cockpit;

struct opform_target {
	const struct op *op;
	char callee[NAMES_MAX + 64]; /* "conn.recv", "socket.socket" */
	int fd;			     /* of the socket it is done to, -1: none */
	int family;		     /* that an address has to be of */
	char result[NAMES_MAX];	     /* the names to assign it to, to be edited; "": no field */
	bool select;		     /* select the socket of that name afterwards */
	bool tries_pair; /* the op makes a socket: say whether this kernel takes the pair */
	char host[NAMES_MAX], port[16]; /* what an address begins with, or "" */
};

void opform_open(struct cockpit *c, const struct opform_target *target);

#endif
