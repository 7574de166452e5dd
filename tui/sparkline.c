#include "tui/sparkline.h"

static const char *const utf8_levels[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
static const char *const ascii_levels[] = {" ", "_", ".", ":", "-", "=", "+", "*", "#"};

static uint64_t greatest(const uint64_t *values, size_t n)
{
	uint64_t max = 1;
	for (size_t i = 0; i < n; i++)
		if (values[i] > max)
			max = values[i];
	return max;
}

/* Height in eighths of a cell. What is not zero is seen. */
static int height(uint64_t value, uint64_t max, int rows)
{
	if (value == 0)
		return 0;
	if (value >= max)
		return rows * 8;
	int n = (int)((double)value / (double)max * (rows * 8));
	return n < 1 ? 1 : n;
}

static void draw_column(struct screen *s, int x, struct rect r, int eighths, enum role role)
{
	const char *const *levels = screen_utf8(s) ? utf8_levels : ascii_levels;
	for (int row = r.h - 1; row >= 0 && eighths > 0; row--, eighths -= 8)
		draw_text(s, x, r.y + row, 1, role, levels[eighths > 8 ? 8 : eighths]);
}

void sparkline_draw(
    struct screen *s, struct rect r, const uint64_t *values, size_t n, uint64_t max, enum role role)
{
	if (r.w < 1 || r.h < 1)
		return;
	size_t shown = n < (size_t)r.w ? n : (size_t)r.w;
	values += n - shown;
	if (max == 0)
		max = greatest(values, shown);
	int x = r.x + r.w - (int)shown;
	for (size_t i = 0; i < shown; i++)
		draw_column(s, x + (int)i, r, height(values[i], max, r.h), role);
}
