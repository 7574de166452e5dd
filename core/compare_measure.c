#include "core/compare_measure.h"

#include "core/clock.h"

static double rate(const struct compare_run *r)
{
	const struct load_result *l = &r->load;
	return l->elapsed_ns > 0 ? (double)l->requests * (double)NS_PER_S / (double)l->elapsed_ns
				 : -1;
}

static double percentile(const struct compare_run *r, double percent)
{
	const struct histogram *h = &r->load.latency;
	return h->count ? (double)histogram_percentile(h, percent) : -1;
}

static double p50(const struct compare_run *r)
{
	return percentile(r, 50);
}

static double p90(const struct compare_run *r)
{
	return percentile(r, 90);
}

static double p99(const struct compare_run *r)
{
	return percentile(r, 99);
}

static double p99_9(const struct compare_run *r)
{
	return percentile(r, 99.9);
}

static double longest(const struct compare_run *r)
{
	return percentile(r, 100);
}

static double cpu(const struct compare_run *r)
{
	return r->load.elapsed_ns > 0 ? 100 * (double)r->cpu_ns / (double)r->load.elapsed_ns : -1;
}

static double cpu_each(const struct compare_run *r)
{
	return r->load.requests ? (double)r->cpu_ns / (double)r->load.requests : -1;
}

static double processes(const struct compare_run *r)
{
	return r->peak.processes ? (double)r->peak.processes : -1;
}

static double threads(const struct compare_run *r)
{
	return r->peak.threads ? (double)r->peak.threads : -1;
}

static double memory(const struct compare_run *r)
{
	return r->peak.pss_bytes ? (double)r->peak.pss_bytes : -1;
}

static double failures(const struct compare_run *r)
{
	return r->load.elapsed_ns > 0 ? (double)compare_failures(r) : -1;
}

const struct compare_measure compare_measures[COMPARE_MEASURES] = {
    {"requests_per_second", "RATE/S", "a second", COMPARE_PER_SECOND, COMPARE_MORE, rate},
    {"latency_p50_ns", "P50", "latency: half are answered within", COMPARE_NS, COMPARE_LESS, p50},
    {"latency_p90_ns", "P90", "latency: 90 % are answered within", COMPARE_NS, COMPARE_LESS, p90},
    {"latency_p99_ns", "P99", "latency: 99 % are answered within", COMPARE_NS, COMPARE_LESS, p99},
    {"latency_p99_9_ns", "P99.9", "latency: 99.9 % are answered within", COMPARE_NS, COMPARE_LESS,
	p99_9},
    {"latency_max_ns", "MAX", "latency: the longest", COMPARE_NS, COMPARE_LESS, longest},
    {"cpu_percent", "CPU", "CPU of the server, of one processor", COMPARE_PERCENT, COMPARE_NEUTRAL,
	cpu},
    {"cpu_ns_per_request", "CPU EACH", "CPU of the server for each", COMPARE_NS, COMPARE_LESS,
	cpu_each},
    {"processes", "PROC", "processes at the height of the load", COMPARE_COUNT, COMPARE_NEUTRAL,
	processes},
    {"threads", "THR", "threads of all of them", COMPARE_COUNT, COMPARE_NEUTRAL, threads},
    {"pss_bytes", "PSS", "memory of all of them (PSS)", COMPARE_BYTES, COMPARE_LESS, memory},
    {"failures", "FAILED", "failures", COMPARE_COUNT, COMPARE_NEUTRAL, failures},
};

const char *compare_counts(const struct model *m, const struct compare_load *l)
{
	return !model_is_stream(m) ? "datagrams" : l->persistent ? "requests" : "connections";
}

uint64_t compare_failures(const struct compare_run *r)
{
	return r->load.errors + r->load.wrong + r->load.timeouts;
}

bool compare_ranks(const struct compare_run *r)
{
	return r->state == COMPARE_DONE && r->load.requests > 0 && compare_failures(r) == 0;
}

static bool is_better(enum compare_better better, double a, double b)
{
	return better == COMPARE_MORE ? a > b : a < b;
}

bool compare_is_best(
    const struct compare_run *runs, size_t n, size_t i, const struct compare_measure *m)
{
	size_t others = 0;
	double mine = m->get(&runs[i]);
	if (m->better == COMPARE_NEUTRAL || !compare_ranks(&runs[i]) || mine < 0)
		return false;
	for (size_t k = 0; k < n; k++) {
		double other = m->get(&runs[k]);
		if (k == i || !compare_ranks(&runs[k]) || other < 0)
			continue;
		if (is_better(m->better, other, mine))
			return false;
		others++;
	}
	return others > 0;
}

const char *compare_state_name(enum compare_state state)
{
	static const char *const names[] = {
	    [COMPARE_WAITING] = "waiting",
	    [COMPARE_RUNNING] = "running",
	    [COMPARE_DONE] = "done",
	    [COMPARE_FAILED] = "failed",
	    [COMPARE_CANCELLED] = "cancelled",
	};
	return names[state];
}
