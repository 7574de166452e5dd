#include "core/notation/run.h"

bool run_cancelled(const struct run *run)
{
	/* Pairs with the release of whoever cancels: engine_cancel() or a Thread's owner. */
	return atomic_load_explicit(&run->waiter->cancelled, memory_order_acquire);
}

void run_wait_begin(struct run *run, const char *what, int fd)
{
	/* Released in this order, so that a reader who sees what sees its descriptor. */
	atomic_store_explicit(&run->waiter->fd, fd, memory_order_release);
	atomic_store_explicit(&run->waiter->what, what, memory_order_release);
}

void run_wait_end(struct run *run)
{
	atomic_store_explicit(&run->waiter->what, NULL, memory_order_release);
	atomic_store_explicit(&run->waiter->fd, -1, memory_order_release);
}
