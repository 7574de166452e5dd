/*
 * load_json: what came of a load, as members of a JSON object. Any thread.
 *
 *	json_t *o = json_object();
 *	load_json_add(o, &result);
 *	json_object_set_new(o, "histogram", load_json_histogram(&result.latency));
 */
#ifndef CORE_EXPORT_LOAD_JSON_H
#define CORE_EXPORT_LOAD_JSON_H

#include <jansson.h>

#include "core/load/load.h"

/* Add seconds, requests, connections, bytes_sent, bytes_received, errors, wrong, timeouts. Where
 * memory is short some are missing. */
void load_json_add(json_t *to, const struct load_result *r);

/* A new array with [from, count] of each bucket that is not empty, from in nanoseconds; or NULL. */
json_t *load_json_histogram(const struct histogram *h);

#endif
