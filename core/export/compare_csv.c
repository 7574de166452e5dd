#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "core/compare_measure.h"
#include "core/export/compare_export.h"

/* Text goes into quotes where it holds what would end the field. */
static void add_text(struct buf *to, const char *text)
{
	if (!strpbrk(text, ",\"\r\n")) {
		buf_str(to, text);
		return;
	}
	buf_char(to, '"');
	for (; *text; text++) {
		if (*text == '"')
			buf_char(to, '"');
		buf_char(to, *text);
	}
	buf_char(to, '"');
}

/* What is whole by nature is written so; rates and percent have a decimal. */
static void add_measure(struct buf *to, const struct compare_measure *m, double value)
{
	bool part = m->unit == COMPARE_PER_SECOND || m->unit == COMPARE_PERCENT;
	if (value < 0)
		return;
	if (part)
		buf_printf(to, "%.1f", value);
	else
		buf_printf(to, "%.0f", round(value));
}

static void add_titles(struct buf *to)
{
	buf_str(to, "model,state,best,handler,clients,size,persistent,counts,seconds,requests,"
		    "connections,bytes_sent,bytes_received,errors,wrong,timeouts");
	for (size_t i = 0; i < COMPARE_MEASURES; i++)
		buf_printf(to, ",%s", compare_measures[i].key);
	buf_char(to, '\n');
}

static void add_run(struct buf *to, const struct compare_result *c, size_t i)
{
	const struct compare_run *r = &c->runs[i];
	const struct load_result *l = &r->load;
	bool best = compare_is_best(c->runs, c->n, i, &compare_measures[0]);
	buf_printf(to, "%s,%s,%s,", model_name(r->model), compare_state_name(r->state),
	    best ? "yes" : "no");
	add_text(to, c->handler);
	buf_printf(to, ",%u,%zu,%s,%s,%.3f", c->load.clients, c->load.size,
	    c->load.persistent ? "yes" : "no", compare_counts(r->model, &c->load),
	    (double)l->elapsed_ns / 1e9);
	buf_printf(to,
	    ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64,
	    l->requests, l->connections, l->bytes_sent, l->bytes_received, l->errors, l->wrong,
	    l->timeouts);
	for (size_t k = 0; k < COMPARE_MEASURES; k++) {
		buf_char(to, ',');
		add_measure(to, &compare_measures[k], compare_measures[k].get(r));
	}
	buf_char(to, '\n');
}

int compare_export_csv(const struct compare_result *r, struct buf *to)
{
	add_titles(to);
	for (size_t i = 0; i < r->n; i++)
		add_run(to, r, i);
	return to->failed ? -ENOMEM : 0;
}
