/*
 * filter: which sockets to show, and in which order.
 *
 *	port:9000 state:listen proc:python rx:>1M
 *	not (proto:unix or -uid:0) "a b"
 *
 * A word stands for any row that has it somewhere: protocol, state, addresses, program, or as its
 * pid. FIELD:VALUE asks for one field of diag_field.h: text that has VALUE in it, a number that is
 * VALUE; =, !=, <, <=, >, >= may stand before VALUE, and A..B is a range. Numbers take k, M, G (of
 * 1000), Ki, Mi, Gi (of 1024), times us, ms, s, min. Side by side means and; or, not (also "-") and
 * parentheses as one thinks; in quotes everything is text. Case does not matter.
 * STATE>TIME, such as close_wait>30s, is short for state:=STATE and age>TIME.
 *
 * A filter is constant once made: any thread.
 *
 *	struct filter *f;
 *	struct filter_error e;
 *	if (filter_new("state:listen", &f, &e) < 0)
 *		... e.text at e.at ...
 */
#ifndef CORE_OBSERVE_FILTER_H
#define CORE_OBSERVE_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/observe/diag.h"
#include "core/observe/diag_field.h"

struct filter;

struct filter_error {
	size_t at;	/* byte of the text where it went wrong; its length: at the end */
	char text[128]; /* what is wrong, cleaned */
};

/* 0; -EINVAL with *error; -ENOMEM. Text without any word matches everything. */
int filter_new(const char *text, struct filter **out, struct filter_error *error);
void filter_free(struct filter *f);

/*
 * A watch rule (rule.h): a filter, and "for TIME" where a socket has to fit it that long. It begins
 * at text[*at] and ends with the text or with ";"; *at is then there. 0, *for_us 0 without a time;
 * as filter_new(), error->at counting from the start of text.
 */
int filter_new_rule(const char *text, size_t *at, struct filter **out, uint64_t *for_us,
    struct filter_error *error);

/* f may be NULL: everything matches. */
bool filter_match(
    const struct filter *f, const struct diag_snapshot *s, const struct diag_row *row);

/* Does it ask for connections in TIME_WAIT by their state? Only then they are worth a dump. */
bool filter_wants_time_wait(const struct filter *f);

/*
 * The rows that match, in order: *order holds their indices, which the caller frees. By the field,
 * rows without it last; with NULL by protocol, listeners first, as they came. 0 or -ENOMEM.
 */
int filter_select(const struct filter *f, const struct diag_snapshot *s,
    const struct diag_field *sort, bool descending, uint32_t **order, size_t *count);

#endif
