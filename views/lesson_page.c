#include "views/lesson_page.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "core/journal.h"
#include "core/notation/run.h"
#include "tui/text.h"
#include "views/label.h"
#include "views/units.h"
#include "views/wrap.h"

/* Columns before a line of code, where its mark stands; before what became of it. */
#define GUTTER 2
#define INDENT 4

enum mark { MARK_NEXT, MARK_DONE, MARK_FAILED, MARK_RUNNING };

static const char the_end[] = "The end of the lesson. b goes back to the start, Esc to the list.";

/* ---- making the lines ---- */

static void add(struct lesson_page *page, struct page_line line)
{
	if (page->n == page->cap) {
		size_t cap = page->cap ? 2 * page->cap : 64;
		struct page_line *more = reallocarray(page->line, cap, sizeof *more);
		if (!more) {
			page->failed = true;
			return;
		}
		page->line = more;
		page->cap = cap;
	}
	page->line[page->n++] = line;
}

static void add_empty(struct lesson_page *page)
{
	if (page->n && page->look.spacing)
		add(page, (struct page_line){.kind = PAGE_EMPTY});
}

static int room(const struct lesson_page *page, int indent)
{
	return page->look.w > indent + 10 ? page->look.w - indent : 10;
}

/* One line of text or code, broken into as many as it takes. */
static void add_wrapped(
    struct lesson_page *page, enum page_kind kind, size_t step, const char *text, int indent)
{
	struct wrap wr = {.text = text, .w = room(page, indent)};
	for (bool first = true; wrap_next(&wr); first = false)
		add(page, (struct page_line){kind, first, step, wr.line, wr.len});
}

/* A line of the text, which is a paragraph; returns the next one. */
static const char *add_paragraph(struct lesson_page *page, const char *text)
{
	const char *end = strchrnul(text, '\n');
	enum page_kind kind = text[0] == ' ' ? PAGE_VERBATIM : PAGE_TEXT;
	struct wrap wr = {.text = text, .w = room(page, 0)};
	for (bool first = true; wr.text < end && wrap_next(&wr); first = false)
		add(page, (struct page_line){kind, first, 0, wr.line, wr.len});
	if (!*end || end[1] != '\n')
		return *end ? end + 1 : end;
	add_empty(page);
	return end + 2;
}

static void add_text(struct lesson_page *page, const struct lesson_part *part)
{
	if (part->apart || page->look.spacing > 1)
		add_empty(page);
	page->part = page->n;
	for (const char *text = part->text; *text;)
		text = add_paragraph(page, text);
}

/* What a line gave, where that says more than the name it was given: "srv" of srv = ... */
static const char *result_of(const struct journal_row *row)
{
	const char *result = row->result;
	size_t len = result ? strlen(result) : 0;
	const char *code = row->line;
	return len && strncmp(code, result, len) == 0 && strncmp(code + len, " =", 2) == 0 ? NULL
											   : result;
}

/* Beside its line, where both fit. */
static bool result_fits(const struct lesson_page *page, const char *code, const char *result)
{
	return !strchr(code, '\n') &&
	       text_width(code) + text_width(result) + 6 + GUTTER <= page->look.w;
}

static void add_outcome(struct lesson_page *page, size_t step, const struct journal_row *row)
{
	const char *code = page->look.lesson->step[step].text, *result = result_of(row);
	if (row->state == ROW_RUNNING)
		add(page, (struct page_line){.kind = PAGE_WAIT, .step = step});
	if (row->output)
		add_wrapped(page, PAGE_OUTPUT, step, row->output, INDENT);
	if (result && !result_fits(page, code, result))
		add_wrapped(page, PAGE_RESULT, step, result, INDENT + 2);
	if (row->error)
		add_wrapped(page, PAGE_ERROR, step, row->error, INDENT);
	if (row->why)
		add_wrapped(page, PAGE_WHY, step, row->why, INDENT);
}

static void add_step(struct lesson_page *page, size_t step)
{
	const struct lesson_look *look = &page->look;
	size_t before = page->n;
	add_wrapped(page, PAGE_CODE, step, look->lesson->step[step].text, GUTTER);
	if (step == look->next) {
		page->next = before;
		page->next_n = page->n - before;
	}
	const struct journal_row *row = step < look->next ? look->row(look->ctx, step) : NULL;
	if (row)
		add_outcome(page, step, row);
}

static void add_lesson(struct lesson_page *page)
{
	const struct lesson *l = page->look.lesson;
	for (size_t i = 0; i < l->nparts && l->part[i].first <= page->look.next; i++) {
		add_text(page, &l->part[i]);
		for (size_t k = 0; k < l->part[i].count; k++)
			add_step(page, l->part[i].first + k);
	}
	if (page->look.next < l->nsteps)
		return;
	add_empty(page);
	add_wrapped(page, PAGE_END, l->nsteps, the_end, 0);
}

void lesson_page_build(struct lesson_page *page, const struct lesson_look *look)
{
	page->look = *look;
	page->n = page->part = page->next = page->next_n = 0;
	page->failed = false;
	if (look->error)
		add_wrapped(page, PAGE_ERROR, 0, look->error, INDENT);
	else if (look->lesson)
		add_lesson(page);
}

void lesson_page_free(struct lesson_page *page)
{
	free(page->line);
	*page = (struct lesson_page){0};
}

