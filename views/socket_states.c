#include "views/socket_states.h"

#include "core/clock.h"
#include "core/observe/tcp.h"
#include "tui/diagram.h"
#include "tui/text.h"
#include "views/units.h"

/* A time and its state take so much; so many lines may have them. */
#define TIME_W 22
#define TIME_LINES 2

/* The states in the order of their boxes: RFC 9293, figure 5, without the simultaneous open. */
enum box {
	BOX_CLOSED,
	BOX_LISTEN,
	BOX_SYN_SENT,
	BOX_SYN_RECV,
	BOX_ESTABLISHED,
	BOX_FIN_WAIT1,
	BOX_CLOSING,
	BOX_CLOSE_WAIT,
	BOX_FIN_WAIT2,
	BOX_TIME_WAIT,
	BOX_LAST_ACK,
	BOX_END, /* CLOSED once more: how it ended */
	BOX_COUNT,
};

static const struct diagram_box boxes[BOX_COUNT] = {
    [BOX_CLOSED] = {"CLOSED", 1, 0},
    [BOX_LISTEN] = {"LISTEN", 0, 1},
    [BOX_SYN_SENT] = {"SYN_SENT", 2, 1},
    [BOX_SYN_RECV] = {"SYN_RECV", 0, 2},
    [BOX_ESTABLISHED] = {"ESTABLISHED", 1, 2},
    [BOX_FIN_WAIT1] = {"FIN_WAIT1", 0, 3},
    [BOX_CLOSING] = {"CLOSING", 1, 3},
    [BOX_CLOSE_WAIT] = {"CLOSE_WAIT", 2, 3},
    [BOX_FIN_WAIT2] = {"FIN_WAIT2", 0, 4},
    [BOX_TIME_WAIT] = {"TIME_WAIT", 1, 4},
    [BOX_LAST_ACK] = {"LAST_ACK", 2, 4},
    [BOX_END] = {"CLOSED", 1, 5},
};

static const struct diagram_arrow arrows[] = {
    {BOX_CLOSED, BOX_LISTEN, DIAGRAM_SIDE_DOWN, "listen"},
    {BOX_CLOSED, BOX_SYN_SENT, DIAGRAM_SIDE_DOWN, "connect"},
    {BOX_LISTEN, BOX_SYN_RECV, DIAGRAM_STRAIGHT, "SYN"},
    {BOX_SYN_RECV, BOX_ESTABLISHED, DIAGRAM_STRAIGHT, "ACK"},
    {BOX_SYN_SENT, BOX_ESTABLISHED, DIAGRAM_DOWN_SIDE, "SYN ACK"},
    {BOX_ESTABLISHED, BOX_FIN_WAIT1, DIAGRAM_FORK, "close"},
    {BOX_ESTABLISHED, BOX_CLOSE_WAIT, DIAGRAM_FORK, "FIN"},
    {BOX_FIN_WAIT1, BOX_FIN_WAIT2, DIAGRAM_STRAIGHT, "ACK"},
    {BOX_FIN_WAIT1, BOX_CLOSING, DIAGRAM_STRAIGHT, "FIN"},
    {BOX_FIN_WAIT2, BOX_TIME_WAIT, DIAGRAM_STRAIGHT, "FIN"},
    {BOX_CLOSING, BOX_TIME_WAIT, DIAGRAM_STRAIGHT, "ACK"},
    {BOX_CLOSE_WAIT, BOX_LAST_ACK, DIAGRAM_STRAIGHT, "close"},
    {BOX_TIME_WAIT, BOX_END, DIAGRAM_STRAIGHT, "60 s"},
    {BOX_LAST_ACK, BOX_END, DIAGRAM_DOWN_SIDE, "ACK"},
};
#define ARROW_COUNT (sizeof arrows / sizeof *arrows)

/* The kernel's numbers of states; BOX_COUNT: it has no box. Both CLOSEDs are 7. */
static enum box box_of(int state, bool first)
{
	static const enum box of[] = {BOX_COUNT, BOX_ESTABLISHED, BOX_SYN_SENT, BOX_SYN_RECV,
	    BOX_FIN_WAIT1, BOX_FIN_WAIT2, BOX_TIME_WAIT, BOX_END, BOX_CLOSE_WAIT, BOX_LAST_ACK,
	    BOX_LISTEN, BOX_CLOSING, BOX_SYN_RECV};
	if (state < 0 || (size_t)state >= sizeof of / sizeof *of)
		return BOX_COUNT;
	return first && of[state] == BOX_END ? BOX_CLOSED : of[state];
}

