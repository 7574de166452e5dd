#include "views/compare_form.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/handler_text.h"
#include "views/cockpit.h"
#include "views/compare_text.h"
#include "views/form_box.h"
#include "views/label.h"

enum {
	FIELD_KIND,
	FIELD_HANDLER,
	FIELD_CLIENTS,
	FIELD_LENGTH,
	FIELD_AMOUNT,
	FIELD_SIZE,
	FIELD_CONNECTIONS,
	FIELD_MODELS, /* and a toggle for each after it */
};

struct compare_form {
	struct form_box box;
	struct form_field fields[FIELD_MODELS + COMPARE_RUNS_MAX];
	size_t nmodels;
	struct compare_choice *choice;
	void (*start)(struct cockpit *c, const struct compare_plan *plan);
	char message[256];
};

static const struct form_choice kinds[] = {
    [KIND_TCP] = {"TCP", "127.0.0.1, a free port"},
    [KIND_UDP] = {"UDP", "127.0.0.1, a free port"},
    [KIND_UNIX_STREAM] = {"Unix stream", "an abstract name"},
    [KIND_UNIX_DGRAM] = {"Unix datagram", "an abstract name"},
};
static const struct form_choice lengths[] = {{"seconds", NULL}, {"requests", NULL}};
static const struct form_choice takes_part[] = {{"left out", NULL}, {"compared", NULL}};
static const struct form_choice connections[] = {
    {"one for each request", "what accepting costs"},
    {"kept by each client", "what serving costs"},
};

/* A plain stream server serves one client at a time: the others would only wait. */
static bool serves_many(const struct model *m)
{
	return strcmp(model_name(m), "TCPServer") != 0 &&
	       strcmp(model_name(m), "UnixStreamServer") != 0;
}

void compare_choice_init(struct compare_choice *choice)
{
	const struct model *const *all = model_all();
	*choice = (struct compare_choice){
	    .handler = "Echo", .clients = "16", .amount = "1", .size = "64"};
	for (size_t i = 0; i < COMPARE_RUNS_MAX && all[i]; i++)
		choice->on[i] = serves_many(all[i]);
}

/* ---- fields ---- */

static void fill_load(struct compare_form *f)
{
	const struct compare_choice *was = f->choice;
	f->fields[FIELD_KIND] = (struct form_field){.label = "kind",
	    .kind = FORM_CHOICE,
	    .choices = kinds,
	    .nchoices = sizeof kinds / sizeof *kinds,
	    .chosen = was->kind,
	    .help = "Only models of one kind can be compared."};
	f->fields[FIELD_HANDLER] = (struct form_field){.label = "handler",
	    .initial = was->handler,
	    .help = "One that answers with what it got: Echo, Delay(0.01), ..."};
	f->fields[FIELD_CLIENTS] = (struct form_field){.label = "clients",
	    .initial = was->clients,
	    .help = "So many at once; each has one request under way."};
	f->fields[FIELD_LENGTH] = (struct form_field){.label = "measured in",
	    .kind = FORM_CHOICE,
	    .choices = lengths,
	    .nchoices = sizeof lengths / sizeof *lengths,
	    .chosen = was->by_requests};
	f->fields[FIELD_AMOUNT] = (struct form_field){.label = "amount",
	    .initial = was->amount,
	    .help = "Seconds, or requests, for each model."};
	f->fields[FIELD_SIZE] = (struct form_field){.label = "size",
	    .initial = was->size,
	    .help = "Bytes of each request, and of its answer."};
	f->fields[FIELD_CONNECTIONS] = (struct form_field){.label = "connections",
	    .kind = FORM_CHOICE,
	    .choices = connections,
	    .nchoices = sizeof connections / sizeof *connections,
	    .chosen = was->persistent};
}

static void fill_models(struct compare_form *f)
{
	const struct model *const *all = model_all();
	for (size_t i = 0; i < COMPARE_RUNS_MAX && all[i]; i++) {
		f->fields[FIELD_MODELS + i] = (struct form_field){.label = model_name(all[i]),
		    .kind = FORM_TOGGLE,
		    .choices = takes_part,
		    .nchoices = 2,
		    .on = f->choice->on[i],
		    .help = model_help(all[i])};
		f->nmodels = i + 1;
	}
}

static enum model_kind kind_chosen(const struct compare_form *f)
{
	return (enum model_kind)f->fields[FIELD_KIND].chosen;
}

static bool is_datagram(enum model_kind kind)
{
	return kind == KIND_UDP || kind == KIND_UNIX_DGRAM;
}

static void hide_fields(struct form_box *b)
{
	struct compare_form *f = (struct compare_form *)b;
	for (size_t i = 0; i < f->nmodels; i++)
		f->fields[FIELD_MODELS + i].hidden = model_all()[i]->kind != kind_chosen(f);
	f->fields[FIELD_CONNECTIONS].hidden = is_datagram(kind_chosen(f));
}

