#include "views/script.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/journal.h"
#include "core/notation/env.h"
#include "core/server/server.h"
#include "views/cockpit.h"

struct script {
	struct script *next;
	char **lines, **serves; /* n of each; serves may hold NULL */
	size_t n, at;		/* the step under way, or to be submitted */
	uint64_t seq;		/* its row; 0: not submitted */
	bool failed;
};

static void script_free(struct script *sc)
{
	for (size_t i = 0; i < sc->n; i++) {
		free(sc->lines[i]);
		free(sc->serves[i]);
	}
	free(sc->lines);
	free(sc->serves);
	free(sc);
}

static bool copy_steps(struct script *sc, const struct script_step *steps, size_t n)
{
	sc->lines = calloc(n, sizeof *sc->lines);
	sc->serves = calloc(n, sizeof *sc->serves);
	if (!sc->lines || !sc->serves)
		return false;
	for (; sc->n < n; sc->n++) {
		const struct script_step *step = &steps[sc->n];
		sc->lines[sc->n] = strdup(step->line);
		sc->serves[sc->n] = step->serves ? strdup(step->serves) : NULL;
		if (!sc->lines[sc->n] || (step->serves && !sc->serves[sc->n]))
			return false;
	}
	return true;
}

void script_start(struct cockpit *c, const struct script_step *steps, size_t n)
{
	struct script *sc = calloc(1, sizeof *sc);
	if (!sc || !copy_steps(sc, steps, n))
		cockpit_out_of_memory(c);
	sc->next = c->scripts;
	c->scripts = sc;
	script_step(c);
}

/* Does the server of that name accept connections? */
static bool serves(const struct cockpit *c, const char *name)
{
	const struct value *held = env_get(session_env(c->session), name);
	struct server **all = NULL;
	long n = server_list_all(session_servers(c->session), &all);
	bool yes = false;
	for (long i = 0; i < n; i++) {
		struct server_facts facts;
		server_facts(all[i], &facts);
		yes |= server_value(all[i]) == held && facts.state == SERVER_SERVING;
		value_unref(server_value(all[i]));
	}
	free(all);
	return yes;
}

/* Has the step under way come to what was waited for? A failed line fails the script. */
static bool has_ended(const struct cockpit *c, struct script *sc)
{
	const struct journal_row *row = journal_at(session_journal(c->session), sc->seq);
	sc->failed = !row || row->state == ROW_FAILED;
	if (sc->serves[sc->at])
		return serves(c, sc->serves[sc->at]);
	return row && row->state == ROW_DONE;
}

/* One step further where that is possible; false: it has to wait, or there is none. */
static bool step(struct cockpit *c, struct script *sc)
{
	if (sc->seq) {
		if (!has_ended(c, sc))
			return false;
		sc->at++;
		sc->seq = 0;
	}
	if (sc->failed || sc->at == sc->n)
		return false;
	sc->seq = cockpit_submit(c, sc->lines[sc->at]);
	sc->failed = !sc->seq;
	return !sc->failed;
}

void script_step(struct cockpit *c)
{
	struct script **at = &c->scripts;
	while (*at) {
		struct script *sc = *at;
		while (step(c, sc))
			;
		if (sc->failed || sc->at == sc->n) {
			*at = sc->next;
			script_free(sc);
		} else {
			at = &sc->next;
		}
	}
}

bool script_waits(const struct cockpit *c)
{
	for (const struct script *sc = c->scripts; sc; sc = sc->next)
		if (sc->seq && sc->serves[sc->at])
			return true;
	return false;
}

void script_drop_all(struct cockpit *c)
{
	while (c->scripts) {
		struct script *sc = c->scripts;
		c->scripts = sc->next;
		script_free(sc);
	}
}
