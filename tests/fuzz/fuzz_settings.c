/* Any bytes as a file of settings: parsed; what is told of wrong lines stays short and tame. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "views/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect_sane(const struct settings *s)
{
	if (s->refresh_ms < 50 || s->refresh_ms > 60000 || !s->theme)
		abort();
}

static void expect_tame(const struct settings_problem *problem)
{
	if (strnlen(problem->text, sizeof problem->text) == sizeof problem->text)
		abort();
	for (const char *c = problem->text; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct settings s;
	struct settings_problem problem = {0};
	settings_init(&s);
	settings_parse(&s, (const char *)data, size, &problem);
	expect_sane(&s);
	expect_tame(&problem);
	return 0;
}
