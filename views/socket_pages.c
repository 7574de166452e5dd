#include "views/socket_pages.h"

#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "core/observe/tcp_fields.h"
#include "tui/text.h"
#include "views/panels.h"
#include "views/socket_detail.h"
#include "views/socket_states.h"

#define NO_SOCKET "What the kernel knows of the selected socket."

/* ---- what the sheets hold ---- */

static void fill_tcp(struct sheet *sh, int fd)
{
	struct tcp_raw raw;
	uint64_t value;
	if (tcp_raw_ask(fd, &raw) < 0)
		return;
	for (size_t i = 0; i < tcp_field_count; i++) {
		const struct tcp_field *f = &tcp_fields[i];
		char *text =
		    tcp_field_get(f, &raw, &value) ? sheet_add(sh, f->name, f->help, i) : NULL;
		if (text)
			tcp_field_text(f, value, text, SHEET_VALUE_MAX);
	}
}

/* Those that this socket has. */
static void fill_options(struct sheet *sh, int fd)
{
	for (size_t i = 0; i < socket_option_count; i++) {
		const struct socket_option *o = &socket_options[i];
		char *text = sheet_add(sh, o->name, o->help, i);
		if (text && option_show(fd, o, text, SHEET_VALUE_MAX) < 0)
			sheet_drop(sh);
		else if (text && !text[0])
			strcpy(text, "-");
	}
}

static void fill_sheet(struct socket_pages *p, const struct socket_row *row)
{
	sheet_begin(&p->sheet);
	if (!row)
		return;
	if (row->id != p->of)
		p->sheet.table = (struct table){0};
	p->of = row->id;
	if (p->page == PAGE_TCP)
		fill_tcp(&p->sheet, row->fd);
	else
		fill_options(&p->sheet, row->fd);
}

/* ---- drawing ---- */

static void draw_tabs(struct socket_pages *p, struct screen *s, struct rect r)
{
	static const char *const names[PAGE_COUNT] = {"Facts", "Diagram", "TCP", "Options"};
	int x = r.x;
	for (int i = 0; i < PAGE_COUNT; i++) {
		char text[16];
		bool on = i == (int)p->page;
		snprintf(text, sizeof text, on ? "[%s]" : " %s ", names[i]);
		int used = draw_text(s, x, r.y, r.x + r.w - x, on ? ROLE_STRONG : ROLE_DIM, text);
		p->tab[i] = (struct rect){x, r.y, used, 1};
		x += used;
	}
}

static void draw_page(struct socket_pages *p, struct screen *s, struct rect r,
    const struct socket_row *row, const struct trail *way, bool focused)
{
	switch (p->page) {
	case PAGE_STATES:
		if (row)
			socket_states_draw(way, s, r);
		else
			draw_wrapped(s, r, ROLE_DIM, NO_SOCKET);
		break;
	case PAGE_FACTS:
		if (row)
			socket_detail_fill(&p->facts, row, clock_mono_ns(), !screen_utf8(s));
		else
			facts_clear(&p->facts);
		facts_draw(&p->facts, s, r, focused, NO_SOCKET);
		break;
	default:
		fill_sheet(p, row);
		sheet_draw(&p->sheet, s, r, focused,
		    !row		  ? NO_SOCKET
		    : p->page == PAGE_TCP ? "Only TCP has a TCP_INFO; other pages say more."
					  : "The kernel shows no option of this socket.");
	}
}

void socket_pages_draw(struct socket_pages *p, struct screen *s, struct rect r,
    const struct socket_row *row, const struct trail *way, bool focused)
{
	if (r.h > 2) {
		draw_tabs(p, s, r);
		r.y++;
		r.h--;
	}
	draw_page(p, s, r, row, way, focused);
}

/* ---- keys ---- */

static void turn_to(struct socket_pages *p, enum socket_page page)
{
	if (page != p->page)
		p->sheet.table = (struct table){0};
	p->page = page;
}

void socket_pages_step(struct socket_pages *p, int step)
{
	turn_to(p, (enum socket_page)(((int)p->page + PAGE_COUNT + step) % PAGE_COUNT));
}

static bool press_tab(struct socket_pages *p, const struct event *ev)
{
	if (ev->type != INPUT_MOUSE || ev->mouse != MOUSE_PRESS)
		return false;
	for (int i = 0; i < PAGE_COUNT; i++) {
		if (!rect_has(p->tab[i], ev->x, ev->y))
			continue;
		turn_to(p, (enum socket_page)i);
		return true;
	}
	return false;
}

enum intent socket_pages_key(struct socket_pages *p, const struct event *ev)
{
	if (press_tab(p, ev))
		return INTENT_HANDLED;
	if (p->page == PAGE_FACTS)
		return facts_key(&p->facts, ev);
	if (p->page == PAGE_STATES)
		return INTENT_NONE;
	return sheet_key(&p->sheet, ev);
}

const struct socket_option *socket_pages_option(const struct socket_pages *p)
{
	const struct sheet_row *row = p->page == PAGE_OPTIONS ? sheet_selected(&p->sheet) : NULL;
	return row ? &socket_options[row->id] : NULL;
}
