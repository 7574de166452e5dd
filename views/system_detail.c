#include "views/system_detail.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "core/clock.h"
#include "core/observe/diag_field.h"
#include "tui/gauge.h"
#include "tui/sparkline.h"
#include "views/diag_cell.h"
#include "views/system_columns.h"
#include "views/units.h"

/* Room at a trail's left for its name and at its right for its number. */
#define TRAIL_LABEL_W 8
#define TRAIL_VALUE_W 10
/* Below this height the facts need the lines more than the trails. */
#define TRAILS_FROM 8

/* ---- facts ---- */

static void add_field(struct facts *f, const struct sample *s, const struct diag_row *row,
    const char *name, const char *label, enum clean_mode mode)
{
	char cell[DIAG_CELL_MAX];
	const struct diag_field *field = diag_field_find(name, strlen(name));
	diag_cell(field, s->snapshot, row, mode, cell);
	if (strcmp(cell, "-") != 0)
		facts_add(f, label, ROLE_NORMAL, "%s", cell);
}

static void add_state(
    struct facts *f, const struct sample *s, const struct diag_row *row, enum clean_mode mode)
{
	char age[UNITS_MAX];
	int64_t now = s->snapshot->mono_ns;
	enum role role = system_state_role(row);
	if (row->state == DIAG_LISTEN)
		facts_add(f, "state", role, "LISTEN, %u waiting of %u%s", row->accept_queue,
		    row->backlog, row->accept_queue > row->backlog ? ", full" : "");
	else
		facts_add(f, "state", role, "%s", diag_state_name(row));
	if (row->mark == DIAG_CLOSED)
		facts_add(f, "closed", ROLE_DIM, "%s ago", units_age(now - row->closed_ns, age));
	else if (row->seen_ns)
		facts_add(f, "seen for", ROLE_NORMAL, "%s", units_age(now - row->seen_ns, age));
	if (row->mark != DIAG_CLOSED)
		facts_add(f, "in state", ROLE_NORMAL, "%s since seen",
		    units_age(now - row->state_ns, age));
	add_field(f, s, row, "shutdown", "shut down", mode);
}

/* Which watch rules mark it. */
static void add_rules(
    struct facts *f, const struct sample *s, const struct diag_row *row, enum clean_mode mode)
{
	char cell[DIAG_CELL_MAX];
	if (row->rules)
		facts_add(f, "marked by", ROLE_ERROR, "%s",
		    diag_cell(diag_field_find("rule", 4), s->snapshot, row, mode, cell));
}

static void add_holder(struct facts *f, const struct owner *owner, enum clean_mode mode)
{
	struct buf name = {0};
	clean_add(&name, owner->program, strnlen(owner->program, sizeof owner->program), mode);
	facts_add(
	    f, "held by", ROLE_STRONG, "%s, pid %d, fd %d", buf_text(&name), owner->pid, owner->fd);
	buf_free(&name);
}

static void add_holders(
    struct facts *f, const struct sample *s, const struct diag_row *row, enum clean_mode mode)
{
	static const char *const words[] = {
	    [DIAG_OWNER_PENDING] = "being looked for",
	    [DIAG_OWNER_KNOWN] = "",
	    [DIAG_OWNER_UNKNOWN] = "unknown: no process that we may look into",
	    [DIAG_OWNER_NONE] = "no process (not accepted yet, or the kernel's)",
	};
	char cell[DIAG_CELL_MAX];
	bool told = s->nholders && s->holders[0].inode == row->inode;
	for (size_t i = 0; told && i < s->nholders; i++)
		add_holder(f, &s->holders[i], mode);
	if (!told && row->owner == DIAG_OWNER_KNOWN)
		facts_add(f, "held by", ROLE_STRONG, "%s", diag_owner_cell(row, mode, cell));
	else if (!told)
		facts_add(f, "held by", ROLE_DIM, "%s", words[row->owner]);
}

static bool is_mirror(const struct diag_row *a, const struct diag_row *b)
{
	return a->proto == b->proto && a->family == b->family && a->local_port == b->remote_port &&
	       a->remote_port == b->local_port && b->mark != DIAG_CLOSED &&
	       memcmp(a->local, b->remote, sizeof a->local) == 0 &&
	       memcmp(a->remote, b->local, sizeof a->local) == 0;
}

/* The socket at the other end, where it is one of this machine. */
static const struct diag_row *find_peer(const struct sample *s, const struct diag_row *row)
{
	const struct diag_snapshot *snapshot = s->snapshot;
	if (row->family == AF_UNIX)
		return diag_find_inode(snapshot, row->remote_id);
	bool inet = row->family == AF_INET || row->family == AF_INET6;
	if (!inet || !row->remote_port)
		return NULL;
	for (size_t i = 0; i < snapshot->count; i++)
		if (is_mirror(row, &snapshot->rows[i]))
			return &snapshot->rows[i];
	return NULL;
}

static void add_peer(
    struct facts *f, const struct sample *s, const struct diag_row *row, enum clean_mode mode)
{
	char owner[DIAG_CELL_MAX], local[DIAG_CELL_MAX];
	const struct diag_row *peer = find_peer(s, row);
	const struct diag_field *field = diag_field_find("local", 5);
	if (!peer)
		return;
	diag_owner_cell(peer, mode, owner);
	if (row->family == AF_UNIX && peer->name_len)
		facts_add(f, "other end", ROLE_NORMAL, "%s, %s", owner,
		    diag_cell(field, s->snapshot, peer, mode, local));
	else
		facts_add(f, "other end", ROLE_NORMAL, "%s, %s", owner, diag_state_name(peer));
}

