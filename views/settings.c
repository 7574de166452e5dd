#include "views/settings.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/observe/rule.h"
#include "tui/table.h"
#include "tui/theme.h"
#include "views/label.h"
#include "views/userfile.h"

/* A piece of the text; ends where len says. */
struct piece {
	const char *at;
	size_t len;
};

static struct piece trimmed(struct piece p)
{
	while (p.len && isspace((unsigned char)p.at[0]))
		p.at++, p.len--;
	while (p.len && isspace((unsigned char)p.at[p.len - 1]))
		p.len--;
	return p;
}

/* Take what stands before the next sign (or all) off rest, without blanks around it. */
static struct piece take_until(struct piece *rest, char sign)
{
	const char *end = rest->len ? memchr(rest->at, sign, rest->len) : NULL;
	struct piece taken = {rest->at, end ? (size_t)(end - rest->at) : rest->len};
	size_t used = taken.len + (end != NULL);
	rest->at += used;
	rest->len -= used;
	return trimmed(taken);
}

static bool is_word(struct piece p, const char *word)
{
	return strlen(word) == p.len && strncasecmp(word, p.at, p.len) == 0;
}

/* ---- values ---- */

static int take_switch(struct piece value, bool *to)
{
	if (!is_word(value, "yes") && !is_word(value, "no"))
		return -EINVAL;
	*to = is_word(value, "yes");
	return 0;
}

static int take_number(const struct setting *row, struct piece value, int *to)
{
	long n = 0;
	if (value.len == 0)
		return -EINVAL;
	for (size_t i = 0; i < value.len; i++) {
		if (!isdigit((unsigned char)value.at[i]) || n > INT_MAX / 10)
			return -EINVAL;
		n = n * 10 + (value.at[i] - '0');
	}
	if (n < row->min || n > row->max)
		return -ERANGE;
	*to = (int)n;
	return 0;
}

static int take_theme(struct piece value, const char **to)
{
	const char *name;
	for (size_t i = 0; (name = theme_name(i)); i++) {
		if (is_word(value, name)) {
			*to = name;
			return 0;
		}
	}
	return -EINVAL;
}

static uint32_t column_bit(const struct setting *row, struct piece title)
{
	for (size_t i = 0; i < row->ncolumns; i++)
		if (row->columns[i].title[0] && is_word(title, row->columns[i].title))
			return UINT32_C(1) << i;
	return 0;
}

static int take_columns(const struct setting *row, struct piece value, uint32_t *to)
{
	uint32_t shown = 0;
	if (is_word(value, "all")) {
		*to = 0;
		return 0;
	}
	do {
		uint32_t bit = column_bit(row, take_until(&value, ','));
		if (!bit)
			return -EINVAL;
		shown |= bit;
	} while (value.len);
	/* What has no title is a mark, and stays. */
	for (size_t i = 0; i < row->ncolumns; i++)
		shown |= row->columns[i].title[0] ? 0 : UINT32_C(1) << i;
	*to = shown;
	return 0;
}

/* -EINVAL: it is no rule, or there are too many by now. */
static int take_rules(struct piece value, char to[SETTINGS_RULES_MAX])
{
	char all[SETTINGS_RULES_MAX];
	struct rules *rules;
	struct filter_error error;
	if (value.len == 0 || is_word(value, "none")) {
		to[0] = '\0';
		return value.len ? 0 : -EINVAL;
	}
	int n =
	    snprintf(all, sizeof all, "%s%s%.*s", to, to[0] ? "; " : "", (int)value.len, value.at);
	if (n < 0 || (size_t)n >= sizeof all || rules_new(all, &rules, &error) < 0)
		return -EINVAL;
	rules_unref(rules);
	memcpy(to, all, (size_t)n + 1);
	return 0;
}

static int take_value(struct settings *s, const struct setting *row, struct piece value)
{
	void *to = (char *)s + row->offset;
	switch (row->kind) {
	case SETTING_SWITCH:
		return take_switch(value, to);
	case SETTING_NUMBER:
		return take_number(row, value, to);
	case SETTING_THEME:
		return take_theme(value, to);
	case SETTING_RULES:
		return take_rules(value, to);
	case SETTING_COLUMNS:
		return take_columns(row, value, to);
	}
	return -EINVAL;
}

