#include "views/why.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clean.h"

void why_print(const char *begin, const char *address, const struct explain_call *failed)
{
	struct buf line = {0}, why = {0};
	buf_printf(&line, "%s%s: %s", begin, address, strerror(failed->errnum));
	if (explain_call(failed, &why) == 0 && why.len > 0)
		buf_printf(&line, ". %s", buf_text(&why));
	char *clean = clean_new(buf_text(&line), line.len, CLEAN_UTF8);
	fprintf(stderr, "%s\n", clean ? clean : begin);
	free(clean);
	buf_free(&why);
	buf_free(&line);
}

int why_file(const char *doing, const char *path, const char *why)
{
	char *clean = clean_new(path, strlen(path), CLEAN_UTF8);
	fprintf(stderr, "sockpit: cannot %s '%s': %s\n", doing, clean ? clean : "", why);
	free(clean);
	return 2;
}