/* Field and label; those that a socket does not have are left out. */
static const char *const details[][2] = {
    {"recvq", "recv queue"},
    {"rcvbuf", "recv buffer"},
    {"sendq", "send queue"},
    {"sndbuf", "send buffer"},
    {"rx", "received"},
    {"tx", "sent"},
    {"rxrate", "in"},
    {"txrate", "out"},
    {"rtt", "rtt"},
    {"rttvar", "rtt varies"},
    {"minrtt", "least rtt"},
    {"rto", "rto"},
    {"retrans", "retransmits"},
    {"resent", "sent anew"},
    {"lost", "lost"},
    {"unacked", "unacked"},
    {"cwnd", "cwnd"},
    {"ssthresh", "ssthresh"},
    {"mss", "mss"},
    {"pmtu", "path mtu"},
    {"window", "peer window"},
    {"delivery", "delivery"},
    {"segsin", "segments in"},
    {"segsout", "segments out"},
    {"timer", "timer"},
    {"expires", "fires in"},
    {"drops", "dropped"},
    {"type", "type"},
    {"service", "protocol"},
    {"uid", "user id"},
    {"inode", "inode"},
};

void system_detail_fill(struct system_detail *d, const struct sample *s, const struct diag_row *row,
    enum clean_mode mode)
{
	struct facts *f = &d->facts;
	facts_clear(f);
	add_rules(f, s, row, mode);
	add_state(f, s, row, mode);
	add_field(f, s, row, "local", "local", mode);
	add_field(f, s, row, "remote", "remote", mode);
	add_holders(f, s, row, mode);
	add_peer(f, s, row, mode);
	for (size_t i = 0; i < sizeof details / sizeof *details; i++)
		add_field(f, s, row, details[i][0], details[i][1], mode);
}

const char *system_detail_title(const struct sample *s, const struct diag_row *row,
    enum clean_mode mode, char *text, size_t size)
{
	char local[DIAG_CELL_MAX];
	const struct diag_field *field = diag_field_find("local", 5);
	snprintf(text, size, "%s %s", diag_proto_name(row),
	    diag_cell(field, s->snapshot, row, mode, local));
	return text;
}

/* ---- drawing ---- */

static const struct {
	const char *label;
	enum role role;
	bool rate;
} trails[TRAIL_COUNT] = {
    [TRAIL_IN] = {"in/s", ROLE_IN, true},
    [TRAIL_OUT] = {"out/s", ROLE_OUT, true},
    [TRAIL_RECVQ] = {"recv q", ROLE_IN, false},
    [TRAIL_SENDQ] = {"send q", ROLE_OUT, false},
};

static void draw_trail(
    const struct system_history *h, enum system_trail trail, struct screen *s, struct rect r)
{
	char text[UNITS_MAX];
	uint64_t last = h->n ? h->value[trail][h->n - 1] : 0;
	const char *value = trails[trail].rate ? units_rate((double)last, text) : "-";
	if (!trails[trail].rate && last)
		value = units_bytes(last, text);
	int bars = r.w - TRAIL_LABEL_W - TRAIL_VALUE_W;
	draw_text(s, r.x, r.y, TRAIL_LABEL_W, ROLE_LABEL, trails[trail].label);
	sparkline_draw(s, (struct rect){r.x + TRAIL_LABEL_W, r.y, bars, 1}, h->value[trail], h->n,
	    0, trails[trail].role);
	draw_field(s, r.x + r.w - TRAIL_VALUE_W, r.y, TRAIL_VALUE_W, trails[trail].role,
	    ALIGN_RIGHT, value);
}

/* The accept queue of a listener against its backlog. */
static int draw_queue(const struct diag_row *row, struct screen *s, struct rect r)
{
	char label[48];
	enum role role = system_state_role(row);
	snprintf(label, sizeof label, "%u of %u", row->accept_queue, row->backlog);
	draw_text(s, r.x, r.y, TRAIL_LABEL_W, ROLE_LABEL, "queue");
	/* It holds one more than the backlog. */
	gauge_draw(s, (struct rect){r.x + TRAIL_LABEL_W, r.y, r.w - TRAIL_LABEL_W, 1},
	    row->accept_queue, (uint64_t)row->backlog + 1, role == ROLE_ERROR ? role : ROLE_BAR,
	    label);
	return 1;
}

/* How many lines were used. */
static int draw_trails(
    const struct system_detail *d, const struct diag_row *row, struct screen *s, struct rect r)
{
	int used = 0;
	if (r.h < TRAILS_FROM || r.w < TRAIL_LABEL_W + TRAIL_VALUE_W + 8)
		return 0;
	if (row->state == DIAG_LISTEN)
		return draw_queue(row, s, r);
	enum system_trail first = row->has_tcp ? TRAIL_IN : TRAIL_RECVQ;
	for (enum system_trail t = first; t < TRAIL_COUNT; t++) {
		bool queue = t >= TRAIL_RECVQ;
		if (queue && row->has_tcp && system_history_peak(&d->history, t) == 0)
			continue;
		draw_trail(&d->history, t, s, (struct rect){r.x, r.y + used++, r.w, 1});
	}
	return used;
}

void system_detail_draw(struct system_detail *d, struct screen *s, const struct diag_row *row,
    struct rect r, bool focused)
{
	if (row) {
		int used = draw_trails(d, row, s, r);
		r.y += used;
		r.h -= used;
	} else {
		facts_clear(&d->facts);
	}
	facts_draw(&d->facts, s, r, focused, "What the kernel knows of the selected socket.");
}
