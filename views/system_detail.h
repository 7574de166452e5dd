/*
 * system_detail: all that is known of the selected socket of the machine: facts, who holds it, who
 * has the other end, and the trails of its rates and queues. Main thread.
 */
#ifndef VIEWS_SYSTEM_DETAIL_H
#define VIEWS_SYSTEM_DETAIL_H

#include "core/clean.h"
#include "core/observe/sampling.h"
#include "views/facts.h"
#include "views/system_history.h"

struct system_detail {
	struct facts facts;
	struct system_history history;
};

/* Fill in the facts of a row of the sample. */
void system_detail_fill(struct system_detail *d, const struct sample *s, const struct diag_row *row,
    enum clean_mode mode);

/* "tcp 127.0.0.1:9000": written to text, which is returned. */
const char *system_detail_title(const struct sample *s, const struct diag_row *row,
    enum clean_mode mode, char *text, size_t size);

/* Inside a panel: trails first, then the facts. row NULL: none is selected. */
void system_detail_draw(struct system_detail *d, struct screen *s, const struct diag_row *row,
    struct rect r, bool focused);

#endif
