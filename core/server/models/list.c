/* list: the server classes, as rows.h names them. */
#include <string.h>

#include "core/server/model.h"
#include "core/server/models/rows.h"

#define MODEL_POINTER(name) &model_##name,
const struct model *const models[] = {MODEL_ROWS(MODEL_POINTER) NULL};

#define MODEL_CLASS(name) &model_##name.type,
const struct type *const model_types[] = {MODEL_ROWS(MODEL_CLASS) NULL};

const struct model *const *model_all(void)
{
	return models;
}

const struct model *model_find(const char *name)
{
	for (const struct model *const *m = models; *m; m++)
		if (strcmp((*m)->type.name, name) == 0)
			return *m;
	return NULL;
}

const char *model_name(const struct model *m)
{
	return m->type.name;
}

const char *model_help(const struct model *m)
{
	return m->type.help;
}
