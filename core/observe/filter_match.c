/* How a filter is applied to rows. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/observe/filter.h"
#include "core/observe/filter_private.h"

/* What a suffix multiplies with, for bytes and plain numbers, and in microseconds for times. */
struct suffix {
	const char *text;
	double factor;
};

static const struct suffix amounts[] = {
    {"b", 1},
    {"k", 1e3},
    {"kb", 1e3},
    {"m", 1e6},
    {"mb", 1e6},
    {"g", 1e9},
    {"gb", 1e9},
    {"ki", 0x1p10},
    {"kib", 0x1p10},
    {"mi", 0x1p20},
    {"mib", 0x1p20},
    {"gi", 0x1p30},
    {"gib", 0x1p30},
    {NULL, 0},
};

static const struct suffix times[] = {
    {"us", 1},
    {"ms", 1e3},
    {"s", 1e6},
    {"min", 6e7},
    {"h", 3.6e9},
    {NULL, 0},
};

/* "/s" behind a rate says nothing new. */
static size_t without_per_second(const char *text, size_t len)
{
	return len > 2 && strncasecmp(text + len - 2, "/s", 2) == 0 ? len - 2 : len;
}

/* Times are milliseconds then, as in ss(8) and most talk about round trips; ages are seconds:
 * nobody waits for less. */
static double factor_without_unit(enum field_type type)
{
	return type == FIELD_TIME ? 1e3 : type == FIELD_AGE ? 1e6 : 1;
}

static double factor_of(enum field_type type, const char *text, size_t len)
{
	const struct suffix *s = type == FIELD_TIME || type == FIELD_AGE ? times : amounts;
	if (len == 0)
		return factor_without_unit(type);
	for (; s->text; s++)
		if (strncasecmp(s->text, text, len) == 0 && !s->text[len])
			return s->factor;
	return 0;
}

/* Digits with at most one point among them; how long they are, 0: there are none. */
static size_t decimal(const char *text, size_t len, double *value)
{
	double unit = 0;
	size_t i = 0, digits = 0;
	*value = 0;
	for (; i < len; i++) {
		if (text[i] == '.' && unit == 0) {
			unit = 1;
		} else if (text[i] >= '0' && text[i] <= '9') {
			*value = *value * 10 + (text[i] - '0');
			unit *= 10;
			digits++;
		} else {
			break;
		}
	}
	if (unit > 1)
		*value /= unit;
	return digits ? i : 0;
}

int filter_number(enum field_type type, const char *text, size_t len, uint64_t *value)
{
	double n;
	if (type == FIELD_RATE)
		len = without_per_second(text, len);
	size_t digits = decimal(text, len, &n);
	double factor = digits ? factor_of(type, text + digits, len - digits) : 0;
	if (factor == 0)
		return -EINVAL;
	n *= factor;
	*value = n < 0x1p63 ? (uint64_t)n : UINT64_MAX;
	return 0;
}

static bool is_in(const char *text, const char *part)
{
	return strcasestr(text, part) != NULL;
}

/* Capital letters, and TIME_WAIT for time-wait, as ss(8) writes it. */
static char plain(char c)
{
	if (c >= 'a' && c <= 'z')
		return (char)(c - 0x20);
	return c == '-' ? '_' : c;
}

static bool begins(const char *text, const char *part)
{
	while (*part)
		if (plain(*text++) != plain(*part++))
			return false;
	return true;
}

static bool is_whole(const char *text, const char *part)
{
	return begins(text, part) && strlen(text) == strlen(part);
}

static bool test_text(const struct filter_node *node, const char *text)
{
	switch (node->relation) {
	case REL_IS:
		return is_whole(text, node->text);
	case REL_IS_NOT:
		return !is_whole(text, node->text);
	default:
		return node->field->type == FIELD_WORD ? begins(text, node->text)
						       : is_in(text, node->text);
	}
}

static bool test_number(const struct filter_node *node, uint64_t value)
{
	switch (node->relation) {
	case REL_IS_NOT:
		return value != node->low;
	case REL_LESS:
		return value < node->low;
	case REL_MOST:
		return value <= node->low;
	case REL_MORE:
		return value > node->low;
	case REL_LEAST:
		return value >= node->low;
	default:
		return value >= node->low && value <= node->high;
	}
}

static bool test(
    const struct filter_node *node, const struct diag_snapshot *s, const struct diag_row *row)
{
	char text[DIAG_TEXT_MAX];
	uint64_t value[FIELD_VALUES_MAX];
	if (diag_field_is_text(node->field))
		return test_text(node, node->field->text(s, row, text));
	bool all = node->relation == REL_IS_NOT; /* port:!=80 means neither of the two */
	size_t n = diag_field_numbers(node->field, row, value);
	for (size_t i = 0; i < n; i++)
		if (test_number(node, value[i]) != all)
			return !all;
	return n && all;
}

static bool test_word(
    const struct filter_node *node, const struct diag_snapshot *s, const struct diag_row *row)
{
	char text[DIAG_TEXT_MAX];
	bool known = row->owner == DIAG_OWNER_KNOWN;
	if (known && node->is_number && (uint64_t)row->pid == node->low)
		return true;
	return is_in(diag_proto_name(row), node->text) || is_in(diag_state_name(row), node->text) ||
	       (known && is_in(row->program, node->text)) ||
	       is_in(diag_local_text(s, row, text), node->text) ||
	       is_in(diag_remote_text(row, text), node->text) ||
	       is_in(diag_service_name(row, text), node->text);
}

bool filter_match(const struct filter *f, const struct diag_snapshot *s, const struct diag_row *row)
{
	/* A parenthesis leaves at most an or's left side and an and's on the stack, and in the last
	 * one a state with its age is two more. */
	bool stack[2 * FILTER_DEPTH_MAX + 4] = {false};
	size_t top = 0;
	for (size_t i = 0; f && i < f->count; i++) {
		const struct filter_node *node = &f->nodes[i];
		switch (node->op) {
		case FILTER_WORD:
			stack[top++] = test_word(node, s, row);
			break;
		case FILTER_TEST:
			stack[top++] = test(node, s, row);
			break;
		case FILTER_NOT:
			stack[top - 1] = !stack[top - 1];
			break;
		case FILTER_AND:
			top--;
			stack[top - 1] = stack[top - 1] && stack[top];
			break;
		case FILTER_OR:
			top--;
			stack[top - 1] = stack[top - 1] || stack[top];
			break;
		}
	}
	return top == 0 || stack[0];
}

bool filter_wants_time_wait(const struct filter *f)
{
	for (size_t i = 0; f && i < f->count; i++) {
		const struct filter_node *node = &f->nodes[i];
		if (!node->text || !*node->text || node->relation == REL_IS_NOT)
			continue;
		bool state = node->op == FILTER_WORD || strcmp(node->field->name, "state") == 0;
		if (state && begins("TIME_WAIT", node->text))
			return true;
	}
	return false;
}
