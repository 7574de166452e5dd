/* lex_literal: where a number or a string of the text ends. Part of the lexer. */
#ifndef CORE_NOTATION_LEX_LITERAL_H
#define CORE_NOTATION_LEX_LITERAL_H

#include "core/notation/lex.h"

bool literal_begins(const struct lexer *l);
struct token literal_token(struct lexer *l);

#endif
