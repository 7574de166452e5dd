#include "views/lesson_shelf.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/buf.h"
#include "core/modules.h"
#include "core/notation/notation.h"
#include "views/app.h"
#include "views/lesson_texts.h"
#include "views/readfile.h"

/* Put what text holds into item, in place of what it held. */
static int parse(struct lesson_item *item, const char *text, size_t len)
{
	struct lesson *lesson;
	struct value *exc = NULL;
	struct buf error = {0};
	int r = lesson_parse(text, len, item->file, modules_importable(), &lesson, &exc);
	if (r < 0 && r != -ENOMEM && notation_traceback(exc, &error) == 0)
		r = 0;
	value_unref(exc);
	if (r < 0) {
		buf_free(&error);
		return -ENOMEM;
	}
	lesson_free(item->lesson);
	free(item->error);
	item->lesson = lesson;
	item->error = lesson ? NULL : buf_take(&error);
	return lesson || item->error ? 0 : -ENOMEM;
}

int lesson_shelf_fill(struct lesson_shelf *shelf, const struct cockpit_options *options)
{
	int r = 0;
	shelf->item = calloc(lesson_texts_count + 1, sizeof *shelf->item);
	if (!shelf->item)
		return -ENOMEM;
	if (options->notebook) {
		struct lesson_item *own = &shelf->item[shelf->n++];
		*own = (struct lesson_item){.file = options->notebook, .own = true};
		r = parse(own, options->notebook_text, options->notebook_len);
	}
	for (size_t i = 0; i < lesson_texts_count && r == 0; i++) {
		struct lesson_item *item = &shelf->item[shelf->n++];
		item->file = lesson_texts[i].file;
		r = parse(item, lesson_texts[i].text, strlen(lesson_texts[i].text));
	}
	return r;
}

void lesson_shelf_free(struct lesson_shelf *shelf)
{
	for (size_t i = 0; i < shelf->n; i++) {
		lesson_free(shelf->item[i].lesson);
		free(shelf->item[i].error);
	}
	free(shelf->item);
	*shelf = (struct lesson_shelf){0};
}

/* A pipe has given all it had. */
static bool is_file(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

int lesson_shelf_reload(struct lesson_item *item)
{
	struct buf text = {0};
	if (!item->own || !is_file(item->file))
		return -ENOENT;
	int r = readfile_all(item->file, &text);
	if (r == 0)
		r = parse(item, buf_text(&text), text.len);
	buf_free(&text);
	return r;
}

const char *lesson_item_title(const struct lesson_item *item)
{
	if (item->lesson && item->lesson->title[0])
		return item->lesson->title;
	const char *slash = strrchr(item->file, '/');
	return slash ? slash + 1 : item->file;
}
