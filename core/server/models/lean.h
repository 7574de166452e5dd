/* lean: makes forking cheap by keeping from children what they do not use. */
#ifndef CORE_SERVER_MODELS_LEAN_H
#define CORE_SERVER_MODELS_LEAN_H

/*
 * Mark the libraries of the cockpit (screen, JSON, netlink, mathematics) so that forked children
 * do not get them: copying a mapping costs a fork about a microsecond, and each library has five.
 * What a child of a server runs, handlers above all, may use libc and our own code only.
 */
void lean_children(void);

#endif
