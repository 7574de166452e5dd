#include "views/system_watch.h"

#include <stdlib.h>
#include <string.h>

#include "core/observe/diag_text.h"
#include "views/cockpit.h"
#include "views/diag_cell.h"

/* A socket whose rule rings now; NULL: it was in a sample before, that nobody saw. */
static const struct diag_row *find_rung(const struct diag_snapshot *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->rows[i].rang)
			return &s->rows[i];
	return NULL;
}

static void add_cleaned(const char *text, enum clean_mode mode, struct buf *to)
{
	clean_add(to, text, strlen(text), mode);
}

static void tell_row(
    const struct diag_snapshot *s, const struct diag_row *row, enum clean_mode mode, struct buf *to)
{
	char text[DIAG_TEXT_MAX], owner[DIAG_CELL_MAX];
	add_cleaned(rules_names(s->rules, row->rang, text, sizeof text), mode, to);
	buf_printf(to, ": %s ", diag_proto_name(row));
	add_cleaned(diag_local_text(s, row, text), mode, to);
	if (*diag_remote_text(row, text)) {
		buf_str(to, " to ");
		add_cleaned(text, mode, to);
	}
	if (row->owner == DIAG_OWNER_KNOWN)
		buf_printf(to, ", %s", diag_owner_cell(row, mode, owner));
}

void system_watch_ring(struct cockpit *c, const struct sample *now, enum clean_mode mode)
{
	struct buf text = {0};
	const struct diag_row *row = find_rung(now->snapshot);
	if (row)
		tell_row(now->snapshot, row, mode, &text);
	else
		buf_printf(&text, "%zu sockets fit a rule", now->rang);
	if (row && now->rang > 1)
		buf_printf(&text, " (and %zu more)", now->rang - 1);
	cockpit_say(c, ROLE_WARN, "Watch: %s", buf_text(&text));
	screen_bell(c->screen);
	buf_free(&text);
}
