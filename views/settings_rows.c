#include "views/settings.h"

#include "views/system_columns.h"
#include "views/view_servers.h"
#include "views/view_sockets.h"

#define AT(member) offsetof(struct settings, member)

static const struct setting rows[] = {
    {.name = "theme",
	.kind = SETTING_THEME,
	.dflt = "dark",
	.help = "The colours at the start; the action theme takes the next.",
	.offset = AT(theme)},
    {.name = "projector",
	.kind = SETTING_SWITCH,
	.dflt = "no",
	.help = "Draw for the last row of a room: bold, wide, few columns, as --projector.",
	.offset = AT(projector)},
    {.name = "reduced_motion",
	.kind = SETTING_SWITCH,
	.dflt = "no",
	.help = "Let what changes by itself do so once a second at most, as --reduced-motion.",
	.offset = AT(reduced_motion)},
    {.name = "color",
	.kind = SETTING_SWITCH,
	.dflt = "yes",
	.help = "Draw with colours; NO_COLOR in the environment and --no-color come first.",
	.offset = AT(color)},
    {.name = "ascii",
	.kind = SETTING_SWITCH,
	.dflt = "no",
	.help = "Draw with ASCII only, as --ascii.",
	.offset = AT(ascii)},
    {.name = "mouse",
	.kind = SETTING_SWITCH,
	.dflt = "yes",
	.help = "Take the mouse; without it the terminal's own selecting works.",
	.offset = AT(mouse)},
    {.name = "refresh",
	.kind = SETTING_NUMBER,
	.dflt = "200",
	.help = "How often the sockets and servers are looked at, in milliseconds.",
	.offset = AT(refresh_ms),
	.min = 50,
	.max = 60000},
    {.name = "columns.sockets",
	.kind = SETTING_COLUMNS,
	.dflt = "all",
	.help = "The columns of the table of sockets.",
	.offset = AT(sockets),
	.columns = view_sockets_columns,
	.ncolumns = SOCKET_COLUMNS},
    {.name = "columns.servers",
	.kind = SETTING_COLUMNS,
	.dflt = "all",
	.help = "The columns of the table of servers.",
	.offset = AT(servers),
	.columns = view_servers_columns,
	.ncolumns = SERVER_COLUMNS},
    {.name = "columns.connections",
	.kind = SETTING_COLUMNS,
	.dflt = "all",
	.help = "The columns of a server's connections.",
	.offset = AT(connections),
	.columns = view_servers_conn_columns,
	.ncolumns = CONN_COLUMNS},
    {.name = "columns.system",
	.kind = SETTING_COLUMNS,
	.dflt = "all",
	.help = "The columns of the table of all sockets of the machine.",
	.offset = AT(system),
	.columns = system_columns,
	.ncolumns = SYSTEM_COLUMNS},
};

const struct setting *settings_all(size_t *count)
{
	*count = sizeof rows / sizeof *rows;
	return rows;
}
