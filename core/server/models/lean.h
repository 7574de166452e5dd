/*
 * lean: makes a server process small before it forks. What a fork costs goes by the mappings that
 * it has to copy (about a microsecond each, with their end) and by the private pages in them (a
 * tenth).
 */
#ifndef CORE_SERVER_MODELS_LEAN_H
#define CORE_SERVER_MODELS_LEAN_H

/*
 * Unmap the libraries that only a cockpit uses (screen, JSON, netlink, mathematics), and put the
 * program's own constants, which relocation made private pages of, into a shared mapping, which a
 * fork does not copy. From here on nothing of those libraries may be called, no library loaded (the
 * sandbox sees to that), and the process has to end by _exit(). Single-threaded processes only;
 * does nothing in builds with sanitizers.
 */
void lean_process(void);

#endif
