/*
 * palette: all there is to do, in one list that typing narrows; Enter does what is selected.
 *
 * It has the lines of the help that can be done, and does them in the same way (deed.h). Main
 * thread.
 */
#ifndef VIEWS_PALETTE_H
#define VIEWS_PALETTE_H

struct cockpit;

void palette_open(struct cockpit *c);

#endif
