#include "tui/scroll.h"

#include <limits.h>

void scroll_by(size_t *at, long delta, size_t count)
{
	size_t last = count > 0 ? count - 1 : 0;
	if (*at > last)
		*at = last;
	if (delta < 0)
		*at = (size_t)-delta > *at ? 0 : *at - (size_t)-delta;
	else
		*at = (size_t)delta > last - *at ? last : *at + (size_t)delta;
}

/* How far a key moves; 0: it is none that moves. */
static long delta_of(const struct event *ev, long page)
{
	if (event_is(ev, 'f', MOD_CTRL))
		return page;
	if (event_is(ev, 'b', MOD_CTRL))
		return -page;
	if (ev->type != INPUT_KEY || ev->mods != 0)
		return 0;
	switch (ev->key) {
	case K_UP:
	case 'k':
		return -1;
	case K_DOWN:
	case 'j':
		return 1;
	case K_PAGE_UP:
		return -page;
	case K_PAGE_DOWN:
		return page;
	case K_HOME:
	case 'g':
		return -LONG_MAX;
	case K_END:
	case 'G':
		return LONG_MAX;
	default:
		return 0;
	}
}

bool scroll_key(const struct event *ev, size_t count, size_t page, size_t *at)
{
	long delta = delta_of(ev, page > 1 ? (long)page - 1 : 1);
	if (delta != 0)
		scroll_by(at, delta, count);
	return delta != 0;
}

size_t scroll_end(size_t count, size_t page)
{
	return count > page ? count - page : 0;
}

size_t scroll_top(size_t top, size_t at, size_t count, size_t page)
{
	size_t end = scroll_end(count, page);
	if (at >= top + page && page > 0)
		top = at - page + 1;
	if (at < top)
		top = at;
	return top > end ? end : top;
}
