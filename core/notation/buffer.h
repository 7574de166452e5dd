/*
 * buffer: bytes that change, bytearray, and memoryview, a window on some of them; and how any value
 * that has bytes in it is read. CPython: Objects/bytearrayobject.c, Objects/memoryobject.c.
 *
 * A bytearray keeps the length it was made with: nothing here resizes one. So a line that waits to
 * fill it needs no hold on it but a reference, and Python's BufferError has no case. Its bytes are
 * behind a lock, any thread may read and write them. What only reads works on a copy:
 *
 *	struct value *now = buffer_bytes(v);	// bytes, bytearray, memoryview; NULL: out of memory
 *	send(fd, text_of(now), text_len(now), 0);
 *	value_unref(now);
 */
#ifndef CORE_NOTATION_BUFFER_H
#define CORE_NOTATION_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/notation/value.h"

extern const struct type type_bytearray, type_memoryview;

bool value_is_buffer(const struct value *v); /* bytes, bytearray or memoryview */
bool buffer_changes(const struct value *v);  /* bytearray or memoryview */
bool buffer_is_writable(const struct value *v);

/* Of what is a buffer. A range lies inside it: the caller has looked at its length. */
size_t buffer_len(const struct value *v);
void buffer_read(const struct value *v, size_t at, void *to, size_t len);
void buffer_write(struct value *v, size_t at, const void *from, size_t len); /* writable */

/* As memcmp, and what is shorter comes first. */
int buffer_compare(const struct value *a, const struct value *b);

/* What it holds now as bytes: v itself where it cannot change. A new reference, or NULL. */
struct value *buffer_bytes(struct value *v);

/* v with what changes in it as bytes, in a list or tuple down to that depth, too; v itself where
 * nothing does. A new reference, or NULL: out of memory. */
struct value *buffer_frozen(struct value *v, unsigned depth);

/* Makers, as those of value.h. data NULL: zeros. The view refs what it is on, a buffer. */
struct value *value_bytearray(const void *data, size_t len);
struct value *value_memoryview(struct value *of, size_t at, size_t len);

#endif
