/* index: items and slices. index_text and index_seq are the type.index of the notation's own types;
 * slices exist for those only. On the evaluating thread. */
#ifndef CORE_NOTATION_INDEX_H
#define CORE_NOTATION_INDEX_H

struct call;
struct run;
struct value;

int index_str(struct call *c);
int index_bytes(struct call *c);
int index_seq(struct call *c);

/* v[of[0]:of[1]:of[2]], NULL for what is left out; of is borrowed. 0 with a new reference, or
 * raised. */
int index_slice(struct run *run, struct value *v, struct value *const of[3], struct value **out);

#endif
