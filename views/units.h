/*
 * units: numbers as the screen shows them, in widths that stay. Any thread.
 *
 * Each writes a NUL-terminated text and returns it, so that it can stand in a call.
 */
#ifndef VIEWS_UNITS_H
#define VIEWS_UNITS_H

#include <stddef.h>
#include <stdint.h>

/* Room for every text made here. */
#define UNITS_MAX 32

/* An exact number; "-" for 0. */
const char *units_count(uint64_t n, char text[UNITS_MAX]);

/* "1 request", "2 requests", "0 requests"; what is short enough for the room. */
const char *units_plural(uint64_t n, const char *what, char text[UNITS_MAX]);

/* Bytes in three digits: "0 B", "999 B", "1.20 kB", "12.3 MB". Powers of 1000. */
const char *units_bytes(uint64_t n, char text[UNITS_MAX]);

/* The same a second: "1.20 MB/s"; "-" for 0. */
const char *units_rate(double per_second, char text[UNITS_MAX]);

/* How long somebody waits: "12.4 s", "3 min 05 s", "2 h 10 min". */
const char *units_wait(int64_t ns, char text[UNITS_MAX]);

/* How long a call took: "0.012 ms", "1.204 s". */
const char *units_took(int64_t ns, char text[UNITS_MAX]);

/* An age: "00:00:12", "3 d 04:05". */
const char *units_age(int64_t ns, char text[UNITS_MAX]);

/* The time of day of a wall clock value, "12:03:01", local. */
const char *units_clock(int64_t wall_ns, char text[UNITS_MAX]);

#endif
