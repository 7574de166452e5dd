/*
 * guardian: the small process that the shell starts and that outlives the cockpit, so that the
 * terminal is given back and nothing of ours survives, whatever the cockpit died of.
 *
 * Single-threaded by design: it forks before any thread exists. It saves the terminal, forks the
 * cockpit, waits, restores, and ends what the cockpit left behind (it is their subreaper).
 */
#ifndef VIEWS_GUARDIAN_H
#define VIEWS_GUARDIAN_H

struct socket_files;

/* Run cockpit(arg) in a child that owns the terminal, and in the end remove the files that it has
 * noted in files (or NULL). Returns the exit status for main: the
 * child's own, or 128 + the signal that ended it. */
int guardian_run(int (*cockpit)(void *arg), void *arg, const struct socket_files *files);

#endif
