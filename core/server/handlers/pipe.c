#include "core/server/handlers/pipe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "core/clock.h"

#define PIECE_MAX ((size_t)16384)
#define HELD_MAX ((size_t)1 << 18)
#define PIECES_MAX 16384 /* held at once: a byte each is a megabyte */
/* Between two cut pieces, so that the receiver can see them apart. */
#define CUT_GAP_NS (2 * NS_PER_MS)

struct pipe_piece {
	struct pipe_piece *next;
	int64_t due_ns;
	size_t sent, len, room;
	size_t at; /* where the last fill put its bytes */
	char data[];
};

void pipe_init(struct pipe *p, const struct pipe_rules *rules)
{
	*p = (struct pipe){.rules = rules};
}

static void drop_first(struct pipe *p)
{
	struct pipe_piece *piece = p->first;
	p->held -= piece->len - piece->sent;
	p->first = piece->next;
	if (!p->first)
		p->last = NULL;
	p->waiting--;
	free(piece);
}

void pipe_fini(struct pipe *p)
{
	while (p->first)
		drop_first(p);
}

bool pipe_has_room(const struct pipe *p)
{
	return !p->ended && p->held < HELD_MAX && p->waiting < PIECES_MAX;
}

/* ---- in ---- */

static struct pipe_piece *new_piece(struct pipe *p, size_t room)
{
	struct pipe_piece *piece = malloc(sizeof *piece + room);
	if (!piece)
		return NULL;
	*piece = (struct pipe_piece){
	    .due_ns = clock_mono_ns() + p->rules->delay_ns + p->rules->merge_ns, .room = room};
	*(p->last ? &p->last->next : &p->first) = piece;
	p->last = piece;
	p->waiting++;
	return piece;
}

/* The last piece, while it is being merged; or NULL. */
static struct pipe_piece *growing(const struct pipe *p)
{
	struct pipe_piece *last = p->last;
	bool grows = last && last->sent == 0 && last->len < last->room && p->rules->merge_ns > 0 &&
		     clock_mono_ns() < last->due_ns - p->rules->delay_ns;
	return grows ? last : NULL;
}

static bool is_swallowed(struct pipe *p)
{
	p->pieces++;
	return p->rules->drop > 0 && p->pieces % p->rules->drop == 0;
}

/* In piece, or in a new one: no larger than it has to be, for many may be held. */
static ssize_t keep(struct pipe *p, struct pipe_piece *piece, const char *data, size_t n)
{
	if (!piece)
		piece = new_piece(p, p->rules->merge_ns > 0 ? PIECE_MAX : n);
	if (!piece)
		return -ENOMEM;
	memcpy(piece->data + piece->len, data, n);
	piece->at = piece->len;
	if (!is_swallowed(p)) {
		piece->len += n;
		p->held += n;
	}
	return (ssize_t)n;
}

ssize_t pipe_fill(struct pipe *p, int fd)
{
	char data[PIECE_MAX];
	struct pipe_piece *piece = growing(p);
	size_t room = piece ? piece->room - piece->len : sizeof data;
	ssize_t n = recv(fd, data, room, MSG_DONTWAIT);
	int e = errno;
	if (n > 0)
		return keep(p, piece, data, (size_t)n);
	if (n == 0)
		p->ended = true;
	return n == 0 || e == EAGAIN || e == EINTR ? 0 : -e;
}

const char *pipe_last(const struct pipe *p)
{
	return p->last->data + p->last->at;
}

/* ---- out ---- */

static size_t portion(const struct pipe *p, const struct pipe_piece *piece)
{
	size_t n = piece->len - piece->sent;
	if (p->rules->cut && n > p->rules->cut)
		n = (size_t)p->rules->cut;
	if (p->rules->rate) { /* a tenth of a second's worth at a time */
		size_t most = (size_t)(p->rules->rate / 10) + 1;
		n = n < most ? n : most;
	}
	return n;
}

static void pace(struct pipe *p, size_t sent, int64_t now)
{
	int64_t gap = p->rules->cut ? CUT_GAP_NS : 0;
	if (p->rules->rate) {
		int64_t time = (int64_t)((double)sent / (double)p->rules->rate * (double)NS_PER_S);
		gap = time > gap ? time : gap;
	}
	p->next_ns = gap ? now + gap : 0;
}

static ssize_t send_portion(struct pipe *p, int fd, int64_t now)
{
	struct pipe_piece *piece = p->first;
	ssize_t n =
	    send(fd, piece->data + piece->sent, portion(p, piece), MSG_NOSIGNAL | MSG_DONTWAIT);
	int e = errno;
	p->blocked = n < 0 && (e == EAGAIN || e == EINTR);
	if (n < 0)
		return p->blocked ? 0 : -e;
	piece->sent += (size_t)n;
	p->held -= (size_t)n;
	p->passed += (uint64_t)n;
	if (piece->sent == piece->len)
		drop_first(p);
	pace(p, (size_t)n, now);
	return n;
}

ssize_t pipe_drain(struct pipe *p, int fd)
{
	ssize_t all = 0;
	int64_t now = clock_mono_ns();
	p->blocked = false;
	while (p->first && p->first->due_ns <= now && p->next_ns <= now && !p->blocked) {
		if (p->first->len == 0) { /* all of it was swallowed */
			drop_first(p);
			continue;
		}
		ssize_t n = send_portion(p, fd, now);
		if (n < 0)
			return n;
		all += n;
	}
	if (p->ended && !p->first && !p->done) {
		p->done = true;
		shutdown(fd, SHUT_WR);
	}
	return all;
}

int64_t pipe_due(const struct pipe *p)
{
	if (!p->first || p->blocked)
		return 0;
	return p->first->due_ns > p->next_ns ? p->first->due_ns : p->next_ns;
}
