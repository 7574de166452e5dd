/* opform_line: what a form of an operation writes. */
#include <stdint.h>
#include <string.h>

#include "views/address_fields.h"
#include "views/ccall.h"
#include "views/fields.h"
#include "views/opform_private.h"

/* ---- the line ---- */

size_t opform_field(const struct opform *f, enum opform_part part, size_t param)
{
	size_t i = 0;
	while (i < f->n && (f->part[i] != part || (part != PART_RESULT && f->param[i] != param)))
		i++;
	return i;
}

/* What stands in a field; "" where there is no such field. */
const char *opform_text(const struct opform *f, enum opform_part part, size_t param)
{
	size_t i = opform_field(f, part, param);
	return i < f->n ? form_value(&f->box.form, i) : "";
}

static bool left_out(const struct opform *f, size_t i)
{
	const struct param *p = &f->target.op->params[i];
	if (p->kind == PARAM_ADDRESS)
		return p->dflt && !opform_text(f, PART_FIRST, i)[0];
	const char *text = opform_text(f, PART_VALUE, i);
	/* That a socket is AF_INET and SOCK_STREAM is worth to be seen. */
	if ((p->kind == PARAM_FAMILY || p->kind == PARAM_TYPE) && !p->keyword && text[0] >= 'A')
		return false;
	return fields_is_default(p, text);
}

static void write_argument(const struct opform *f, size_t i, struct buf *to)
{
	const struct param *p = &f->target.op->params[i];
	if (p->kind == PARAM_ADDRESS)
		address_write(f->target.family, opform_text(f, PART_FIRST, i),
		    opform_text(f, PART_PORT, i), to);
	else
		fields_write(p, opform_text(f, PART_VALUE, i), to);
}

static size_t count_params(const struct op *op)
{
	size_t n = 0;
	while (n < PARAMS_MAX && op->params[n].name)
		n++;
	return n;
}

/* Positional as long as nothing was left out before; then by keyword, where the call takes any. */
static void write_arguments(const struct opform *f, struct buf *to)
{
	const struct op *op = f->target.op;
	size_t n = count_params(op), last = 0, written = 0;
	bool gap = false;
	for (size_t i = 0; i < n; i++)
		if (!left_out(f, i))
			last = i + 1;
	for (size_t i = 0; i < last; i++) {
		const struct param *p = &op->params[i];
		bool out = left_out(f, i), positional = op->flags & OP_POSITIONAL;
		gap |= out;
		if (out && (!positional || !p->dflt[0]))
			continue;
		if (written++)
			buf_str(to, ", ");
		if (!positional && (gap || p->keyword || (op->flags & OP_KEYWORD_ONLY)))
			buf_printf(to, "%s=", p->name);
		if (out)
			buf_str(to, p->dflt);
		else
			write_argument(f, i, to);
	}
}

void opform_write_line(const struct opform *f, struct buf *to)
{
	const char *result = opform_text(f, PART_RESULT, 0);
	if (result[0])
		buf_printf(to, "%s = ", result);
	buf_printf(to, "%s(", f->target.callee);
	write_arguments(f, to);
	buf_char(to, ')');
}

/* ---- the C call ---- */

/* The parameter of the operation that a C parameter of that name is filled from, or n. */
static size_t param_for(const struct op *op, const char *c_name)
{
	static const struct {
		const char *c, *python;
	} same[] = {
	    {"domain", "family"},
	    {"protocol", "proto"},
	    {"addr", "address"},
	    {"dest_addr", "address"},
	    {"buf", "data"},
	    {"buf", "bytes"},
	    {"len", "bufsize"},
	    {"size", "bufsize"},
	    {"optname", "option"},
	    {"optname", "optname"},
	    {"optval", "value"},
	};
	size_t n = count_params(op);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(op->params[i].name, c_name) == 0)
			return i;
		for (size_t k = 0; k < sizeof same / sizeof *same; k++)
			if (strcmp(same[k].c, c_name) == 0 &&
			    strcmp(same[k].python, op->params[i].name) == 0)
				return i;
	}
	return n;
}

/* Bytes that a literal with escapes stands for. */
static size_t count_bytes(const char *text)
{
	size_t n = 0;
	for (; *text; n++) {
		if (text[0] == '\\' && text[1] == 'x' && text[2] && text[3])
			text += 4;
		else
			text += text[0] == '\\' && text[1] ? 2 : 1;
	}
	return n;
}

static bool write_length(const struct opform *f, struct buf *to)
{
	const struct op *op = f->target.op;
	for (size_t i = 0; i < count_params(op); i++) {
		if (op->params[i].kind != PARAM_BYTES)
			continue;
		buf_printf(to, "%zu", count_bytes(opform_text(f, PART_VALUE, i)));
		return true;
	}
	return false;
}

static void write_c_param(const struct opform *f, size_t i, struct buf *to)
{
	const struct param *p = &f->target.op->params[i];
	const char *text = opform_text(f, PART_VALUE, i);
	if (p->kind == PARAM_ADDRESS)
		address_write_c(f->target.family, opform_text(f, PART_FIRST, i),
		    opform_text(f, PART_PORT, i), to);
	else if (p->kind == PARAM_BYTES)
		fields_write_quoted("", text, to);
	else
		buf_str(to, text[0] ? text : p->dflt && p->dflt[0] ? p->dflt : "0");
	if (p->kind == PARAM_TYPE)
		buf_str(to, "|SOCK_CLOEXEC");
	if (p->kind == PARAM_FLAGS && strncmp(f->target.op->name, "send", 4) == 0)
		buf_str(to, "|MSG_NOSIGNAL");
}

static bool write_address_size(const struct opform *f, struct buf *to)
{
	for (size_t i = 0; i < f->n; i++) {
		if (f->part[i] != PART_FIRST)
			continue;
		address_write_c_size(f->target.family, form_value(&f->box.form, i), to);
		return true;
	}
	return false;
}

static bool write_c_value(void *ctx, const char *name, struct buf *to)
{
	const struct opform *f = ctx;
	const struct op *op = f->target.op;
	size_t i = param_for(op, name);
	if (i < count_params(op)) {
		write_c_param(f, i, to);
		return true;
	}
	if (f->target.fd >= 0 && (strcmp(name, "sockfd") == 0 || strcmp(name, "fd") == 0)) {
		buf_printf(to, "%d", f->target.fd);
		return true;
	}
	if (strcmp(name, "flags") == 0) {
		buf_str(to, strncmp(op->name, "accept", 6) == 0 ? "SOCK_CLOEXEC" : "0");
		return true;
	}
	if (strcmp(name, "addrlen") == 0)
		return write_address_size(f, to);
	return strcmp(name, "len") == 0 && write_length(f, to);
}

void opform_write_c(const struct opform *f, struct buf *to)
{
	if (f->target.op->prototype)
		ccall_write(f->target.op->prototype, write_c_value, (void *)(uintptr_t)f, to);
}
