#include "core/quiet_thread.h"

#include <signal.h>

int quiet_thread_start(
    pthread_t *thread, const pthread_attr_t *attr, void *(*work)(void *), void *arg)
{
	sigset_t all, old;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	int r = pthread_create(thread, attr, work, arg);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return -r;
}
