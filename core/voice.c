#include "core/voice.h"

#include <stddef.h>

void voice_init(struct voice *v)
{
	*v = (struct voice){0};
	pthread_mutex_init(&v->lock, NULL);
}

void voice_fini(struct voice *v)
{
	buf_free(&v->text);
	pthread_mutex_destroy(&v->lock);
}

static int write_voice(void *ctx, const char *data, size_t len)
{
	struct voice *v = ctx;
	pthread_mutex_lock(&v->lock);
	int r = 0;
	if (v->text.len < VOICE_MAX)
		r = buf_add(&v->text, data, len < VOICE_MAX ? len : VOICE_MAX);
	pthread_mutex_unlock(&v->lock);
	return r;
}

struct sink voice_sink(struct voice *v)
{
	return (struct sink){write_voice, v};
}

char *voice_take(struct voice *v)
{
	pthread_mutex_lock(&v->lock);
	char *text = v->text.len ? buf_take(&v->text) : NULL;
	pthread_mutex_unlock(&v->lock);
	return text;
}
