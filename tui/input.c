/* The decoder: bytes of a terminal become events. */
#include "tui/input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tui/text.h"

#define ESC '\033'
#define LEARNED_MAX 64
#define SEQUENCE_MAX 15
/* A sequence longer than this, or a string (OSC, DCS) not ended after this time, is none. */
#define CSI_MAX 64
#define STRING_MS 1000
/* A longer paste comes as several events. */
#define PASTE_CHUNK 65536

struct learned {
	char sequence[SEQUENCE_MAX + 1];
	size_t len;
	uint32_t key;
	unsigned mods;
};

struct input {
	char *data; /* bytes that are not events yet */
	size_t len, cap;
	size_t done; /* of them, what the last event used: dropped when the next one is asked for */
	int64_t fed_ms;
	bool pasting;
	struct learned learned[LEARNED_MAX];
	size_t nlearned;
	int click_x, click_y;
	int64_t click_ms;
};

int input_new(struct input **out)
{
	*out = calloc(1, sizeof(**out));
	if (*out == NULL)
		return -ENOMEM;
	(*out)->click_x = -1;
	return 0;
}

void input_free(struct input *in)
{
	if (in != NULL)
		free(in->data);
	free(in);
}

void input_learn(struct input *in, const char *sequence, uint32_t key, unsigned mods)
{
	size_t len = strlen(sequence);
	if (len < 2 || len > SEQUENCE_MAX || sequence[0] != ESC || in->nlearned == LEARNED_MAX)
		return;
	struct learned *l = &in->learned[in->nlearned++];
	*l = (struct learned){.len = len, .key = key, .mods = mods};
	memcpy(l->sequence, sequence, len);
}

static void drop_done(struct input *in)
{
	if (in->done == 0)
		return;
	in->len -= in->done;
	memmove(in->data, in->data + in->done, in->len);
	in->done = 0;
}

int input_feed(struct input *in, const char *bytes, size_t len, int64_t now_ms)
{
	drop_done(in);
	if (in->len + len > in->cap) {
		size_t cap = (in->len + len) * 2;
		char *data = realloc(in->data, cap);
		if (data == NULL)
			return -ENOMEM;
		in->data = data;
		in->cap = cap;
	}
	memcpy(in->data + in->len, bytes, len);
	in->len += len;
	in->fed_ms = now_ms;
	return 0;
}

/* ---- each parser: the bytes it used (ev->type INPUT_NONE: they mean nothing), 0: needs more
 * ---- */

static size_t give_key(struct event *ev, uint32_t key, unsigned mods, size_t used)
{
	ev->type = INPUT_KEY;
	ev->key = key;
	ev->mods = mods;
	return used;
}

static size_t parse_control(unsigned char c, struct event *ev)
{
	switch (c) {
	case '\r':
	case '\n':
		return give_key(ev, K_ENTER, 0, 1);
	case '\t':
		return give_key(ev, K_TAB, 0, 1);
	case '\b':
	case 0x7f:
		return give_key(ev, K_BACKSPACE, 0, 1);
	case 0:
		return give_key(ev, ' ', MOD_CTRL, 1);
	default:
		/* 1..26 are letters; 28..31 are \ ] ^ _ */
		return give_key(ev, c < ESC ? c - 1u + 'a' : c + 0x40u, MOD_CTRL, 1);
	}
}

/* Is the text a sequence that only lacks bytes at its end? */
static bool utf8_is_short(const char *text, size_t len)
{
	unsigned char first = (unsigned char)text[0];
	size_t want = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	if (first < 0xc2 || first > 0xf4 || len >= want)
		return false;
	for (size_t i = 1; i < len; i++)
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			return false;
	return true;
}

static size_t parse_character(const char *text, size_t len, struct event *ev)
{
	unsigned char first = (unsigned char)text[0];
	if (first < ' ' || first == 0x7f)
		return parse_control(first, ev);
	if (utf8_is_short(text, len))
		return 0;
	uint32_t c;
	size_t n = text_take(text, len, &c);
	if ((c == TEXT_INVALID && n == 1) || !text_is_shown(c))
		return n;
	return give_key(ev, c, 0, n);
}

static size_t parse_learned(const struct input *in, struct event *ev, bool *partial)
{
	for (size_t i = 0; i < in->nlearned; i++) {
		const struct learned *l = &in->learned[i];
		size_t n = in->len < l->len ? in->len : l->len;
		if (memcmp(in->data, l->sequence, n) != 0)
			continue;
		if (n == l->len)
			return give_key(ev, l->key, l->mods, n);
		*partial = true;
	}
	return 0;
}

static unsigned xterm_mods(int parameter)
{
	unsigned bits = parameter > 1 ? (unsigned)parameter - 1 : 0;
	return (bits & 1 ? MOD_SHIFT : 0u) | (bits & 2 ? MOD_ALT : 0u) | (bits & 4 ? MOD_CTRL : 0u);
}

