#include "tui/gauge.h"

#include "tui/text.h"

static const char *const eighth_blocks[] = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

int gauge_eighths(uint64_t value, uint64_t max, int w)
{
	if (w <= 0 || value == 0)
		return 0;
	int whole = 8 * w;
	if (max == 0 || value >= max)
		return whole;
	int n = (int)((double)value / (double)max * whole);
	return n < 1 ? 1 : n;
}

static void draw_bar(struct screen *s, struct rect r, int eighths, enum role role)
{
	int full = eighths / 8, rest = eighths % 8;
	/* ASCII has no part of a cell: what is there at all is seen. */
	if (!screen_utf8(s) && rest > 0 && (full == 0 || rest >= 4)) {
		full++;
		rest = 0;
	}
	for (int i = 0; i < r.w; i++) {
		if (i < full)
			draw_glyph(s, r.x + i, r.y, role, GLYPH_FULL);
		else if (i == full && rest > 0 && screen_utf8(s))
			draw_text(s, r.x + i, r.y, 1, role, eighth_blocks[rest]);
		else
			draw_glyph(s, r.x + i, r.y, ROLE_BAR_EMPTY, GLYPH_SHADE);
	}
}

void gauge_draw(struct screen *s, struct rect r, uint64_t value, uint64_t max, enum role role,
    const char *label)
{
	int label_w = label == NULL ? 0 : text_width(label) + 1;
	if (r.h < 1 || r.w < 1)
		return;
	if (label_w > r.w - 3)
		label_w = r.w > 6 ? r.w - 3 : 0;
	struct rect bar = {r.x, r.y, r.w - label_w, 1};
	draw_bar(s, bar, gauge_eighths(value, max, bar.w), value > max ? ROLE_WARN : role);
	if (label_w > 1)
		draw_text(s, bar.x + bar.w + 1, r.y, label_w - 1,
		    value > max ? ROLE_ERROR : ROLE_NORMAL, label);
}
