/*
 * Any bytes as a file of settings: what was wrong is told in one line that fits, and what was taken
 * lies within its limits; whatever the keys are, each action is reached by one.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/observe/rule.h"
#include "views/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at(const struct settings *s, const struct setting *row)
{
	const void *at = (const char *)s + row->offset;
	const int *number = at;
	const uint32_t *columns = at;
	struct rules *rules;
	struct filter_error error;
	if (row->kind == SETTING_NUMBER && (*number < row->min || *number > row->max))
		abort();
	if (row->kind == SETTING_COLUMNS && row->ncolumns < 32 && *columns >> row->ncolumns)
		abort();
	if (row->kind == SETTING_RULES) {
		if (rules_new(at, &rules, &error) < 0)
			abort();
		rules_unref(rules);
	}
}

/* Each action answers its first key in each of its places, and what works everywhere in all. */
static void look_at_keys(const struct keymap *map)
{
	size_t n;
	const struct key_row *rows = keys_all(&n);
	for (size_t i = 0; i < n; i++) {
		struct chord keys[KEYMAP_KEYS];
		if (!rows[i].run)
			continue;
		keymap_keys(map, &rows[i], keys);
		const struct event ev = {
		    .type = INPUT_KEY, .key = keys[0].key, .mods = keys[0].mods};
		unsigned where = rows[i].where & IN_ALL ? ~0u : rows[i].where;
		const struct key_row *found = keymap_find(map, &ev, where);
		if (!found || strcmp(found->name, rows[i].name) != 0)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct settings s;
	struct settings_problem problem = {0};
	size_t count;
	const struct setting *rows = settings_all(&count);
	char *exact = malloc(size ? size : 1); /* it ends where it ends */
	if (!exact)
		return 0;
	memcpy(exact, data, size);
	settings_init(&s);
	settings_parse(&s, exact, size, &problem);
	free(exact);
	if (!memchr(problem.text, '\0', sizeof problem.text) || strchr(problem.text, '\n'))
		abort();
	if ((problem.lines > 0) != (problem.text[0] != '\0'))
		abort();
	for (size_t i = 0; i < count; i++)
		look_at(&s, &rows[i]);
	look_at_keys(&s.keys);
	return 0;
}
