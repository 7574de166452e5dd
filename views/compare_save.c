#include "views/compare_save.h"

#include <string.h>

#include "views/openfile.h"

static bool ends_with(const char *path, const char *tail)
{
	size_t len = strlen(path), n = strlen(tail);
	return len > n && strcmp(path + len - n, tail) == 0;
}

bool compare_save_knows(const char *path)
{
	return ends_with(path, ".csv") || ends_with(path, ".json");
}

int compare_save(const struct compare_result *c, const char *path)
{
	struct buf text = {0};
	int r =
	    ends_with(path, ".csv") ? compare_export_csv(c, &text) : compare_export_json(c, &text);
	if (r == 0)
		r = openfile_save(path, buf_text(&text), text.len, true);
	buf_free(&text);
	return r;
}
