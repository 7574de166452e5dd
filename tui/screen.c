#include "tui/screen_private.h"

#include <errno.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "tui/terminfo.h"

/* xterm's private modes: buttons of the mouse told as SGR 1006, pastes in brackets. */
static const char modes_on[] = "\033[?1000h\033[?1006h\033[?2004h";
static const char modes_on_no_mouse[] = "\033[?2004h";
static const char cursor_on[] = "\033[?25h";
static const char clear_all[] = "\033[m\033[H\033[2J";
static const char modes_off[] = "\033[?2004l\033[?1006l\033[?1000l";

const char screen_restore_bytes[] = "\033[?2004l\033[?1006l\033[?1000l" /* paste, mouse */
				    "\033[r\033[4l\033[?7h" /* scroll region, insert, wrap */
				    "\033(B\017\033[m"	    /* character set, attributes */
				    "\033[?1l\033>"	    /* cursor keys, keypad */
				    "\033[?1049l\r"	    /* alternate screen */
				    "\033[?12l\033[?25h";   /* cursor */

static int64_t now_ms(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Past curses, whose output is flushed after each frame. A terminal that is gone is seen by
 * reading. */
static void send_bytes(const struct screen *s, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(s->out, bytes, len);
		if (n < 0 && errno != EINTR)
			return;
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
}

static void send_modes(const struct screen *s, bool on)
{
	if (!s->modern)
		return;
	const char *bytes = !on ? modes_off : s->mouse ? modes_on : modes_on_no_mouse;
	send_bytes(s, bytes, strlen(bytes));
}

/* ---- opening ---- */

static int check_terminal(const struct screen_options *o, char *why, size_t size)
{
	const char *name = !isatty(o->in) ? "standard input" : "standard output";
	if (isatty(o->in) && isatty(o->out))
		return terminfo_check(getenv("TERM"), o->out, why, size);
	snprintf(why, size, "%s is not a terminal", name);
	return -ENOTTY;
}

/* newterm() takes over signals that are the app's to handle: give them back as they were. */
static SCREEN *newterm_without_signals(FILE *out, FILE *in)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
	enum { N = sizeof(signals) / sizeof(signals[0]) };
	struct sigaction before[N];
	for (int i = 0; i < N; i++)
		sigaction(signals[i], NULL, &before[i]);
	SCREEN *term = newterm(NULL, out, in);
	for (int i = 0; i < N; i++)
		sigaction(signals[i], &before[i], NULL);
	return term;
}

static FILE *stream_of(int fd, const char *mode)
{
	int copy = dup(fd);
	FILE *f = copy < 0 ? NULL : fdopen(copy, mode);
	if (f == NULL && copy >= 0)
		close(copy);
	return f;
}

static void start_colors(struct screen *s, bool no_color)
{
	const char *env = getenv("NO_COLOR");
	if (no_color || (env != NULL && *env != '\0') || !has_colors())
		return;
	if (start_color() == OK && use_default_colors() == OK && COLOR_PAIRS > ROLE_COUNT)
		s->colors = COLORS;
}

static void start_curses(struct screen *s, const struct screen_options *o)
{
	set_term(s->term);
	s->window = stdscr;
	raw();
	noecho();
	nonl();
	typeahead(-1); /* a frame is painted whole, whatever was typed meanwhile */
	start_colors(s, o->no_color);
	theme_apply(s);
	s->clip = screen_rect(s);
	s->cursor_x = -1;
}

static int open_streams(struct screen *s, const struct screen_options *o)
{
	s->in_file = stream_of(o->in, "r");
	s->out_file = stream_of(o->out, "w");
	if (s->in_file == NULL || s->out_file == NULL)
		return -errno;
	return input_new(&s->input);
}

/* What does not need curses to end. */
static void screen_free(struct screen *s)
{
	if (s->in_file != NULL)
		fclose(s->in_file);
	if (s->out_file != NULL)
		fclose(s->out_file);
	input_free(s->input);
	free(s);
}

static int prepare(struct screen *s, const struct screen_options *o, char *why, size_t size)
{
	int theme = theme_find(o->theme == NULL ? "dark" : o->theme);
	if (theme < 0) {
		snprintf(why, size, "there is no theme of that name");
		return -EINVAL;
	}
	int r = check_terminal(o, why, size);
	if (r < 0)
		return r;
	s->theme = (size_t)theme;
	s->projector = o->projector;
	s->in = o->in;
	s->out = o->out;
	s->utf8 = !o->ascii && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	r = tcgetattr(s->in, &s->saved) < 0 ? -errno : open_streams(s, o);
	if (r == 0)
		s->term = newterm_without_signals(s->out_file, s->in_file);
	if (r == 0 && s->term == NULL)
		r = -ENOENT;
	if (r < 0)
		snprintf(why, size, "the terminal cannot be opened: %s", strerror(-r));
	return r;
}

int screen_open(struct screen **out, const struct screen_options *o, char *why, size_t size)
{
	struct screen *s = calloc(1, sizeof(*s));
	if (s == NULL) {
		snprintf(why, size, "out of memory");
		return -ENOMEM;
	}
	int r = prepare(s, o, why, size);
	if (r < 0) {
		screen_free(s);
		return r;
	}
	start_curses(s, o);
	terminfo_teach(s->input);
	s->modern = terminfo_has_mouse();
	s->mouse = s->modern && !o->no_mouse;
	send_modes(s, true);
	*out = s;
	return 0;
}

