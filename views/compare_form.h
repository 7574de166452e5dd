/*
 * compare_form: the form in which models and a load are chosen for a comparison.
 *
 * Main thread. What was chosen is kept by the caller, so that the next form begins with it.
 */
#ifndef VIEWS_COMPARE_FORM_H
#define VIEWS_COMPARE_FORM_H

#include "core/compare.h"

struct cockpit;

#define COMPARE_HANDLER_MAX 128
#define COMPARE_NUMBER_MAX 24

struct compare_choice {
	enum model_kind kind;
	bool on[COMPARE_RUNS_MAX]; /* by the model's place in model_all() */
	char handler[COMPARE_HANDLER_MAX];
	char clients[COMPARE_NUMBER_MAX], amount[COMPARE_NUMBER_MAX], size[COMPARE_NUMBER_MAX];
	bool by_requests; /* amount is requests, else seconds */
	bool persistent;
};

/* What a comparison begins with: most models, 16 clients, a second each. */
void compare_choice_init(struct compare_choice *choice);

/* Open the form. start is called with what it came to, which can be run; plan is valid during the
 * call. choice is changed first. */
void compare_form_open(struct cockpit *c, struct compare_choice *choice,
    void (*start)(struct cockpit *c, const struct compare_plan *plan));

#endif
