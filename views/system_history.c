#include "views/system_history.h"

#include <string.h>

#include "core/observe/diag.h"

static void make_room(struct system_history *h)
{
	if (h->n < SYSTEM_HISTORY_MAX)
		return;
	h->n--;
	for (size_t i = 0; i < TRAIL_COUNT; i++)
		memmove(h->value[i], h->value[i] + 1, h->n * sizeof h->value[i][0]);
}

void system_history_add(struct system_history *h, const struct diag_row *row)
{
	bool listens = row->state == DIAG_LISTEN;
	if (h->cookie != row->cookie)
		h->n = 0;
	h->cookie = row->cookie;
	make_room(h);
	h->value[TRAIL_IN][h->n] = row->rate_in;
	h->value[TRAIL_OUT][h->n] = row->rate_out;
	h->value[TRAIL_RECVQ][h->n] = listens ? row->accept_queue : row->recv_queue;
	h->value[TRAIL_SENDQ][h->n] = row->send_queue;
	h->n++;
}

uint64_t system_history_peak(const struct system_history *h, enum system_trail trail)
{
	uint64_t peak = 0;
	for (size_t i = 0; i < h->n; i++)
		if (h->value[trail][i] > peak)
			peak = h->value[trail][i];
	return peak;
}