/* ---- what was filled in ---- */

static void copy_text(const struct compare_form *f, size_t field, char *to, size_t size)
{
	snprintf(to, size, "%s", form_value(&f->box.form, field));
}

static void keep_choice(const struct compare_form *f)
{
	struct compare_choice *to = f->choice;
	to->kind = kind_chosen(f);
	to->by_requests = f->fields[FIELD_LENGTH].chosen == 1;
	to->persistent = f->fields[FIELD_CONNECTIONS].chosen == 1;
	copy_text(f, FIELD_HANDLER, to->handler, sizeof to->handler);
	copy_text(f, FIELD_CLIENTS, to->clients, sizeof to->clients);
	copy_text(f, FIELD_AMOUNT, to->amount, sizeof to->amount);
	copy_text(f, FIELD_SIZE, to->size, sizeof to->size);
	for (size_t i = 0; i < f->nmodels; i++)
		to->on[i] = f->fields[FIELD_MODELS + i].on;
}

/* 0 for what is no number, which no load takes. */
static uint64_t whole(const char *text, uint64_t max)
{
	char *end;
	errno = 0;
	unsigned long long n = strtoull(text, &end, 10);
	return errno || end == text || *end || strchr(text, '-') || n > max ? 0 : n;
}

static int64_t seconds_ns(const char *text)
{
	char *end;
	double s = strtod(text, &end);
	return end == text || *end || !(s > 0 && s <= 86400) ? 0 : (int64_t)(s * (double)NS_PER_S);
}

static void fill_plan(const struct compare_choice *choice, struct compare_plan *plan)
{
	const struct model *const *all = model_all();
	for (size_t i = 0; i < COMPARE_RUNS_MAX && all[i]; i++)
		if (choice->on[i] && all[i]->kind == choice->kind)
			plan->model[plan->n++] = all[i];
	plan->load.clients = (unsigned)whole(choice->clients, LOAD_CLIENTS_MAX);
	plan->load.size = (size_t)whole(choice->size, LOAD_SIZE_MAX);
	plan->load.persistent = choice->persistent || is_datagram(choice->kind);
	if (choice->by_requests)
		plan->load.requests = whole(choice->amount, UINT64_C(1000000000));
	else
		plan->load.duration_ns = seconds_ns(choice->amount);
}

/* NULL: message says why. */
static struct handler_value *read_handler(struct compare_form *f, struct cockpit *c)
{
	struct handler_value *handler;
	struct buf why = {0};
	if (handler_text_read(f->choice->handler, &handler, &why) == -ENOMEM)
		cockpit_out_of_memory(c);
	if (!handler)
		label_clean(buf_text(&why), f->message, sizeof f->message);
	buf_free(&why);
	return handler;
}

static bool submit(struct form_box *b, struct cockpit *c)
{
	struct compare_form *f = (struct compare_form *)b;
	struct compare_plan plan = {.n = 0};
	const char *why = NULL;
	keep_choice(f);
	fill_plan(f->choice, &plan);
	struct handler_value *handler = read_handler(f, c);
	if (!handler) {
		f->box.form.message = f->message;
		return false;
	}
	plan.handler = handler;
	bool good = compare_check(&plan, &why) == 0;
	if (good)
		f->start(c, &plan);
	else
		f->box.form.message = why;
	value_unref(&handler->base);
	return good;
}

static size_t preview(void *ctx, const struct form *form, struct form_preview *lines)
{
	struct compare_form *f = ctx;
	struct compare_plan plan = {.n = 0};
	struct buf text = {0};
	(void)form;
	keep_choice(f);
	fill_plan(f->choice, &plan);
	compare_text_load(&plan.load, is_datagram(f->choice->kind), "ADDRESS", &text);
	lines[0].role = ROLE_CODE;
	snprintf(lines[0].text, sizeof lines[0].text, "%s", buf_text(&text));
	lines[1].role = ROLE_DIM;
	snprintf(lines[1].text, sizeof lines[1].text,
	    "%zu server%s, one after the other, each under this load.", plan.n,
	    plan.n == 1 ? "" : "s");
	buf_free(&text);
	return 2;
}

/* ---- the box ---- */

static const struct form_box_kind kind = {
    .submit = submit, .preview = preview, .changed = hide_fields};

void compare_form_open(struct cockpit *c, struct compare_choice *choice,
    void (*start)(struct cockpit *c, const struct compare_plan *plan))
{
	struct compare_form *f = calloc(1, sizeof *f);
	if (!f)
		cockpit_out_of_memory(c);
	f->choice = choice;
	f->start = start;
	fill_load(f);
	fill_models(f);
	form_box_open(c, &f->box, &kind, "Compare", f->fields, FIELD_MODELS + f->nmodels);
}
