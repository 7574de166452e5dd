#include "views/units.h"

#include <stdio.h>
#include <time.h>

#include "core/clock.h"

const char *units_count(uint64_t n, char text[UNITS_MAX])
{
	if (n)
		snprintf(text, UNITS_MAX, "%llu", (unsigned long long)n);
	else
		snprintf(text, UNITS_MAX, "-");
	return text;
}

const char *units_plural(uint64_t n, const char *what, char text[UNITS_MAX])
{
	snprintf(text, UNITS_MAX, "%llu %s%s", (unsigned long long)n, what, n == 1 ? "" : "s");
	return text;
}

/* Three digits and a prefix: 1.20 k, 12.0 k, 120 k. */
static void three_digits(double x, const char *unit, char text[UNITS_MAX])
{
	static const char *const prefixes[] = {"", "k", "M", "G", "T", "P", "E"};
	size_t i = 0;
	for (; x >= 999.5 && i + 1 < sizeof prefixes / sizeof *prefixes; i++)
		x /= 1000;
	int decimals = i == 0 || x >= 99.95 ? 0 : x >= 9.995 ? 1 : 2;
	snprintf(text, UNITS_MAX, "%.*f %s%s", decimals, x, prefixes[i], unit);
}

const char *units_bytes(uint64_t n, char text[UNITS_MAX])
{
	three_digits((double)n, "B", text);
	return text;
}

const char *units_rate(double per_second, char text[UNITS_MAX])
{
	if (per_second < 0.5)
		snprintf(text, UNITS_MAX, "-");
	else
		three_digits(per_second, "B/s", text);
	return text;
}

const char *units_wait(int64_t ns, char text[UNITS_MAX])
{
	long long s = ns / NS_PER_S, tenths = ns / (NS_PER_S / 10);
	if (s < 60)
		snprintf(text, UNITS_MAX, "%lld.%lld s", tenths / 10, tenths % 10);
	else if (s < 3600)
		snprintf(text, UNITS_MAX, "%lld min %02lld s", s / 60, s % 60);
	else
		snprintf(text, UNITS_MAX, "%lld h %02lld min", s / 3600, s / 60 % 60);
	return text;
}

const char *units_took(int64_t ns, char text[UNITS_MAX])
{
	if (ns < NS_PER_S)
		snprintf(text, UNITS_MAX, "%.3f ms", (double)ns / (double)NS_PER_MS);
	else
		snprintf(text, UNITS_MAX, "%.3f s", (double)ns / (double)NS_PER_S);
	return text;
}

const char *units_age(int64_t ns, char text[UNITS_MAX])
{
	long long s = ns > 0 ? ns / NS_PER_S : 0;
	if (s < 86400)
		snprintf(text, UNITS_MAX, "%02lld:%02lld:%02lld", s / 3600, s / 60 % 60, s % 60);
	else
		snprintf(
		    text, UNITS_MAX, "%lld d %02lld:%02lld", s / 86400, s / 3600 % 24, s / 60 % 60);
	return text;
}

const char *units_clock(int64_t wall_ns, char text[UNITS_MAX])
{
	time_t t = (time_t)(wall_ns / NS_PER_S);
	struct tm tm;
	if (!localtime_r(&t, &tm) || !strftime(text, UNITS_MAX, "%H:%M:%S", &tm))
		snprintf(text, UNITS_MAX, "--:--:--");
	return text;
}
