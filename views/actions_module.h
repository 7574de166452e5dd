/*
 * actions_module: the cockpit's own functions of the notation: help(s.bind), theme("light").
 *
 * They find the cockpit in run->host, and work on the main thread only.
 */
#ifndef VIEWS_ACTIONS_MODULE_H
#define VIEWS_ACTIONS_MODULE_H

#include "core/notation/op.h"

extern const struct module module_actions;

#endif
