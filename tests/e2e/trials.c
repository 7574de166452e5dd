#include "tests/e2e/trials.h"

#define ROW5(a) a "0\r" a "1\r" a "2\r" a "3\r" a "4\r" a "5\r" a "6\r" a "7\r" a "8\r" a "9\r"
#define LONG "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static const char *const three[] = {
    "srv = socket.create_server((\"127.0.0.1\", 0))",
    "Sockets ─ 1",
    "c = socket.create_connection(srv.getsockname())",
    "Sockets ─ 2",
    "conn, a = srv.accept()",
    "Sockets ─ 3",
    NULL,
};

static const char *const serving[] = {
    "srv = socketserver.ThreadingTCPServer((\"127.0.0.1\", 0), Echo)",
    "Sockets ─ 1",
    "srv.serve_forever()",
    "cancel",
    NULL,
};

static const char *const waiting[] = {
    "srv = socket.create_server((\"127.0.0.1\", 0))",
    "Sockets ─ 1",
    "conn, a = srv.accept()",
    "cancel",
    NULL,
};

#define SET_LOAD "4 Enter Tab Tab Tab Tab Ctrl-U "

static const struct base_row bases[BASES] = {
    [NOTHING] = {.keys = "", .ready = "Sockets ─ 0"},
    [THREE] = {.lines = three, .keys = "j", .ready = "▸c "},
    [ROWS] = {.paste = "1000\r" ROW5("10") ROW5("11") ROW5("12") ROW5("13")
		  ROW5("14") "pass # " LONG LONG LONG "\r8888\r9999\r",
	.first = ">>>",
	.keys = "Esc Shift-Tab G",
	.ready = "→ 9999"},
    [SERVING] = {.lines = serving, .keys = "2", .ready = " serving "},
    [WAITING] = {.lines = waiting, .keys = "", .ready = "cancel"},
    [SYSTEM] = {.lines = three, .keys = "3 @detail @LISTEN f", .ready = "─ frozen "},
    [LESSON] = {.keys = "5 Enter", .ready = "┌ 0/20"},
    [COMPARED] = {.keys = SET_LOAD "'0.1' Enter", .ready = "Best: "},
    [COMPARING] = {.keys = SET_LOAD "'60' Enter", .ready = "1 of 5"},
};

const struct base_row *trials_base(enum base base)
{
	return &bases[base];
}

/* ---- what works in every view: in each of them ---- */

#define IN_VIEW(number)                                                                            \
	{.key = "S",                                                                               \
	    .where = IN_ALL,                                                                       \
	    .before = number,                                                                      \
	    .sees = "┌ New server",                                                                \
	    .gone = NULL,                                                                          \
	    .after = "Esc 1"},                                                                     \
	    {.key = "d",                                                                           \
		.where = IN_ALL,                                                                   \
		.before = number,                                                                  \
		.sees = "┌ Demo: a server",                                                        \
		.after = "Esc 1"},                                                                 \
	    {.key = ":", .where = IN_ALL, .before = number, .sees = ">>>", .after = "Esc 1"},      \
	    {.key = "t", .where = IN_ALL, .before = number, .effect = CHANGES, .after = "1"},      \
	    {.key = "?", .where = IN_ALL, .before = number, .sees = "┌ Help", .after = "Esc 1"},   \
	    {.key = "F1", .where = IN_ALL, .before = number, .sees = "┌ Help", .after = "Esc 1"},  \
	    {.key = "Ctrl-P",                                                                      \
		.where = IN_ALL,                                                                   \
		.before = number,                                                                  \
		.sees = "┌ Palette",                                                               \
		.after = "Esc 1"},                                                                 \
	    {.key = "c",                                                                           \
		.where = IN_ALL,                                                                   \
		.before = number,                                                                  \
		.sees = "Nothing waits",                                                           \
		.after = "t 1"},                                                                   \
	    {.key = "Ctrl-C",                                                                      \
		.where = IN_ALL,                                                                   \
		.before = number,                                                                  \
		.sees = "Nothing waits",                                                           \
		.after = "t 1"},                                                                   \
	    {.key = "Ctrl-L", .where = IN_ALL, .before = number, .effect = CLEARS, .after = "1"},  \
	{                                                                                          \
		.key = "q", .where = IN_ALL, .before = number, .effect = ENDS                      \
	}

