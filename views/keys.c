#include "views/keys.h"

#include <stdio.h>

#include "views/actions_server.h"
#include "views/actions_socket.h"
#include "views/app.h"
#include "views/cockpit.h"
#include "views/commands.h"
#include "views/view_compare.h"
#include "views/view_lessons.h"
#include "views/view_sockets.h"
#include "views/view_system.h"

/* The first row that fits a key in a place answers it, so the narrower places come first. */
static const struct key_row rows[] = {
    {.name = "actions",
	.key = K_ENTER,
	.where = IN_SOCKET_TABLE,
	.label_now = actions_socket_label,
	.priority = 1,
	.help = "Choose among all operations of the selected socket.",
	.lacks = "no socket is selected",
	.run = actions_socket_menu,
	.acts = true},
    {.name = "set",
	.key = K_ENTER,
	.where = IN_SOCKET_DETAIL,
	.label_now = view_sockets_label_enter,
	.priority = 1,
	.help = "Set the selected option by a line of notation; on other pages: all operations.",
	.lacks = "no socket is selected",
	.run = view_sockets_enter,
	.acts = true},
    {.name = "send",
	.key = 's',
	.where = IN_SOCKETS,
	.label_now = actions_socket_label_send,
	.priority = 3,
	.help = "Send bytes through the selected socket.",
	.lacks = "no socket that can send is selected",
	.run = actions_socket_send,
	.acts = true},
    {.name = "recv",
	.key = 'r',
	.where = IN_SOCKETS,
	.label_now = actions_socket_label_recv,
	.priority = 3,
	.help = "Receive what waits in the selected socket, or wait for it.",
	.lacks = "no socket that can receive is selected",
	.run = actions_socket_recv,
	.acts = true},
    {.name = "close",
	.key = 'x',
	.where = IN_SOCKETS,
	.label_now = actions_socket_label_close,
	.priority = 3,
	.help = "Close the selected socket.",
	.lacks = "no socket is selected",
	.run = actions_socket_close,
	.acts = true},

    {.name = "page",
	.key = 'p',
	.where = IN_SOCKETS,
	.label = "page",
	.priority = 3,
	.help = "Turn the detail to its next page: facts, TCP state diagram, TCP_INFO, options.",
	.run = view_sockets_page,
	.arg = 1},
    {.name = "page_back",
	.key = 'P',
	.where = IN_SOCKETS,
	.help = "Turn the detail to the page before.",
	.run = view_sockets_page,
	.arg = -1},
    {.name = "pair",
	.key = 'v',
	.where = IN_SOCKETS,
	.label_now = view_sockets_label_pair,
	.priority = 4,
	.help = "Put both ends side by side: their calls, states and bytes in the order of time.",
	.lacks = "no socket whose other end is here is selected",
	.run = view_sockets_pair},
    {.name = "data",
	.key = 'm',
	.where = IN_SOCKETS,
	.label = "hex",
	.priority = 5,
	.help = "Show the data of the selected socket as text, as hex, as both.",
	.run = actions_socket_data_mode},

    {.name = "actions",
	.key = K_ENTER,
	.where = IN_SERVER_TABLE,
	.label_now = actions_server_label,
	.priority = 1,
	.help = "Choose among all actions of the selected server.",
	.lacks = "no server is selected",
	.run = actions_server_menu,
	.acts = true},
    {.name = "stop",
	.key = 'x',
	.where = IN_SERVERS,
	.label_now = actions_server_label_end,
	.priority = 2,
	.help = "Stop the selected server; then close it; then remove it from the table.",
	.lacks = "no server is selected",
	.run = actions_server_end,
	.acts = true},
    {.name = "client",
	.key = 'a',
	.where = IN_SERVERS,
	.label_now = actions_server_label_client,
	.priority = 2,
	.help = "Add a client: a socket of this cockpit, connected to the selected server.",
	.lacks = "no server that serves is selected",
	.run = actions_server_client,
	.acts = true},

    {.name = "detail",
	.key = K_ENTER,
	.where = IN_SYSTEM_TABLE,
	.label = "detail",
	.priority = 1,
	.help = "Go to the detail of the selected socket: who holds it, its rates and its timers.",
	.run = view_system_detail},
    {.name = "freeze",
	.key = 'f',
	.where = IN_SYSTEM,
	.label_now = view_system_label_freeze,
	.priority = 2,
	.help = "Freeze what is shown, or look on.",
	.lacks = "nothing is shown",
	.run = view_system_freeze},
    {.name = "filter",
	.key = '/',
	.where = IN_SYSTEM,
	.label = "filter",
	.priority = 4,
	.help = "Show only what fits: words, port:9000, state:listen, proc:python, rx:>1M; not, "
		"or, "
		"( ). Empty shows all again.",
	.run = command_filter},
    {.name = "order",
	.key = 'o',
	.where = IN_SYSTEM,
	.label = "order",
	.priority = 2,
	.help = "Sort by any field of the sockets, from a list.",
	.run = view_system_choose_sort},

    {.name = "open",
	.key = K_ENTER,
	.where = IN_LESSON_LIST,
	.label = "open",
	.priority = 1,
	.help = "Open the selected lesson; another one that was begun is closed first.",
	.run = view_lessons_open},
    {.name = "step",
	.key = K_ENTER,
	.where = IN_LESSON_STEP,
	.label_now = view_lessons_label_step,
	.priority = 1,
	.help = "Run the next line of the lesson. It may wait: the one after it can run meanwhile.",
	.lacks = "no lesson has a line left to run",
	.run = view_lessons_step,
	.acts = true},
    {.name = "restart",
	.key = 'b',
	.also = K_BACKSPACE,
	.where = IN_LESSON,
	.label = "restart",
	.priority = 2,
	.help = "Go back to the start of the lesson: what it opened is closed, its names deleted.",
	.run = view_lessons_back},

    {.name = "compare",
	.key = K_ENTER,
	.where = IN_COMPARE,
	.label_now = view_compare_label_choose,
	.priority = 1,
	.help = "Choose models and a load, and compare them: real servers, one after the other.",
	.lacks = "a comparison is under way",
	.run = view_compare_choose,
	.acts = true},
    {.name = "new",
	.key = 'n',
	.where = IN_COMPARE,
	.help = "The same: make a new comparison.",
	.lacks = "a comparison is under way",
	.run = view_compare_choose,
	.acts = true},
    {.name = "cancel",
	.key = 'c',
	.where = IN_COMPARE,
	.label_now = view_compare_label_cancel,
	.priority = 1,
	.help = "Cancel the comparison under way; where none is, a waiting line.",
	.lacks = "nothing waits",
	.run = view_compare_cancel},
    {.name = "export",
	.key = 'e',
	.where = IN_COMPARE,
	.label_now = view_compare_label_export,
	.priority = 1,
	.help = "Write the comparison to a file, as CSV or JSON by its name; only you can read it.",
	.lacks = "nothing was compared",
	.run = view_compare_export},

    {.name = "again",
	.key = K_ENTER,
	.where = IN_JOURNAL,
	.label = "again",
	.priority = 1,
	.help = "Take the selected line into the prompt, to run it again.",
	.run = command_again,
	.acts = true},

    {.name = "new",
	.key = 'n',
	.where = IN_ALL,
	.label = "new",
	.priority = 2,
	.help = "Make a socket: family, type and protocol from lists.",
	.run = actions_socket_new,
	.acts = true},
    {.name = "server",
	.key = 'S',
	.where = IN_ALL,
	.label = "server",
	.priority = 3,
	.help = "Start a server: model, address and handler from lists.",
	.run = actions_server_new,
	.acts = true},
    {.name = "demo",
	.key = 'd',
	.where = IN_ALL,
	.label = "demo",
	.priority = 3,
	.help = "Play a demo: a server, three clients, and what one sees of them.",
	.run = actions_server_demo,
	.acts = true},
    {.name = "export",
	.key = 'e',
	.where = IN_ALL,
	.label = "export",
	.priority = 9,
	.help = "Write what was done here as a program for python3: export(\"demo.py\").",
	.run = command_export,
	.acts = true},
    {.name = "prompt",
	.key = ':',
	.where = IN_ALL,
	.label = "prompt",
	.priority = 2,
	.help = "Type a line of notation; it runs on Enter.",
	.run = command_prompt,
	.acts = true},
    {.name = "cancel",
	.key = 'c',
	.where = IN_ALL,
	.label_now = command_label_cancel,
	.priority = 1,
	.help = "Cancel a waiting line: the selected one, else the newest.",
	.lacks = "nothing waits",
	.run = command_cancel},
    {.name = "cancel",
	.key = 'c',
	.mods = MOD_CTRL,
	.where = IN_ALL,
	.help = "Cancel a waiting line; in what takes text, leave it.",
	.lacks = "nothing waits",
	.run = command_cancel},
    {.name = "filter",
	.key = '/',
	.where = IN_SOCKETS | IN_SERVERS,
	.label = "filter",
	.priority = 4,
	.help = "Show only the rows that contain a text; empty shows all again.",
	.run = command_filter},
    {.name = "sort_left",
	.key = '<',
	.where = IN_SOCKETS | IN_SERVERS | IN_SYSTEM,
	.help = "Sort by the column to the left.",
	.run = command_sort,
	.arg = -1},
    {.name = "sort_right",
	.key = '>',
	.where = IN_SOCKETS | IN_SERVERS | IN_SYSTEM,
	.help = "Sort by the column to the right.",
	.run = command_sort,
	.arg = 1},
    {.name = "zoom",
	.key = 'z',
	.where = IN_ALL,
	.label_now = command_label_zoom,
	.priority = 5,
	.help = "Give the panel the whole screen, or put it back among the others.",
	.lacks = "there is one panel only",
	.run = command_zoom},
    {.name = "panel",
	.key = K_TAB,
	.where = IN_ALL,
	.label_now = command_label_panel,
	.priority = 1,
	.help = "Go to the next panel.",
	.lacks = "there is one panel only",
	.run = command_panel,
	.arg = 1},
    {.name = "panel_before",
	.key = K_TAB,
	.mods = MOD_SHIFT,
	.where = IN_ALL,
	.help = "Go to the panel before.",
	.run = command_panel,
	.arg = -1},
    {.name = "sockets",
	.key = '1',
	.where = IN_ALL,
	.help = "Show view 1, Sockets.",
	.run = command_view,
	.arg = 0},
    {.name = "servers",
	.key = '2',
	.where = IN_ALL,
	.help = "Show view 2, Servers.",
	.run = command_view,
	.arg = 1},
    {.name = "system",
	.key = '3',
	.where = IN_ALL,
	.help = "Show view 3, System.",
	.run = command_view,
	.arg = 2},
    {.name = "compare",
	.key = '4',
	.where = IN_ALL,
	.help = "Show view 4, Compare.",
	.run = command_view,
	.arg = 3},
    {.name = "lessons",
	.key = '5',
	.where = IN_ALL,
	.help = "Show view 5, Lessons.",
	.run = command_view,
	.arg = 4},
    {.name = "copy",
	.key = 'y',
	.where = IN_JOURNAL,
	.label = "copy",
	.priority = 6,
	.help = "Copy the selected line of the journal to the terminal's clipboard (OSC 52).",
	.run = command_copy},
    {.name = "theme",
	.key = 't',
	.where = IN_ALL,
	.label = "theme",
	.priority = 6,
	.help = "Take the next theme: dark, light, high contrast, mono.",
	.run = command_theme},
    {.name = "help",
	.key = '?',
	.where = IN_ALL,
	.also = K_F1,
	.label = "help",
	.priority = 0,
	.help = "Show all keys and operations, to read and to search.",
	.run = command_help},
    {.name = "palette",
	.key = 'p',
	.mods = MOD_CTRL,
	.where = IN_ALL,
	.label = "palette",
	.priority = 4,
	.help = "Find an action among all there are, and do it.",
	.run = command_palette},
    {.name = "quit",
	.key = 'q',
	.where = IN_ALL,
	.label = "quit",
	.priority = 0,
	.help = "Leave; where servers run, after a question.",
	.run = command_quit},
    {.name = "back",
	.key = K_ESC,
	.where = IN_ALL,
	.help = "Go back: out of a zoomed panel, a filter; harmless at the top.",
	.run = command_back},
    {.name = "redraw",
	.key = 'l',
	.mods = MOD_CTRL,
	.where = IN_ALL,
	.help = "Draw the whole screen anew.",
	.run = command_redraw},
    {.name = "suspend",
	.key = 'z',
	.mods = MOD_CTRL,
	.where = IN_ALL,
	.help = "Put sockpit to sleep and return to the shell; fg wakes it.",
	.run = command_suspend},

    /* What widgets do by themselves. */
    {.shown = "Up Down k j", .where = IN_PANEL, .help = "Move the selection, or scroll."},
    {.shown = "Left Right h l",
	.where = IN_PANEL,
	.help = "Scroll sideways where lines are longer than the panel."},
    {.shown = "PageUp PageDown", .where = IN_PANEL, .help = "Move by a page."},
    {.shown = "Home End g G",
	.where = IN_PANEL,
	.help = "Go to the first or the last line; at the end the journal follows what comes."},
    {.shown = "mouse",
	.where = IN_PANEL,
	.help = "Select, scroll, sort by a title, open by a double click, press tabs and footer."},

    {.key = K_ENTER, .where = IN_PROMPT, .label = "run", .help = "Run the line."},
    {.key = K_TAB,
	.where = IN_PROMPT,
	.label = "complete",
	.priority = 1,
	.help = "Complete the word."},
    {.key = K_UP,
	.where = IN_PROMPT,
	.label = "earlier",
	.priority = 2,
	.help = "Earlier lines that begin so."},
    {.key = K_DOWN, .where = IN_PROMPT, .help = "Later lines."},
    {.shown = "Ctrl-A E W U K Y",
	.where = IN_PROMPT,
	.help = "Start, end, cut word, cut to the start, cut to the end, put back: as in a shell."},
    {.key = K_ESC, .where = IN_PROMPT, .label = "leave", .help = "Leave the prompt."},

    {.key = K_ENTER, .where = IN_LINE, .label = "take", .help = "Take the text."},
    {.key = K_ESC, .where = IN_LINE, .label = "leave", .help = "Leave all as it was."},

    {.shown = "Up Down", .where = IN_PALETTE, .help = "Move; what is typed narrows the list."},
    {.key = K_ENTER, .where = IN_PALETTE, .label = "do it", .help = "Do what is selected."},
    {.key = K_ESC, .where = IN_PALETTE, .label = "leave", .help = "Leave all as it was."},

    {.key = K_TAB,
	.where = IN_FORM,
	.label = "next",
	.priority = 1,
	.help = "Go to the next field."},
    {.key = K_TAB,
	.mods = MOD_SHIFT,
	.where = IN_FORM,
	.label = "before",
	.priority = 3,
	.help = "Go to the field before."},
    {.shown = "Left Right",
	.where = IN_FORM,
	.help = "Change a choice; typing finds one by its first letters."},
    {.key = ' ',
	.where = IN_FORM,
	.label = "list",
	.priority = 2,
	.help = "Open the list of a choice."},
    {.key = K_ENTER, .where = IN_FORM, .label = "do it", .help = "Run the line shown."},
    {.key = K_ESC, .where = IN_FORM, .label = "leave", .help = "Leave the form."},

    {.shown = "Up Down", .where = IN_MENU, .help = "Move; the key shown beside an item takes it."},
    {.key = K_ENTER, .where = IN_MENU, .label = "take", .help = "Take the item."},
    {.key = K_ESC, .where = IN_MENU, .label = "leave", .help = "Leave the menu."},

    {.key = 'y', .where = IN_QUESTION, .label = "yes", .help = "Yes, do it."},
    {.key = 'n',
	.also = K_ESC,
	.where = IN_QUESTION,
	.label = "no",
	.help = "No, leave all as it is."},

    {.key = '/', .where = IN_HELP, .label = "search", .help = "Search in all help."},
    {.key = 'n', .where = IN_HELP, .label = "next", .help = "Go to what the search finds next."},
    {.key = K_ENTER,
	.where = IN_HELP,
	.label = "do it",
	.help = "Do what the selected line tells: press its key, or show its page; there, begin a "
		"line with it."},
    {.key = K_ESC, .also = 'q', .where = IN_HELP, .label = "leave", .help = "Leave the help."},
};