/* The keys of ECMA-48 and xterm by their final letter, after CSI or SS3. */
static uint32_t letter_key(char final)
{
	switch (final) {
	case 'A':
		return K_UP;
	case 'B':
		return K_DOWN;
	case 'C':
		return K_RIGHT;
	case 'D':
		return K_LEFT;
	case 'H':
		return K_HOME;
	case 'F':
		return K_END;
	case 'P':
	case 'Q':
	case 'R':
	case 'S':
		return K_F1 + (uint32_t)(final - 'P');
	case 'M':
		return K_ENTER; /* of the keypad, SS3 only */
	default:
		return 0;
	}
}

/* The keys by the number before a tilde. */
static uint32_t number_key(int number)
{
	static const uint32_t keys[] = {
	    [1] = K_HOME,
	    [2] = K_INSERT,
	    [3] = K_DELETE,
	    [4] = K_END,
	    [5] = K_PAGE_UP,
	    [6] = K_PAGE_DOWN,
	    [7] = K_HOME,
	    [8] = K_END,
	    [11] = K_F1,
	    [12] = K_F1 + 1,
	    [13] = K_F1 + 2,
	    [14] = K_F1 + 3,
	    [15] = K_F1 + 4,
	    [17] = K_F1 + 5,
	    [18] = K_F1 + 6,
	    [19] = K_F1 + 7,
	    [20] = K_F1 + 8,
	    [21] = K_F1 + 9,
	    [23] = K_F1 + 10,
	    [24] = K_F12,
	};
	if (number < 0 || (size_t)number >= sizeof(keys) / sizeof(keys[0]))
		return 0;
	return keys[number];
}

struct csi {
	char private; /* '<', '?', ...; 0: none */
	int parameter[4];
	int count;
	char final;
};

static bool double_click(struct input *in, const struct event *ev)
{
	bool twice = ev->x == in->click_x && ev->y == in->click_y &&
		     in->fed_ms - in->click_ms <= INPUT_DOUBLE_CLICK_MS;
	in->click_x = twice ? -1 : ev->x; /* a third click is a first one again */
	in->click_y = ev->y;
	in->click_ms = in->fed_ms;
	return twice;
}

static void give_mouse(struct input *in, struct event *ev, int button, int x, int y, bool release)
{
	static const enum mouse pressed[] = {MOUSE_PRESS, MOUSE_MIDDLE, MOUSE_RIGHT, MOUSE_RELEASE};
	bool wheel = (button & 64) != 0;
	if (x < 1 || y < 1 || (button & 32) != 0 || (wheel && (button & 3) > 1))
		return;
	ev->type = INPUT_MOUSE;
	ev->x = x - 1;
	ev->y = y - 1;
	ev->mods = xterm_mods((button >> 2 & 7) + 1);
	if (wheel)
		ev->mouse = button & 1 ? MOUSE_WHEEL_DOWN : MOUSE_WHEEL_UP;
	else
		ev->mouse = release ? MOUSE_RELEASE : pressed[button & 3];
	if (ev->mouse == MOUSE_PRESS)
		ev->clicks = double_click(in, ev) ? 2 : 1;
}

/* A key told by its character: xterm's modifyOtherKeys and the "CSI u" of newer terminals. */
static void give_code(struct event *ev, int code, int mods)
{
	if (code <= 0 || code >= (int)K_FIRST)
		return;
	if (code == 8)
		code = K_BACKSPACE;
	if (code == '\n')
		code = K_ENTER;
	give_key(ev, (uint32_t)code, xterm_mods(mods), 0);
	if (code > ' ' && code != K_BACKSPACE)
		ev->mods &= ~(unsigned)MOD_SHIFT;
}

static void give_tilde(struct input *in, const struct csi *c, struct event *ev)
{
	if (c->parameter[0] == 200)
		in->pasting = true;
	else if (c->parameter[0] == 27)
		give_code(ev, c->parameter[2], c->parameter[1]);
	else if (number_key(c->parameter[0]) != 0)
		give_key(ev, number_key(c->parameter[0]), xterm_mods(c->parameter[1]), 0);
}

static void give_csi(struct input *in, const struct csi *c, struct event *ev)
{
	if (c->private == '<' && (c->final == 'M' || c->final == 'm'))
		give_mouse(
		    in, ev, c->parameter[0], c->parameter[1], c->parameter[2], c->final == 'm');
	else if (c->private != 0)
		return;
	else if (c->final == '~')
		give_tilde(in, c, ev);
	else if (c->final == 'u')
		give_code(ev, c->parameter[0], c->parameter[1]);
	else if (c->final == 'Z')
		give_key(ev, K_TAB, MOD_SHIFT, 0);
	else if (c->final != 'M' && letter_key(c->final) != 0)
		give_key(ev, letter_key(c->final), xterm_mods(c->parameter[1]), 0);
}

static void add_parameter_byte(struct csi *c, char byte)
{
	if (byte >= '<' && c->count == 0) {
		c->private = byte;
	} else if (byte == ';' || byte == ':') {
		if (c->count < 3)
			c->count++;
	} else if (byte >= '0' && byte <= '9' && c->parameter[c->count] < 100000) {
		c->parameter[c->count] = c->parameter[c->count] * 10 + (byte - '0');
	}
}

