/*
 * facts: label and value, line after line, for detail panels. Main thread.
 *
 *	facts_clear(&f);
 *	facts_add(&f, "state", ROLE_STRONG, "%s", row->facts.state);
 *	facts_draw(&f, screen, rect, focused);
 */
#ifndef VIEWS_FACTS_H
#define VIEWS_FACTS_H

#include "tui/lines.h"

#define FACTS_MAX 48
#define FACTS_LINES_MAX 96

struct fact {
	const char *label; /* static; NULL: the text takes the whole line */
	enum role role;
	char text[256];
};

/* What stands on one line: a fact, or two beside each other, or a piece of a long one. */
struct fact_place {
	size_t fact, count, piece;
};

struct facts {
	struct fact fact[FACTS_MAX];
	size_t n;
	int label_w; /* columns of the longest label */
	struct lines lines;
	/* private: the last layout */
	int w, column_w; /* columns of one label and value, where two stand side by side; else 0 */
	struct fact_place place[FACTS_LINES_MAX];
	size_t nplaces;
};

void facts_clear(struct facts *f);
void facts_add(struct facts *f, const char *label, enum role role, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Two beside each other where r is wide enough. */
void facts_draw(struct facts *f, struct screen *s, struct rect r, bool focused, const char *empty);
enum intent facts_key(struct facts *f, const struct event *ev);

#endif