static size_t arrow_between(enum box from, enum box to)
{
	size_t i = 0;
	while (i < ARROW_COUNT && (arrows[i].from != from || arrows[i].to != to))
		i++;
	return i;
}

bool socket_states_follow(int from, int to)
{
	return arrow_between(box_of(from, true), box_of(to, false)) < ARROW_COUNT ||
	       arrow_between(box_of(from, false), box_of(to, false)) < ARROW_COUNT;
}

/* ---- the drawing ---- */

static struct diagram mark(const struct trail *way)
{
	struct diagram d = {.boxes = boxes,
	    .nboxes = BOX_COUNT,
	    .arrows = arrows,
	    .narrows = ARROW_COUNT,
	    .now = BOX_COUNT};
	for (size_t i = 0; way && i < way->n; i++) {
		enum box before = (enum box)d.now;
		d.now = box_of(way->step[i].state, i == 0);
		if (d.now < BOX_COUNT)
			d.seen |= 1u << d.now;
		size_t arrow = arrow_between(before, (enum box)d.now);
		if (arrow < ARROW_COUNT)
			d.taken |= 1u << arrow;
	}
	return d;
}

/* ---- in words ---- */

static const char *step_name(const struct trail_step *step)
{
	return step->state == TCP_STATE_CLOSE ? "CLOSED" : tcp_state_name(step->state);
}

static void write_link(
    const struct trail_step *from, const struct trail_step *to, const char *arrow, struct buf *text)
{
	if (to->reset)
		buf_printf(text, " %s RST %s ", arrow, arrow);
	else if (socket_states_follow(from->state, to->state))
		buf_printf(text, " %s ", arrow);
	else
		buf_printf(text, " %s ... %s ", arrow, arrow);
}

void socket_states_way(const struct trail *way, const struct screen *s, struct buf *to)
{
	const char *arrow = screen_utf8(s) ? "\u2192" : "->";
	for (size_t i = 0; way && i < way->n; i++) {
		const struct trail_step *step = &way->step[i];
		bool last = i + 1 == way->n;
		if (i)
			write_link(step - 1, step, arrow, to);
		buf_printf(to, last ? "[%s]" : "%s", step_name(step));
	}
}

/* "12:03:01 SYN_SENT  12:03:01 ESTABLISHED": the newest that there is room for. Lines used. */
static int draw_times(const struct trail *way, struct screen *s, struct rect r)
{
	char clock[UNITS_MAX];
	size_t across = r.w >= 2 * TIME_W ? (size_t)(r.w / TIME_W) : 1;
	size_t room = across * (size_t)(r.h < TIME_LINES ? r.h : TIME_LINES), shown = 0;
	for (size_t i = way->n > room ? way->n - room : 0; i < way->n; i++, shown++)
		draw_format(s, r.x + (int)(shown % across) * TIME_W, r.y + (int)(shown / across),
		    TIME_W, ROLE_DIM, "%s %s",
		    units_clock(clock_wall_of(way->step[i].at_ns), clock),
		    step_name(&way->step[i]));
	return (int)((shown + across - 1) / across);
}

static int draw_way(const struct trail *way, struct screen *s, struct rect r)
{
	struct buf text = {0};
	socket_states_way(way, s, &text);
	int used = draw_wrapped(s, r, ROLE_STRONG, buf_text(&text));
	buf_free(&text);
	return used;
}

static struct rect below(struct rect r, int used)
{
	return (struct rect){r.x, r.y + used, r.w, r.h > used ? r.h - used : 0};
}

void socket_states_draw(const struct trail *way, struct screen *s, struct rect r)
{
	int w, h;
	if (!way || !way->n) {
		draw_wrapped(s, r, ROLE_DIM, "Only TCP has a state diagram; other pages say more.");
		return;
	}
	r = below(r, draw_way(way, s, r));
	r = below(r, draw_times(way, s, r));
	struct diagram d = mark(way);
	diagram_size(&d, &w, &h);
	if (r.h > h)
		r = below(r, 1);
	bool zooms = screen_width(s) >= w + 4 && screen_height(s) >= h + 8;
	if (!diagram_draw(&d, s, r) && r.h > 1)
		draw_format(s, r.x, r.y + r.h - 1, r.w, ROLE_DIM, "The diagram needs %dx%d%s", w, h,
		    zooms ? "; zoom it" : "");
}
