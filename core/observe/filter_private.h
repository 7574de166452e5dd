/* filter_private: what the parser of filters hands to the part that applies them. */
#ifndef CORE_OBSERVE_FILTER_PRIVATE_H
#define CORE_OBSERVE_FILTER_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/observe/diag_field.h"

#define FILTER_NODES_MAX 256
#define FILTER_DEPTH_MAX 32

/* Nodes stand in the order in which they are worked off: a test pushes its answer, the others take
 * theirs from the top. */
enum filter_op { FILTER_WORD, FILTER_TEST, FILTER_NOT, FILTER_AND, FILTER_OR };

enum filter_relation { REL_HAS, REL_IS, REL_IS_NOT, REL_LESS, REL_MOST, REL_MORE, REL_LEAST };

struct filter_node {
	enum filter_op op;
	/* FILTER_WORD and FILTER_TEST */
	char *text; /* owned */
	const struct diag_field *field;
	enum filter_relation relation;
	uint64_t low, high; /* of numbers; a range has REL_HAS, the others use low */
	bool is_number;	    /* FILTER_WORD: low is the word as a number */
};

struct filter {
	struct filter_node *nodes;
	size_t count;
};

/*
 * A number with its suffix, in the field's unit: "64", "1.5k", "2Mi", "10ms". 0, or -EINVAL.
 */
int filter_number(enum field_type type, const char *text, size_t len, uint64_t *value);

#endif
