/*
 * The inputs that are kept for a fuzzer, once each, without libFuzzer: for fuzz_NAME those of
 * tests/fuzz/corpus/NAME, or, where it has none of its own, the oracle's notebooks. TAP.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define INPUT_MAX ((size_t)1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* In memory of its own that ends where it ends. */
static bool replay_file(const char *path)
{
	struct stat st;
	FILE *f = fopen(path, "re");
	bool done = false;
	if (f && fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode)) {
		size_t size = (size_t)st.st_size < INPUT_MAX ? (size_t)st.st_size : INPUT_MAX;
		uint8_t *data = malloc(size ? size : 1);
		if (data && fread(data, 1, size, f) == size) {
			fprintf(stderr, "%s\n", path); /* the last one said is where it broke */
			LLVMFuzzerTestOneInput(data, size);
			done = true;
		}
		free(data);
	}
	if (f)
		fclose(f);
	return done;
}

static int replay_folder(const char *folder)
{
	char path[4096];
	const struct dirent *e;
	int n = 0;
	DIR *d = opendir(folder);
	while (d && (e = readdir(d))) {
		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		n += e->d_name[0] != '.' && replay_file(path);
	}
	if (d)
		closedir(d);
	return n;
}

int main(int argc, char **argv)
{
	static const char prefix[] = "replay_";
	char own[256];
	const char *name = argc ? strstr(argv[0], prefix) : NULL;
	name = name ? name + sizeof prefix - 1 : "";
	snprintf(own, sizeof own, "tests/fuzz/corpus/%s", name);
	printf("1..1\n");
	int n = access(own, F_OK) == 0
		    ? replay_folder(own)
		    : replay_folder("tests/oracle/notation") + replay_folder("tests/oracle/ops");
	printf("%sok 1 - %d inputs of fuzz_%s\n", n ? "" : "not ", n, name);
	return n ? 0 : 1;
}
