#include "views/bars.h"

#include <string.h>

static void append(char text[BARS_TEXT_MAX], const char *cell)
{
	strncat(text, cell, BARS_TEXT_MAX - strlen(text) - 1);
}

static int cut(int cells)
{
	return cells < BARS_CELLS_MAX ? cells : BARS_CELLS_MAX;
}

const char *bars_gauge(
    uint64_t value, uint64_t max, int cells, bool ascii, char text[BARS_TEXT_MAX])
{
	text[0] = '\0';
	cells = cut(cells);
	double part = max ? (double)value / (double)max : value > 0;
	int filled = (int)(part * cells + 0.5);
	if (filled == 0 && value > 0)
		filled = 1;
	for (int i = 0; i < cells; i++)
		append(text, i < filled ? (ascii ? "#" : "\u2588") : (ascii ? "." : "\u2591"));
	return text;
}

const char *bars_spark(
    const double *values, size_t n, int cells, bool ascii, char text[BARS_TEXT_MAX])
{
	static const char *const high[] = {
	    " ", "\u2581", "\u2582", "\u2583", "\u2584", "\u2585", "\u2586", "\u2587", "\u2588"};
	static const char *const plain[] = {" ", "_", ".", ":", "-", "=", "+", "*", "#"};
	double max = 0;
	text[0] = '\0';
	cells = cut(cells);
	size_t shown = n < (size_t)cells ? n : (size_t)cells;
	for (size_t i = n - shown; i < n; i++)
		max = values[i] > max ? values[i] : max;
	for (size_t i = shown; i < (size_t)cells; i++)
		append(text, " ");
	for (size_t i = n - shown; i < n; i++) {
		int level = max > 0 ? (int)(values[i] / max * 8 + 0.5) : 0;
		if (level == 0 && values[i] > 0)
			level = 1;
		append(text, ascii ? plain[level] : high[level]);
	}
	return text;
}
