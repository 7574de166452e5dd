/*
 * compare_text: the figures of a comparison as words, for its table, bars, titles and journal. Any
 * thread.
 */
#ifndef VIEWS_COMPARE_TEXT_H
#define VIEWS_COMPARE_TEXT_H

#include "core/buf.h"
#include "core/compare_measure.h"
#include "core/export/compare_export.h"
#include "views/units.h"

#define COMPARE_NAME_MAX 64

/* "ForkingTCP": that all are servers needs not be said where room is short. Returns text. */
const char *compare_text_name(const struct model *m, char text[COMPARE_NAME_MAX]);
int compare_text_names_width(const struct compare_result *c); /* columns of the longest */

/* A measure's value in its unit: "12345", "85.0 us", "143 %", "1.20 MB"; "-" for what nobody knows.
 * Returns text. */
const char *compare_text_value(const struct compare_measure *m, double value, char text[UNITS_MAX]);

/* A duration in three digits: "85.0 us", "2.79 ms". Returns text. */
const char *compare_text_ns(double ns, char text[UNITS_MAX]);

/* "sockpit load ADDRESS --clients 16 ...": what gives a server this load by hand. */
void compare_text_load(
    const struct compare_load *l, bool datagram, const char *address, struct buf *to);

/* The line by which the journal tells of a run: a comment, with the two commands that repeat it.
 * result is what came of it. */
void compare_text_note(const struct compare_result *c, const struct compare_run *r, struct buf *to);
void compare_text_result(
    const struct compare_result *c, const struct compare_run *r, struct buf *to);

#endif
