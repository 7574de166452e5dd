#include "views/data_flow.h"

void data_flow_start(struct data_flow *f, const struct data_entry *sent, long n, uint64_t lost)
{
	*f = (struct data_flow){.sent = sent, .n = n, .unknown = !sent || lost > 0};
}

/* The send under way, with bytes left; NULL: there is none. */
static const struct data_entry *current(struct data_flow *f)
{
	while (f->at < f->n) {
		const struct data_entry *e = &f->sent[f->at];
		if (e->kind == DATA_OUT && f->used < e->real_len)
			return e;
		f->send += e->kind == DATA_OUT;
		f->used = 0;
		f->at++;
	}
	return NULL;
}

size_t data_flow_take(struct data_flow *f, size_t len, struct data_part parts[DATA_PARTS_MAX])
{
	size_t n = 0;
	while (len > 0 && !f->unknown) {
		const struct data_entry *e = current(f);
		if (!e) {
			f->unknown = true; /* more came than was sent: one log is not whole */
			return 0;
		}
		size_t rest = e->real_len - f->used, take = rest < len ? rest : len;
		if (n < DATA_PARTS_MAX)
			parts[n++] = (struct data_part){take, f->send, take == e->real_len};
		else
			parts[n - 1].len += take;
		f->used += take;
		len -= take;
	}
	return f->unknown ? 0 : n;
}
