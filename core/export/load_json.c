#include "core/export/load_json.h"

#include "core/clock.h"

static void add_count(json_t *to, const char *key, uint64_t n)
{
	json_object_set_new(to, key, json_integer((json_int_t)n));
}

void load_json_add(json_t *to, const struct load_result *r)
{
	json_object_set_new(to, "seconds", json_real((double)r->elapsed_ns / (double)NS_PER_S));
	add_count(to, "requests", r->requests);
	add_count(to, "connections", r->connections);
	add_count(to, "bytes_sent", r->bytes_sent);
	add_count(to, "bytes_received", r->bytes_received);
	add_count(to, "errors", r->errors);
	add_count(to, "wrong", r->wrong);
	add_count(to, "timeouts", r->timeouts);
}

json_t *load_json_histogram(const struct histogram *h)
{
	json_t *buckets = json_array();
	for (size_t i = 0; i < HISTOGRAM_BUCKETS; i++)
		if (h->bucket[i])
			json_array_append_new(
			    buckets, json_pack("[I, I]", (json_int_t)histogram_from(i),
					 (json_int_t)h->bucket[i]));
	return buckets;
}