const struct key_row *keys_all(size_t *count)
{
	*count = sizeof rows / sizeof *rows;
	return rows;
}

const char *keys_place(unsigned bit)
{
	static const char *const names[] = {
	    "Everywhere",
	    "Sockets",
	    "Table of sockets",
	    "Journal",
	    "Servers",
	    "Table of servers",
	    "Connections",
	    "Panels",
	    "Prompt",
	    "Forms",
	    "Menus",
	    "Questions",
	    "Help",
	    "System",
	    "Table of the system",
	    "Data",
	    "Lines asked for",
	    "Detail of a socket",
	    "Lessons",
	    "A lesson",
	    "Lines of a lesson",
	    "Compare",
	    "Palette",
	};
	_Static_assert(sizeof names / sizeof *names == WHERE_COUNT, "each place has a name");
	return bit < WHERE_COUNT ? names[bit] : "";
}

const struct key_row *keys_find(const struct event *ev, unsigned where)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct key_row *row = &rows[i];
		if (!(row->where & where) || !row->run)
			continue;
		if (event_is(ev, row->key, row->mods) ||
		    (row->also && event_is(ev, row->also, row->also_mods)))
			return row;
	}
	return NULL;
}

void keys_run(struct cockpit *c, const struct key_row *row)
{
	cockpit_acted(c);
	if (row->acts && c->options->readonly)
		cockpit_say(c, ROLE_ERROR, "%s", COCKPIT_READONLY);
	else
		row->run(c, row->arg);
}