void settings_init(struct settings *s)
{
	size_t n;
	const struct setting *rows = settings_all(&n);
	*s = (struct settings){0};
	for (size_t i = 0; i < n; i++)
		take_value(s, &rows[i], (struct piece){rows[i].dflt, strlen(rows[i].dflt)});
}

/* ---- what is wrong ---- */

/* Keys come when all lines are read, so not in their order. */
static void note_line(struct settings_problem *problem, size_t line)
{
	size_t n = problem->lines, i = n;
	if (n >= SETTINGS_SKIPPED_MAX)
		return;
	for (; i > 0 && problem->skipped[i - 1] > line; i--)
		problem->skipped[i] = problem->skipped[i - 1];
	problem->skipped[i] = line;
}

static void complain(struct settings_problem *problem, size_t line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void complain(struct settings_problem *problem, size_t line, const char *fmt, ...)
{
	va_list ap;
	note_line(problem, line);
	if (problem->lines++ && problem->first < line)
		return;
	problem->first = line;
	int n = snprintf(problem->text, sizeof problem->text, "settings line %zu skipped: ", line);
	va_start(ap, fmt);
	vsnprintf(problem->text + n, sizeof problem->text - (size_t)n, fmt, ap);
	va_end(ap);
}

void settings_problem_tell(const struct settings_problem *problem, struct buf *to)
{
	size_t n = problem->lines < SETTINGS_SKIPPED_MAX ? problem->lines : SETTINGS_SKIPPED_MAX;
	buf_str(to, problem->text);
	for (size_t i = 1; i < n; i++)
		buf_printf(to, "%s %zu",
		    i > 1   ? ","
		    : n > 2 ? " (and lines"
			    : " (and line",
		    problem->skipped[i]);
	if (problem->lines > n)
		buf_printf(to, " and %zu more", problem->lines - n);
	if (n > 1)
		buf_char(to, ')');
}

/* ---- keys ---- */

static const char key_prefix[] = "key.";

static bool is_of_keys(struct piece name)
{
	size_t n = strlen(key_prefix);
	return name.len > n && strncasecmp(name.at, key_prefix, n) == 0;
}

static void take_keys(struct settings *s, struct piece name, struct piece value, size_t line,
    struct settings_problem *problem)
{
	char shown[48], key[32];
	struct chord busy = {0};
	const struct piece action = {name.at + strlen(key_prefix), name.len - strlen(key_prefix)};
	switch (keymap_take(&s->keys, action.at, action.len, value.at, value.len, line, &busy)) {
	case -ENOENT:
		complain(problem, line, "there is no action '%s' to give keys to",
		    label_clean_len(action.at, action.len, shown, sizeof shown));
		break;
	case -EINVAL:
		complain(problem, line,
		    "a key is x, F2, Ctrl-K, Alt-X or Space, one or two, not '%s'",
		    label_clean_len(value.at, value.len, shown, sizeof shown));
		break;
	case -EBUSY:
		complain(problem, line, "%s stays what it is",
		    key_label(busy.key, busy.mods, key, sizeof key));
		break;
	}
}

/* Only when all lines are read: two actions may have changed places. */
static void settle_keys(struct settings *s, struct settings_problem *problem)
{
	char key[32];
	struct keymap_clash clash;
	while (keymap_settle(&s->keys, &clash))
		complain(problem, clash.line, "%s is the key of %s",
		    key_label(clash.key.key, clash.key.mods, key, sizeof key), clash.other);
}

/* ---- a line ---- */

static const struct setting *find(struct piece name)
{
	size_t n;
	const struct setting *rows = settings_all(&n);
	for (size_t i = 0; i < n; i++)
		if (is_word(name, rows[i].name))
			return &rows[i];
	return NULL;
}

static void refuse_value(
    struct settings_problem *problem, size_t line, const struct setting *row, struct piece value)
{
	struct buf values = {0};
	char shown[48];
	settings_values(row, &values);
	complain(problem, line, "%s is %s, not '%s'", row->name, buf_text(&values),
	    label_clean_len(value.at, value.len, shown, sizeof shown));
	buf_free(&values);
}

static void take_line(
    struct settings *s, struct piece text, size_t line, struct settings_problem *problem)
{
	char shown[48];
	struct piece value = trimmed(text);
	if (value.len == 0 || value.at[0] == '#')
		return;
	if (!memchr(value.at, '=', value.len)) {
		complain(problem, line, "NAME = VALUE is wanted, not '%s'",
		    label_clean_len(value.at, value.len, shown, sizeof shown));
		return;
	}
	struct piece name = take_until(&value, '=');
	const struct setting *row = find(name);
	value = trimmed(value);
	if (is_of_keys(name))
		take_keys(s, name, value, line, problem);
	else if (!row)
		complain(problem, line, "there is no setting '%s'",
		    label_clean_len(name.at, name.len, shown, sizeof shown));
	else if (take_value(s, row, value) < 0)
		refuse_value(problem, line, row, value);
}

void settings_parse(
    struct settings *s, const char *text, size_t len, struct settings_problem *problem)
{
	struct piece rest = {text, len};
	for (size_t line = 1; rest.len; line++)
		take_line(s, take_until(&rest, '\n'), line, problem);
	settle_keys(s, problem);
}

void settings_load(struct settings *s, struct settings_problem *problem)
{
	struct buf path = {0}, text = {0};
	settings_init(s);
	*problem = (struct settings_problem){0};
	int r = userfile_path(&path, &userfile_config, "settings");
	if (r == 0)
		r = userfile_read(&text, buf_text(&path), 0, SETTINGS_MAX_BYTES);
	if (r == 0) {
		settings_parse(s, buf_text(&text), text.len, problem);
	} else if (r != -ENOENT && r != -ENOTDIR) {
		problem->lines = 1;
		snprintf(problem->text, sizeof problem->text, "the settings are not read: %s",
		    strerror(-r));
	}
	buf_free(&path);
	buf_free(&text);
}

/* ---- what is told of them ---- */

static const struct keymap own_keys = {.n = 0};

static void list_columns(const struct setting *row, struct buf *to)
{
	buf_str(to, "all, or some of ");
	bool first = true;
	for (size_t i = 0; i < row->ncolumns; i++) {
		if (!row->columns[i].title[0])
			continue;
		buf_printf(to, "%s%s", first ? "" : ", ", row->columns[i].title);
		first = false;
	}
}

void settings_values(const struct setting *row, struct buf *to)
{
	char names[THEME_NAMES_MAX];
	switch (row->kind) {
	case SETTING_SWITCH:
		buf_str(to, "yes or no");
		break;
	case SETTING_NUMBER:
		buf_printf(to, "a number from %d to %d", row->min, row->max);
		break;
	case SETTING_THEME:
		buf_str(to, theme_names(names, sizeof names));
		break;
	case SETTING_RULES:
		buf_printf(to, "a rule, such as close_wait>30s; further lines add up to %d",
		    DIAG_RULES_MAX);
		break;
	case SETTING_COLUMNS:
		list_columns(row, to);
		break;
	}
}

static void example_keys(struct buf *to)
{
	const struct key_row *row;
	char keys[64];
	buf_str(to,
	    "\n# The keys of actions, one or two with a blank between: x, F2, Ctrl-K, Alt-X, "
	    "Space.\n");
	for (size_t i = 0; (row = keymap_action_at(i)); i++)
		buf_printf(to, "# %s\n%s%s = %s\n", row->help, key_prefix, row->name,
		    keymap_name(&own_keys, row, keys, sizeof keys));
}

void settings_example(struct buf *to)
{
	size_t n;
	const struct setting *rows = settings_all(&n);
	buf_str(
	    to, "# Settings of sockpit: ~/.config/sockpit/settings, or below XDG_CONFIG_HOME.\n");
	for (size_t i = 0; i < n; i++) {
		buf_printf(to, "\n# %s\n# ", rows[i].help);
		settings_values(&rows[i], to);
		buf_printf(to, "\n%s = %s\n", rows[i].name, rows[i].dflt);
	}
	example_keys(to);
}
