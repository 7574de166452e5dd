/* form_private: what form.c offers to form_draw.c. */
#ifndef TUI_FORM_PRIVATE_H
#define TUI_FORM_PRIVATE_H

#include "tui/form.h"

/* Fields that are not hidden, counted; the one in a place among them; the place of one. */
size_t form_shown(const struct form *f);
size_t form_at(const struct form *f, size_t place);
size_t form_place(const struct form *f, size_t field);

/* Columns for the labels, with the gap behind them. */
int form_label_width(const struct form *f);

#endif