static void leave(struct screen *s)
{
	send_modes(s, false);
	/* tmux takes what it shows past the size of the main screen along to that. */
	if (s->modern)
		send_bytes(s, clear_all, strlen(clear_all));
	endwin();
	/* Some terminals (libvterm's, and so Neovim's) leave the alternate screen with the cursor
	 * as it was last saved, and curses saves it, hidden, when it scrolls. */
	if (s->modern)
		send_bytes(s, cursor_on, strlen(cursor_on));
	tcsetattr(s->in, TCSADRAIN, &s->saved);
}

void screen_close(struct screen *s)
{
	if (s == NULL)
		return;
	if (!s->suspended)
		leave(s);
	delscreen(s->term);
	screen_free(s);
}

void screen_suspend(struct screen *s)
{
	if (!s->suspended)
		leave(s);
	s->suspended = true;
}

void screen_resume(struct screen *s)
{
	if (!s->suspended)
		return;
	s->suspended = false;
	/* What the shell set meanwhile is what is to be restored at the end. */
	tcgetattr(s->in, &s->saved);
	reset_prog_mode();
	screen_resized(s);
	screen_refresh_all(s);
	send_modes(s, true);
	s->resized = true;
}

bool screen_resized(struct screen *s)
{
	struct winsize size;
	if (ioctl(s->out, TIOCGWINSZ, &size) < 0 || size.ws_row == 0 || size.ws_col == 0)
		return false;
	if (size.ws_row != screen_height(s) || size.ws_col != screen_width(s))
		resize_term(size.ws_row, size.ws_col);
	screen_refresh_all(s);
	s->resized = true;
	return true;
}

void screen_refresh_all(struct screen *s)
{
	(void)s;
	clearok(curscr, TRUE);
}

/* ---- a frame ---- */

void screen_begin(struct screen *s)
{
	s->clip = screen_rect(s);
	s->cursor_x = -1;
	werase(s->window);
}

void screen_end(struct screen *s)
{
	if (s->suspended)
		return;
	bool asked = rect_has(screen_rect(s), s->cursor_x, s->cursor_y);
	curs_set(asked && s->cursor_visible ? 1 : 0);
	if (asked)
		wmove(s->window, s->cursor_y, s->cursor_x);
	else
		wmove(s->window, 0, 0);
	wnoutrefresh(s->window);
	doupdate();
}

int screen_width(const struct screen *s)
{
	return getmaxx(s->window);
}

int screen_height(const struct screen *s)
{
	return getmaxy(s->window);
}

struct rect screen_rect(const struct screen *s)
{
	return (struct rect){0, 0, screen_width(s), screen_height(s)};
}

void screen_cursor(struct screen *s, int x, int y, bool visible)
{
	s->cursor_x = x;
	s->cursor_y = y;
	s->cursor_visible = visible;
}

/* ---- input ---- */

/* Take what has come, without waiting. False: nothing. */
static bool fill_input(struct screen *s)
{
	struct pollfd p = {.fd = s->in, .events = POLLIN};
	char bytes[4096];
	if (s->gone || poll(&p, 1, 0) <= 0)
		return false;
	ssize_t n = read(s->in, bytes, sizeof(bytes));
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return false;
	/* 0 is the end, -EIO a terminal hung up; without memory for the keys it is over, too. */
	if (n <= 0 || input_feed(s->input, bytes, (size_t)n, now_ms()) < 0) {
		s->gone = true;
		return false;
	}
	return true;
}

bool screen_read_key(struct screen *s, struct event *ev)
{
	if (s->resized) {
		s->resized = false;
		*ev = (struct event){.type = INPUT_RESIZE};
		return true;
	}
	do {
		if (input_next(s->input, now_ms(), ev))
			return true;
	} while (fill_input(s));
	return false;
}

int screen_timeout(const struct screen *s)
{
	return s->resized ? 0 : input_timeout(s->input, now_ms());
}

bool screen_gone(const struct screen *s)
{
	return s->gone;
}

/* ---- what it can do ---- */

bool screen_utf8(const struct screen *s)
{
	return s->utf8;
}

bool screen_projector(const struct screen *s)
{
	return s->projector;
}

int screen_colors(const struct screen *s)
{
	return s->colors;
}

const char *screen_theme(const struct screen *s)
{
	return theme_name(s->theme);
}

int screen_set_theme(struct screen *s, const char *name)
{
	int theme = theme_find(name);
	if (theme < 0)
		return -ENOENT;
	s->theme = (size_t)theme;
	theme_apply(s);
	screen_refresh_all(s);
	return 0;
}

/* RFC 4648. out has room for 4 * ((len + 2) / 3) bytes. */
static size_t base64(const unsigned char *in, size_t len, char *out)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t used = 0;
	for (size_t i = 0; i < len; i += 3) {
		size_t n = len - i < 3 ? len - i : 3;
		uint32_t bits = (uint32_t)in[i] << 16;
		if (n > 1)
			bits |= (uint32_t)in[i + 1] << 8;
		if (n > 2)
			bits |= in[i + 2];
		for (size_t k = 0; k < 4; k++)
			out[used++] = k <= n ? digits[bits >> (18 - 6 * k) & 63] : '=';
	}
	return used;
}

#define COPY_MAX 74994

int screen_copy(struct screen *s, const char *text, size_t len)
{
	static const char before[] = "\033]52;c;";
	if (len > COPY_MAX)
		return -E2BIG;
	if (!s->modern)
		return -ENOTSUP;
	char *bytes = malloc(sizeof(before) + (len + 2) / 3 * 4 + 1);
	if (bytes == NULL)
		return -ENOMEM;
	size_t used = sizeof(before) - 1;
	memcpy(bytes, before, used);
	used += base64((const unsigned char *)text, len, bytes + used);
	bytes[used++] = '\a';
	send_bytes(s, bytes, used);
	free(bytes);
	return 0;
}

void screen_bell(struct screen *s)
{
	send_bytes(s, "\a", 1);
}
