/*
 * sampler: a thread that looks at all sockets again and again, so that nobody else waits for it.
 *
 * Created, asked and freed by the main thread. Each result belongs to whoever took it, and the
 * sampler never touches it again. While nobody takes the last one the sampler rests: a view that is
 * not shown costs nothing.
 *
 *	sampler_new(&sp);
 *	const struct sampling_query query = {.interval_ns = NS_PER_S, .protos = DIAG_ALL};
 *	sampler_ask(sp, &query, NULL);
 *	poll(sampler_fd(sp)) ... struct sample *now = sampler_take(sp);
 *	if (now) { sample_free(before); ... show now ... }
 */
#ifndef CORE_OBSERVE_SAMPLER_H
#define CORE_OBSERVE_SAMPLER_H

#include <stdint.h>

#include "core/observe/sampling.h"

struct sampler;

/* Starts the thread, which rests until it is asked. 0, -ENOMEM, -EMFILE, -EAGAIN. */
int sampler_new(struct sampler **out);

/* Ends the thread. It waits a fifth of a second for the dump under way; one that takes longer goes
 * on, and keeps its memory, until the process ends. */
void sampler_free(struct sampler *s);

/* What to look for from now on. query is copied, with a reference of its rules; its filter is not
 * looked at: the sampler takes the one given beside it (NULL: all rows). An answer comes soon, from
 * the last snapshot where that will do. The query's number. */
uint64_t sampler_ask(struct sampler *s, const struct sampling_query *query, struct filter *filter);

/* Poll this for POLLIN; then sampler_take() gives the newest result, the caller's to free, or NULL
 * when there is none since the last. */
int sampler_fd(const struct sampler *s);
struct sample *sampler_take(struct sampler *s);

#endif