/* The old mouse report, where a terminal does not know mode 1006: three bytes after CSI M. */
static size_t parse_x10_mouse(struct input *in, struct event *ev)
{
	if (in->len < 6)
		return 0;
	const unsigned char *b = (const unsigned char *)in->data + 3;
	give_mouse(in, ev, b[0] - 32, b[1] - 32, b[2] - 32, false);
	return 6;
}

static size_t parse_csi(struct input *in, struct event *ev)
{
	struct csi c = {0};
	for (size_t i = 2; i < in->len; i++) {
		char byte = in->data[i];
		if (i > CSI_MAX || byte < ' ' || byte > '~')
			return i; /* broken off: what comes now is something else */
		if (byte == 'M' && i == 2)
			return parse_x10_mouse(in, ev);
		if (byte >= '@') {
			c.final = byte;
			give_csi(in, &c, ev);
			return i + 1;
		}
		if (byte >= '0')
			add_parameter_byte(&c, byte);
	}
	return 0;
}

/* A string that a terminal sends as an answer (OSC, DCS, ...): nothing here asks for any. */
static size_t parse_string(const struct input *in)
{
	for (size_t i = 2; i < in->len; i++) {
		if (in->data[i] == '\a')
			return i + 1;
		if (in->data[i] == '\\' && in->data[i - 1] == ESC)
			return i + 1;
	}
	return 0;
}

static size_t parse_alt(const struct input *in, struct event *ev)
{
	size_t n = parse_character(in->data + 1, in->len - 1, ev);
	if (n == 0)
		return 0;
	ev->mods |= MOD_ALT;
	return n + 1;
}

static size_t parse_escape(struct input *in, struct event *ev)
{
	bool partial = false;
	size_t n = parse_learned(in, ev, &partial);
	if (n > 0 || partial || in->len < 2)
		return n;
	switch (in->data[1]) {
	case ESC:
		return give_key(ev, K_ESC, 0, 1);
	case '[':
		return parse_csi(in, ev);
	case 'O':
		if (in->len < 3)
			return 0;
		if (letter_key(in->data[2]) != 0)
			return give_key(ev, letter_key(in->data[2]), 0, 3);
		return parse_alt(in, ev);
	case ']':
	case 'P':
	case '_':
	case '^':
		return parse_string(in);
	default:
		return parse_alt(in, ev);
	}
}

/* An escape sequence was begun and nothing came to end it. */
static size_t give_up(struct input *in, int64_t now_ms, struct event *ev)
{
	int64_t waited = now_ms - in->fed_ms;
	if (waited < INPUT_ESC_MS)
		return 0;
	if (in->len == 2)
		return parse_alt(in, ev); /* Alt-[ and its like */
	if (in->len > 2 && strchr("]P_^", in->data[1]) != NULL)
		return waited < STRING_MS ? 0 : in->len;
	return give_key(ev, K_ESC, 0, 1);
}

/* How much of the end of the data could be the beginning of the mark that ends a paste. */
static size_t half_mark(const struct input *in, const char *mark, size_t marklen)
{
	size_t n = in->len < marklen - 1 ? in->len : marklen - 1;
	while (n > 0 && memcmp(in->data + in->len - n, mark, n) != 0)
		n--;
	return n;
}

static size_t parse_paste(struct input *in, struct event *ev)
{
	static const char mark[] = "\033[201~";
	const size_t marklen = sizeof(mark) - 1;
	const char *end = memmem(in->data, in->len, mark, marklen);
	if (end == NULL && in->len < PASTE_CHUNK)
		return 0;
	ev->type = INPUT_PASTE;
	ev->text = in->data;
	if (end == NULL) {
		ev->len = in->len - half_mark(in, mark, marklen);
		return ev->len;
	}
	in->pasting = false;
	ev->len = (size_t)(end - in->data);
	return ev->len + marklen;
}

static size_t parse(struct input *in, int64_t now_ms, struct event *ev)
{
	if (in->pasting)
		return parse_paste(in, ev);
	if (in->data[0] != ESC)
		return parse_character(in->data, in->len, ev);
	size_t n = parse_escape(in, ev);
	return n > 0 ? n : give_up(in, now_ms, ev);
}

bool input_next(struct input *in, int64_t now_ms, struct event *ev)
{
	drop_done(in);
	while (in->len > 0) {
		*ev = (struct event){0};
		in->done = parse(in, now_ms, ev);
		if (in->done == 0)
			return false;
		if (ev->type != INPUT_NONE)
			return true;
		drop_done(in);
	}
	return false;
}

int input_timeout(const struct input *in, int64_t now_ms)
{
	size_t left = in->len - in->done;
	if (left == 0 || in->pasting || in->data[in->done] != ESC)
		return -1;
	bool string = left > 2 && strchr("]P_^", in->data[in->done + 1]) != NULL;
	int64_t due = in->fed_ms + (string ? STRING_MS : INPUT_ESC_MS);
	return due <= now_ms ? 0 : (int)(due - now_ms);
}
