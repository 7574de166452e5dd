/*
 * stream_text: text over a stream: codec and line ends. TextIOWrapper and IncrementalNewlineDecoder
 * of Modules/_io/textio.c. The evaluating thread; reading and writing take turns of their own.
 *
 *	r = stream_text_readline(c, s, -1, &line);	// line: UTF-8, as a str has it
 */
#ifndef CORE_OPS_STREAM_TEXT_H
#define CORE_OPS_STREAM_TEXT_H

#include "core/ops/stream.h"

/* What has not become text yet. Under the turn of reading. */
struct stream_decoder {
	char tail[4]; /* the begin of a character */
	size_t ntail;
	bool cr; /* a \r came last: a \n may belong to it */
};

struct stream_text {
	struct value *mode, *encoding, *errors; /* counted: str */
	const char *line_end;			/* that ends a line read; NULL: any does */
	bool translate;				/* whatever ends a line read becomes \n */
	const char *written_end;		/* for each \n written; NULL: as it is */
	sem_t reading, writing;
	/* Something was written: then the next read begins with what it takes from the layer, as
	 * in CPython 3.11, and what was decoded is lost. Relaxed: two calls at once are ordered by
	 * nothing. */
	_Atomic bool forget;
	struct stream_decoder decoder;
	struct buf chars; /* decoded; given up to used */
	size_t used;
	double ratio;	    /* bytes for a character, in the last chunk */
	struct buf pending; /* encoded, and on its way to the layer below */
};

/* What makefile() was given. newline: NULL for None; else "", "\n", "\r" or "\r\n". Raises
 * LookupError for an encoding that there is not. 0, and the file is one of text. */
int stream_text_begin(struct call *c, struct stream *s, struct value *mode, struct value *encoding,
    struct value *errors, const char *newline);
void stream_text_free(struct stream_text *t); /* NULL is legal */

/* As the calls of struct stream_layer, but counted in characters; `to` and text are UTF-8. */
int stream_text_read(struct call *c, struct stream *s, int64_t n, struct buf *to);
int stream_text_readline(struct call *c, struct stream *s, int64_t limit, struct buf *to);
int stream_text_write(struct call *c, struct stream *s, struct value *text);
int stream_text_flush(struct call *c, struct stream *s);
int stream_text_close(struct call *c, struct stream *s);

/* Bytes as text into `to`, which they are appended to; final: no more will come. 0 or raised. */
int stream_text_decode(
    struct call *c, struct stream_text *t, const struct buf *bytes, bool final, struct buf *to);

/* Where the line ends that begins text, after its end; 0: nowhere. *safe: so much of it is no part
 * of an end that has come only half. */
size_t stream_text_line_end(
    const struct stream_text *t, const char *text, size_t len, size_t *safe);

#endif
