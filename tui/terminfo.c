#include "tui/terminfo.h"

#define NCURSES_NOMACROS
#include <curses.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <term.h>

#include "tui/input.h"

static __attribute__((format(printf, 3, 4))) int refuse(
    char *why, size_t size, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(why, size, fmt, ap);
	va_end(ap);
	return -ENOENT;
}

/* A name from the environment may hold anything: only a plain one is repeated. */
static bool is_plain(const char *name)
{
	return name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				 "0123456789-_.+")] == '\0';
}

int terminfo_check(const char *term, int fd, char *why, size_t size)
{
	if (term == NULL || *term == '\0')
		return refuse(why, size, "TERM is not set: it names the kind of terminal");
	if (!is_plain(term) || strlen(term) > 100)
		return refuse(why, size, "TERM is not the name of a terminal");
	if (strcmp(term, "dumb") == 0)
		return refuse(
		    why, size, "TERM=%s cannot place the cursor: no screen can be drawn", term);

	int found;
	if (setupterm(term, fd, &found) == ERR)
		return refuse(why, size, "TERM=%s is not known here, or can draw no screen", term);
	const char *cup = tigetstr("cup");
	bool usable = cup != NULL && cup != (char *)-1;
	del_curterm(cur_term);
	if (!usable)
		return refuse(
		    why, size, "TERM=%s cannot place the cursor: no screen can be drawn", term);
	return 0;
}

static const char *capability(const char *name)
{
	const char *value = tigetstr(name);
	return value == (char *)-1 ? NULL : value;
}

void terminfo_teach(struct input *in)
{
	static const struct {
		const char *name;
		uint32_t key;
		unsigned mods;
	} keys[] = {
	    {"kcuu1", K_UP, 0},
	    {"kcud1", K_DOWN, 0},
	    {"kcub1", K_LEFT, 0},
	    {"kcuf1", K_RIGHT, 0},
	    {"khome", K_HOME, 0},
	    {"kend", K_END, 0},
	    {"kpp", K_PAGE_UP, 0},
	    {"knp", K_PAGE_DOWN, 0},
	    {"kich1", K_INSERT, 0},
	    {"kdch1", K_DELETE, 0},
	    {"kcbt", K_TAB, MOD_SHIFT},
	    {"kent", K_ENTER, 0},
	};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const char *sequence = capability(keys[i].name);
		if (sequence != NULL)
			input_learn(in, sequence, keys[i].key, keys[i].mods);
	}
	for (uint32_t f = 0; f <= K_F12 - K_F1; f++) {
		char name[8];
		snprintf(name, sizeof(name), "kf%u", (unsigned)f + 1);
		const char *sequence = capability(name);
		if (sequence != NULL)
			input_learn(in, sequence, K_F1 + f, 0);
	}
}

bool terminfo_has_mouse(void)
{
	return capability("kmous") != NULL;
}
