/*
 * socket_pages: the selected socket in detail, a page at a time: facts, state diagram, TCP_INFO,
 * options. Main thread.
 */
#ifndef VIEWS_SOCKET_PAGES_H
#define VIEWS_SOCKET_PAGES_H

#include "core/ops/options.h"
#include "views/facts.h"
#include "views/socket_rows.h"
#include "views/socket_sheet.h"

enum socket_page { PAGE_FACTS, PAGE_STATES, PAGE_TCP, PAGE_OPTIONS, PAGE_COUNT };

struct socket_pages {
	enum socket_page page;
	struct facts facts;
	struct sheet sheet;	     /* of PAGE_TCP and PAGE_OPTIONS */
	uint64_t of;		     /* the socket the sheet was filled for */
	struct rect tab[PAGE_COUNT]; /* private: where the names stand */
};

/* row NULL: none is selected; way NULL: no TCP. */
void socket_pages_draw(struct socket_pages *p, struct screen *s, struct rect r,
    const struct socket_row *row, const struct trail *way, bool focused);

/* INTENT_SUBMIT: a double click on an option. */
enum intent socket_pages_key(struct socket_pages *p, const struct event *ev);

void socket_pages_step(struct socket_pages *p, int step);

/* The option that is selected, on its page; NULL: none. */
const struct socket_option *socket_pages_option(const struct socket_pages *p);

#endif
