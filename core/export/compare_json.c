#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/clock.h"
#include "core/compare_measure.h"
#include "core/export/compare_export.h"
#include "core/export/load_json.h"

#define SCHEMA_VERSION 1

static void set_int(json_t *o, const char *key, uint64_t n)
{
	json_object_set_new(o, key, json_integer((json_int_t)n));
}

static void set_text(json_t *o, const char *key, const char *text)
{
	json_object_set_new(o, key, json_string(text));
}

static json_t *measure_value(const struct compare_measure *m, const struct compare_run *r)
{
	double value = m->get(r);
	if (value < 0)
		return json_null();
	if (m->unit == COMPARE_PER_SECOND || m->unit == COMPARE_PERCENT)
		return json_real(round(value * 10) / 10);
	return json_integer((json_int_t)round(value));
}

static json_t *run_object(const struct compare_result *c, size_t i)
{
	const struct compare_run *r = &c->runs[i];
	json_t *o = json_object();
	set_text(o, "model", model_name(r->model));
	set_text(o, "state", compare_state_name(r->state));
	json_object_set_new(
	    o, "best", json_boolean(compare_is_best(c->runs, c->n, i, &compare_measures[0])));
	if (r->state == COMPARE_FAILED)
		set_text(o, "error", strerror(-r->error));
	set_text(o, "address", r->address);
	set_text(o, "counts", compare_counts(r->model, &c->load));
	load_json_add(o, &r->load);
	for (size_t k = 0; k < COMPARE_MEASURES; k++)
		json_object_set_new(
		    o, compare_measures[k].key, measure_value(&compare_measures[k], r));
	json_object_set_new(o, "histogram_ns", load_json_histogram(&r->load.latency));
	return o;
}

static json_t *load_object(const struct compare_result *c)
{
	const struct compare_load *l = &c->load;
	json_t *o = json_object();
	set_text(o, "handler", c->handler);
	set_int(o, "clients", l->clients);
	set_int(o, "size", l->size);
	json_object_set_new(o, "persistent", json_boolean(l->persistent));
	json_object_set_new(
	    o, "requests", l->requests ? json_integer((json_int_t)l->requests) : json_null());
	json_object_set_new(o, "seconds",
	    l->requests ? json_null() : json_real((double)l->duration_ns / (double)NS_PER_S));
	return o;
}

static void set_time(json_t *o, int64_t wall_ns)
{
	char text[32];
	time_t seconds = (time_t)(wall_ns / NS_PER_S);
	struct tm tm;
	gmtime_r(&seconds, &tm);
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	set_text(o, "time", text);
}

int compare_export_json(const struct compare_result *r, struct buf *to)
{
	json_t *o = json_object(), *runs = json_array();
	set_int(o, "schema_version", SCHEMA_VERSION);
	set_time(o, r->wall_ns);
	set_int(o, "processors", (uint64_t)r->processors);
	json_object_set_new(o, "load", load_object(r));
	for (size_t i = 0; i < r->n; i++)
		json_array_append_new(runs, run_object(r, i));
	int added = json_object_set_new(o, "runs", runs);
	char *text = added == 0 ? json_dumps(o, JSON_COMPACT) : NULL;
	if (text) {
		buf_str(to, text);
		buf_char(to, '\n');
	}
	free(text);
	json_decref(o);
	return text && !to->failed ? 0 : -ENOMEM;
}