#define NEW_IN(number)                                                                             \
	{                                                                                          \
		.key = "n", .where = IN_ALL, .before = number, .sees = "┌ socket.socket",          \
		.after = "Esc 1"                                                                   \
	}

#define EXPORT_IN(number)                                                                          \
	{                                                                                          \
		.key = "e", .where = IN_ALL, .before = number, .sees = ">>> export(",              \
		.after = "Esc 1"                                                                   \
	}

static const struct trial all[] = {
    IN_VIEW("1"),
    IN_VIEW("2"),
    IN_VIEW("3"),
    IN_VIEW("4"),
    IN_VIEW("5"),
    EXPORT_IN("1"),
    EXPORT_IN("2"),
    EXPORT_IN("3"),
    EXPORT_IN("5"), /* in view 4 it writes the comparison */
    NEW_IN("1"),
    NEW_IN("2"),
    NEW_IN("3"),
    NEW_IN("5"), /* in view 4 it chooses what to compare */

    {.key = "2", .where = IN_ALL, .sees = "Servers ─ 0", .after = "1"},
    {.key = "3", .where = IN_ALL, .sees = "┌ System", .after = "1"},
    {.key = "4", .where = IN_ALL, .sees = "┌ Compare", .after = "1"},
    {.key = "5", .where = IN_ALL, .sees = "┌ Lessons", .after = "1"},
    {.key = "1", .where = IN_ALL, .before = "2", .sees = "Sockets ─ 0", .after = ""},
    {.key = "1", .where = IN_ALL, .before = "3", .sees = "Sockets ─ 0", .after = ""},
    {.key = "1", .where = IN_ALL, .before = "4", .sees = "Sockets ─ 0", .after = ""},
    {.key = "1", .where = IN_ALL, .before = "5", .sees = "Sockets ─ 0", .after = ""},

    {.key = "z", .where = IN_ALL, .wide = true, .gone = "┌ Detail", .after = "z"},
    {.key = "z", .where = IN_ALL, .wide = true, .before = "2", .effect = CHANGES, .after = "z 1"},
    {.key = "z", .where = IN_ALL, .wide = true, .base = SYSTEM, .effect = CHANGES, .after = "z"},
    {.key = "z", .where = IN_ALL, .wide = true, .base = LESSON, .gone = "┌ Journal", .after = "z"},
    {.key = "z",
	.where = IN_ALL,
	.wide = true,
	.base = COMPARED,
	.gone = "How many took how long",
	.after = "z"},
    {.key = "Tab", .where = IN_ALL, .base = THREE, .effect = CHANGES, .narrow = "┌ c ─ INET"},
    {.key = "Tab", .where = IN_ALL, .base = SERVING, .effect = CHANGES, .after = "Shift-Tab"},
    {.key = "Tab", .where = IN_ALL, .base = SYSTEM, .effect = CHANGES},
    {.key = "Tab", .where = IN_ALL, .base = LESSON, .effect = CHANGES, .after = "Shift-Tab"},
    {.key = "Tab", .where = IN_ALL, .base = COMPARED, .effect = CHANGES, .after = "Shift-Tab"},
    {.key = "Shift-Tab", .where = IN_ALL, .base = THREE, .effect = CHANGES, .after = "Tab"},
    {.key = "Shift-Tab", .where = IN_ALL, .base = SERVING, .effect = CHANGES, .after = "Tab"},
    {.key = "Shift-Tab", .where = IN_ALL, .base = SYSTEM, .effect = CHANGES},
    {.key = "Shift-Tab", .where = IN_ALL, .base = LESSON, .effect = CHANGES, .after = "Tab"},
    {.key = "Shift-Tab", .where = IN_ALL, .base = COMPARED, .effect = CHANGES, .after = "Tab"},
    {.key = "Esc",
	.where = IN_ALL,
	.base = THREE,
	.before = "/ 'conn' Enter",
	.ready = "1 of 3",
	.sees = "Sockets ─ 3",
	.gone = "/conn"},
    {.key = "Esc", .where = IN_ALL, .base = LESSON, .sees = "┌ Lessons", .after = "Enter"},
    {.key = "c", .where = IN_ALL, .base = WAITING, .sees = "InterruptedError: [Errno 4] Interr"},
    {.key = "Ctrl-C",
	.where = IN_ALL,
	.base = WAITING,
	.sees = "InterruptedError: [Errno 4] Interr"},
    {.key = "q", .where = IN_ALL, .base = SERVING, .sees = "Quit?", .after = "n"},

    /* ---- view 1 ---- */
    {.key = "Enter", .where = IN_SOCKET_TABLE, .base = THREE, .sees = "S sendall", .after = "Esc"},
    {.key = "s", .where = IN_SOCKETS, .base = THREE, .sees = "┌ c.send ", .after = "Esc"},
    {.key = "r", .where = IN_SOCKETS, .base = THREE, .sees = "┌ c.recv ", .after = "Esc"},
    {.key = "/", .where = IN_SOCKETS, .base = THREE, .sees = "filter:", .after = "Esc"},
    {.key = ">", .where = IN_SOCKETS, .base = THREE, .sees = "NAME▲", .after = "<"},
    {.key = "<", .where = IN_SOCKETS, .base = THREE, .sees = "OUT▲", .after = ">"},
    {.key = "I",
	.where = IN_SOCKETS,
	.base = THREE,
	.before = ">",
	.ready = "NAME▲",
	.sees = "NAME▼",
	.after = "<"},
    {.key = "I", .where = IN_SOCKETS, .base = THREE, .sees = "Nothing is sorted", .after = ""},
    {.key = "v", .where = IN_SOCKETS, .base = THREE, .sees = "─SYN─", .after = "v"},
    {.key = "m", .where = IN_SOCKETS, .base = THREE, .sees = "┌ Data of c ─ hex"},
    {.key = "p", .where = IN_SOCKETS, .base = THREE, .sees = "[Diagram]", .narrow = "[Facts]"},
    {.key = "P", .where = IN_SOCKETS, .base = THREE, .sees = "[Options]", .narrow = "[Facts]"},
    {.key = "Enter",
	.where = IN_SOCKET_DETAIL,
	.base = THREE,
	.before = "Tab",
	.ready = "[Facts]",
	.sees = "S sendall",
	.after = NULL},
    {.key = "x", .where = IN_SOCKETS, .base = THREE, .sees = "c.close()", .gone = "▸c "},
    {.key = "Enter", .where = IN_JOURNAL, .base = ROWS, .sees = ">>> 9999", .after = "Esc"},
    {.key = "y", .where = IN_JOURNAL, .base = ROWS, .sees = "Copied", .after = ""},

    /* ---- panels ---- */
    {.key = "Up",
	.where = IN_PANEL,
	.base = ROWS,
	.then = "Enter",
	.sees = ">>> 8888",
	.after = "Esc G"},
    {.key = "k",
	.where = IN_PANEL,
	.base = ROWS,
	.then = "Enter",
	.sees = ">>> 8888",
	.after = "Esc G"},
    {.key = "Down",
	.where = IN_PANEL,
	.base = ROWS,
	.before = "k k",
	.then = "Enter",
	.sees = ">>> 8888",
	.after = "Esc G"},
    {.key = "j",
	.where = IN_PANEL,
	.base = ROWS,
	.before = "k k",
	.then = "Enter",
	.sees = ">>> 8888",
	.after = "Esc G"},
    {.key = "PageUp",
	.where = IN_PANEL,
	.base = ROWS,
	.then = "PageUp",
	.gone = "→ 9999",
	.after = "G"},
    {.key = "PageDown",
	.where = IN_PANEL,
	.base = ROWS,
	.before = "g",
	.ready = "→ 1000",
	.then = "PageDown",
	.gone = "→ 1000",
	.after = "G"},
    {.key = "Home", .where = IN_PANEL, .base = ROWS, .sees = "→ 1000", .after = "G"},
    {.key = "g", .where = IN_PANEL, .base = ROWS, .sees = "→ 1000", .after = "G"},
    {.key = "End",
	.where = IN_PANEL,
	.base = ROWS,
	.before = "g",
	.ready = "→ 1000",
	.sees = "→ 9999",
	.after = ""},
    {.key = "G",
	.where = IN_PANEL,
	.base = ROWS,
	.before = "g",
	.ready = "→ 1000",
	.sees = "→ 9999",
	.after = ""},
    {.key = "Right",
	.where = IN_PANEL,
	.base = ROWS,
	.then = "Right",
	.gone = "pass #",
	.after = "Left Left"},
    {.key = "l",
	.where = IN_PANEL,
	.base = ROWS,
	.then = "Right",
	.gone = "pass #",
	.after = "Left Left"},
    {.key = "Left",
	.where = IN_PANEL,
	.base = ROWS,
	.before = "l l",
	.then = "Left",
	.sees = "pass #",
	.after = ""},
    {.key = "h",
	.where = IN_PANEL,
	.base = ROWS,
	.before = "l l",
	.then = "Left",
	.sees = "pass #",
	.after = ""},

    /* ---- view 2 ---- */
    {.key = "Enter",
	.where = IN_SERVER_TABLE,
	.base = SERVING,
	.sees = "add a client",
	.after = "Esc"},
    {.key = "/", .where = IN_SERVERS, .base = SERVING, .sees = "filter:", .after = "Esc"},
    {.key = ">", .where = IN_SERVERS, .base = SERVING, .sees = "NAME▲", .after = "<"},
    {.key = "I",
	.where = IN_SERVERS,
	.base = SERVING,
	.before = ">",
	.ready = "NAME▲",
	.sees = "NAME▼",
	.after = "<"},
    {.key = "<", .where = IN_SERVERS, .base = SERVING, .effect = CHANGES},
    {.key = "a", .where = IN_SERVERS, .base = SERVING, .sees = "c1 = socket.create_connection"},
    {.key = "x", .where = IN_SERVERS, .base = SERVING, .sees = " bound ", .gone = " serving "},

    /* ---- view 3 ---- */
    {.key = "Enter", .where = IN_SYSTEM_TABLE, .base = SYSTEM, .effect = CHANGES},
    {.key = "f", .where = IN_SYSTEM, .base = SYSTEM, .gone = "─ frozen ", .after = "f"},
    {.key = "/", .where = IN_SYSTEM, .base = SYSTEM, .sees = "filter:", .after = "Esc"},
    {.key = "w", .where = IN_SYSTEM, .base = SYSTEM, .sees = "watch:", .after = "Esc"},
    {.key = "x", .where = IN_SYSTEM, .base = SYSTEM, .sees = "│ Destroy ", .after = "Esc"},
    {.key = "o", .where = IN_SYSTEM, .base = SYSTEM, .sees = "┌ Sort by", .after = "Esc"},
    {.key = ">", .where = IN_SYSTEM, .base = SYSTEM, .effect = CHANGES, .after = "<"},
    {.key = "<", .where = IN_SYSTEM, .base = SYSTEM, .effect = CHANGES, .after = ">"},
    {.key = "I",
	.where = IN_SYSTEM,
	.base = SYSTEM,
	.before = ">",
	.ready = "│ ▲",
	.sees = "│ ▼",
	.after = "<"},

    /* ---- view 4 ---- */
    {.key = "Enter", .where = IN_COMPARE, .before = "4", .sees = "sockpit load", .after = "Esc 1"},
    {.key = "n", .where = IN_COMPARE, .before = "4", .sees = "sockpit load", .after = "Esc 1"},
    {.key = "e", .where = IN_COMPARE, .base = COMPARED, .sees = "export to", .after = "Esc"},
    {.key = "c", .where = IN_COMPARE, .base = COMPARING, .sees = "comparison is over"},

    /* ---- view 5 ---- */
    {.key = "Enter", .where = IN_LESSON_LIST, .before = "5", .sees = "┌ 0/20", .after = NULL},
    {.key = "Enter", .where = IN_LESSON_STEP, .base = LESSON, .sees = "┌ 1/20", .after = "b"},
    {.key = "b",
	.where = IN_LESSON,
	.base = LESSON,
	.before = "Enter",
	.ready = "┌ 1/20",
	.sees = "┌ 0/20",
	.after = ""},
    {.key = "Backspace",
	.where = IN_LESSON,
	.base = LESSON,
	.before = "Enter",
	.ready = "┌ 1/20",
	.sees = "┌ 0/20",
	.after = ""},

    /* ---- the prompt ---- */
    {.key = "Enter", .where = IN_PROMPT, .before = ": '1+1'", .sees = "1+1  → 2", .gone = ">>>"},
    {.key = "Tab",
	.where = IN_PROMPT,
	.before = ": 'socket.getaddri'",
	.sees = "socket.getaddrinfo"},
    {.key = "Up", .where = IN_PROMPT, .before = ": '1+1' Enter :", .sees = ">>> 1+1"},
    {.key = "Down",
	.where = IN_PROMPT,
	.before = ": '1+1' Enter : Up",
	.ready = ">>> 1+1",
	.gone = ">>> 1+1"},
    {.key = "Ctrl-A", .where = IN_PROMPT, .before = ": 'bc'", .then = "'a'", .sees = ">>> abc"},
    {.key = "Ctrl-E",
	.where = IN_PROMPT,
	.before = ": 'ab' Ctrl-A",
	.then = "'c'",
	.sees = ">>> abc"},
    {.key = "Ctrl-W", .where = IN_PROMPT, .before = ": 'ab cd'", .then = "'x'", .sees = ">>> ab x"},
    {.key = "Ctrl-U", .where = IN_PROMPT, .before = ": 'ab'", .then = "'x'", .sees = ">>> x"},
    {.key = "Ctrl-K",
	.where = IN_PROMPT,
	.before = ": 'ab' Ctrl-A",
	.then = "'x'",
	.sees = ">>> x",
	.gone = ">>> ab"},
    {.key = "Ctrl-Y", .where = IN_PROMPT, .before = ": 'ab' Ctrl-U 'x'", .sees = ">>> xab"},
    {.key = "Esc",
	.where = IN_PROMPT,
	.before = ": 'ab'",
	.ready = ">>> ab",
	.gone = ">>>",
	.after = ""},

    /* ---- lines asked for ---- */
    {.key = "Enter",
	.where = IN_LINE,
	.base = THREE,
	.before = "/ 'conn'",
	.sees = "1 of 3",
	.gone = "filter:"},
    {.key = "Esc",
	.where = IN_LINE,
	.base = THREE,
	.before = "/ 'conn'",
	.ready = "filter: conn",
	.gone = "filter:",
	.after = ""},

    /* ---- forms ---- */
    {.key = "Tab",
	.where = IN_FORM,
	.before = "n",
	.then = "Right",
	.sees = "SOCK_DGRAM",
	.after = "Esc"},
    {.key = "Shift-Tab",
	.where = IN_FORM,
	.before = "n Tab Tab",
	.then = "Right",
	.sees = "SOCK_DGRAM",
	.after = "Esc"},
    {.key = "Right", .where = IN_FORM, .before = "n", .sees = "socket.AF_INET6", .after = "Esc"},
    {.key = "Left",
	.where = IN_FORM,
	.before = "n Right",
	.ready = "socket.AF_INET6",
	.gone = "socket.AF_INET6"},
    {.key = "Space", .where = IN_FORM, .before = "n", .ready = "AF_INET", .sees = "AF_NETLINK "},
    {.key = "Esc",
	.where = IN_FORM,
	.before = "n",
	.ready = "┌ socket.socket",
	.gone = "┌ socket.socket",
	.after = ""},
    {.key = "Enter",
	.where = IN_FORM,
	.before = "n",
	.ready = "┌ socket.socket",
	.sees = "▸s1 ",
	.gone = "┌ socket.socket"},

    /* ---- menus ---- */
    {.key = "Down",
	.where = IN_MENU,
	.base = THREE,
	.before = "Enter",
	.then = "Enter",
	.sees = "┌ c.recv ",
	.after = "Esc"},
    {.key = "Up",
	.where = IN_MENU,
	.base = THREE,
	.before = "Enter Down Down",
	.then = "Enter",
	.sees = "┌ c.recv ",
	.after = "Esc"},
    {.key = "Enter",
	.where = IN_MENU,
	.base = THREE,
	.before = "Enter",
	.sees = "┌ c.send ",
	.after = "Esc"},
    {.key = "Esc",
	.where = IN_MENU,
	.base = THREE,
	.before = "Enter",
	.ready = "S sendall",
	.gone = "S sendall",
	.after = ""},

    /* ---- the palette ---- */
    {.key = "Down",
	.where = IN_PALETTE,
	.before = "Ctrl-P 'show view'",
	.then = "Enter",
	.sees = "Servers ─ 0",
	.after = "1"},
    {.key = "Up",
	.where = IN_PALETTE,
	.before = "Ctrl-P 'show view' Down Down",
	.then = "Enter",
	.sees = "Servers ─ 0",
	.after = "1"},
    {.key = "Enter",
	.where = IN_PALETTE,
	.before = "Ctrl-P 'new'",
	.ready = "┌ Palette",
	.sees = "┌ socket.socket",
	.gone = "┌ Palette",
	.after = "Esc"},
    {.key = "Esc",
	.where = IN_PALETTE,
	.before = "Ctrl-P",
	.ready = "┌ Palette",
	.gone = "┌ Palette",
	.after = ""},

    /* ---- questions ---- */
    {.key = "n",
	.where = IN_QUESTION,
	.base = SERVING,
	.before = "q",
	.ready = "Quit?",
	.gone = "Quit?",
	.after = ""},
    {.key = "Esc",
	.where = IN_QUESTION,
	.base = SERVING,
	.before = "q",
	.ready = "Quit?",
	.gone = "Quit?",
	.after = ""},
    {.key = "y",
	.where = IN_QUESTION,
	.base = SERVING,
	.before = "q",
	.ready = "Quit?",
	.effect = ENDS},

    /* ---- help ---- */
    {.key = "/",
	.where = IN_HELP,
	.before = "?",
	.then = "'getaddrinfo'",
	.sees = "socket.getaddrinfo()"},
    {.key = "n", .where = IN_HELP, .before = "? / 'Esc' Enter", .ready = "/Esc", .effect = CHANGES},
    {.key = "Enter",
	.where = IN_HELP,
	.base = THREE,
	.before = "? Down",
	.sees = "S sendall",
	.after = "Esc"},
    {.key = "Esc",
	.where = IN_HELP,
	.before = "?",
	.ready = "┌ Help",
	.gone = "┌ Help",
	.after = ""},
    {.key = "q", .where = IN_HELP, .before = "?", .ready = "┌ Help", .gone = "┌ Help", .after = ""},
};

const struct trial *trials_all(size_t *n)
{
	*n = sizeof all / sizeof *all;
	return all;
}