static const char *label_of(const struct key_row *row, const struct cockpit *c)
{
	if (row->acts && c->options->readonly)
		return NULL;
	return row->label_now ? row->label_now(c) : row->label;
}

/* Does a row before it answer its key there? */
static bool is_covered(size_t i, unsigned where)
{
	for (size_t k = 0; k < i; k++) {
		const struct key_row *row = &rows[k];
		if (row->where & where && row->run &&
		    ((row->key == rows[i].key && row->mods == rows[i].mods) ||
			(row->also == rows[i].key && row->also_mods == rows[i].mods)))
			return true;
	}
	return false;
}

size_t keys_footer(const struct cockpit *c, unsigned where, struct footer_item *items, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows && n < max; i++) {
		const struct key_row *row = &rows[i];
		const char *label = (row->where & where) && row->key ? label_of(row, c) : NULL;
		if (label && !is_covered(i, where))
			items[n++] =
			    (struct footer_item){row->key, row->mods, label, row->priority};
	}
	return n;
}

const char *keys_name(const struct key_row *row, char *text, size_t size)
{
	char also[32];
	if (row->shown) {
		snprintf(text, size, "%s", row->shown);
		return text;
	}
	key_label(row->key, row->mods, text, size);
	if (!row->also)
		return text;
	char first[32];
	snprintf(first, sizeof first, "%s", text);
	key_label(row->also, row->also_mods, also, sizeof also);
	snprintf(text, size, "%s %s", first, also);
	return text;
}