/* The last line of code above line i: what became of it follows. */
static size_t code_above(const struct lesson_page *page, size_t i)
{
	while (i > 0 && page->line[i - 1].kind != PAGE_CODE)
		i--;
	return i > 0 ? i - 1 : 0;
}

size_t lesson_page_top(const struct lesson_page *page, size_t h)
{
	bool at_end = page->next_n == 0;
	size_t first = at_end ? page->n : page->next, last = first + page->next_n;
	size_t top = page->n > h ? page->n - h : 0;
	/* What has to be seen above the next step. */
	size_t begin =
	    at_end || page->line[first - (first > 0)].kind == PAGE_TEXT ? page->part : first;
	size_t before = code_above(page, begin);
	if (last - begin <= h && begin < top)
		top = begin;
	if (last - before <= h && before < top)
		top = before;
	if (top > first)
		top = first;
	return top + h < last ? last - h : top;
}

/* ---- drawing one ---- */

static void add_piece(
    struct lines_line *to, enum role role, const char *text, size_t len, int indent)
{
	char clean[1024];
	lines_add(to, role, "%*s%s", indent, "", label_clean_len(text, len, clean, sizeof clean));
}

/* The word that says what a paragraph is for stands out. */
static size_t lead(const struct page_line *line)
{
	static const char *const leads[] = {"Watch", "Question:", "Answer:"};
	for (size_t i = 0; i < sizeof leads / sizeof *leads && line->first; i++) {
		size_t len = strlen(leads[i]);
		if (line->len >= len && memcmp(line->text, leads[i], len) == 0)
			return len;
	}
	return 0;
}

static enum mark mark_of(const struct journal_row *row)
{
	if (row && row->state == ROW_RUNNING)
		return MARK_RUNNING;
	return row && row->state == ROW_FAILED ? MARK_FAILED : MARK_DONE;
}

static void add_code(
    const struct lesson_look *look, const struct page_line *line, struct lines_line *to)
{
	static const enum role roles[] = {ROLE_STRONG, ROLE_OK, ROLE_ERROR, ROLE_WAIT};
	const struct journal_row *row =
	    line->step < look->next ? look->row(look->ctx, line->step) : NULL;
	enum mark mark = line->step == look->next ? MARK_NEXT : mark_of(row);
	bool marked = line->first && line->step <= look->next;
	lines_add(to, roles[mark], "%s", marked ? look->marks[mark] : " ");
	add_piece(to, line->step > look->next ? ROLE_DIM : ROLE_CODE, line->text, line->len, 1);
}

static void add_result_beside(
    const struct lesson_page *page, const struct page_line *line, struct lines_line *to)
{
	const struct lesson_look *look = &page->look;
	const struct journal_row *row =
	    line->step < look->next ? look->row(look->ctx, line->step) : NULL;
	const char *result = row ? result_of(row) : NULL;
	char clean[1024];
	if (result && result_fits(page, look->lesson->step[line->step].text, result))
		lines_right(to, ROLE_STRONG, "%s %s", look->arrow,
		    label_clean(result, clean, sizeof clean));
}

static void add_result_below(
    const struct lesson_look *look, const struct page_line *line, struct lines_line *to)
{
	lines_add(to, ROLE_STRONG, "%*s%s", INDENT, "", line->first ? look->arrow : " ");
	add_piece(to, ROLE_STRONG, line->text, line->len, 1);
}

static void add_wait(
    const struct lesson_look *look, const struct page_line *line, struct lines_line *to)
{
	char wait[UNITS_MAX];
	const struct journal_row *row = look->row(look->ctx, line->step);
	if (!row)
		return;
	const char *what =
	    row->waiter ? atomic_load_explicit(&row->waiter->what, memory_order_acquire) : NULL;
	units_wait(look->now_ns - row->start_ns, wait);
	lines_add(to, ROLE_WAIT, "%*s%s %s%s%s", INDENT, "", what ? "waiting" : "running", wait,
	    what ? " for " : "", what ? what : "");
}

void lesson_page_line(const struct lesson_page *page, size_t i, struct lines_line *to)
{
	static const struct {
		enum role role;
		int indent;
	} plain[] = {
	    [PAGE_VERBATIM] = {ROLE_CODE, 0},
	    [PAGE_OUTPUT] = {ROLE_STRONG, INDENT},
	    [PAGE_ERROR] = {ROLE_ERROR, INDENT},
	    [PAGE_WHY] = {ROLE_NORMAL, INDENT},
	    [PAGE_END] = {ROLE_DIM, 0},
	};
	const struct page_line *line = &page->line[i];
	size_t strong = line->kind == PAGE_TEXT ? lead(line) : 0;
	switch (line->kind) {
	case PAGE_EMPTY:
		break;
	case PAGE_TEXT:
		add_piece(to, ROLE_STRONG, line->text, strong, 0);
		add_piece(to, ROLE_NORMAL, line->text + strong, line->len - strong, 0);
		break;
	case PAGE_CODE:
		add_code(&page->look, line, to);
		if (line->first)
			add_result_beside(page, line, to);
		break;
	case PAGE_RESULT:
		add_result_below(&page->look, line, to);
		break;
	case PAGE_WAIT:
		add_wait(&page->look, line, to);
		break;
	default:
		add_piece(
		    to, plain[line->kind].role, line->text, line->len, plain[line->kind].indent);
	}
}
