# sockpit. `make help` lists the targets; docs/README.md says what is where.
#
# Sources are found by wildcard, so a new file needs no line here. Nothing runs while this file is
# read: `make run` and `make check` must work where make is the only tool there is.
# What the caller gives in CPPFLAGS, CFLAGS and LDFLAGS comes after what we need, and replaces none.

BUILD = build
PYTHON = python3
INSTALL = install

prefix = /usr/local
exec_prefix = $(prefix)
bindir = $(exec_prefix)/bin
datarootdir = $(prefix)/share
mandir = $(datarootdir)/man
man1dir = $(mandir)/man1

# V=1 shows whole commands, QUIET=1 none.
V =
QUIET =
Q = $(if $(V),,@)
say = $(if $(V)$(QUIET),,@echo '  $(1)  $@')

# How long make fuzz spends on each of its programs.
FUZZ_SECONDS = 60

# Options for make bench: --quick, --only GROUP,...; for make soak: --short, --only WORD
BENCH =
SOAK =

# SANITIZE=address,undefined builds with those (make asan); WERROR=1 lets no warning pass and ANALYZE=1
# has gcc follow the paths through each function (make lint).
SANITIZE =
WERROR =
ANALYZE =

WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wvla -Wmissing-prototypes -Wstrict-prototypes \
	-Wformat=2 $(if $(WERROR),-Werror)
# What a function of another file leaves when it fails, gcc's analyzer can only guess: those checks
# are off, the sanitizers and the fault tests see them. What asserts in a test, it takes for going on.
ANALYZER = -fanalyzer -Wno-analyzer-double-free -Wno-analyzer-malloc-leak \
	-Wno-analyzer-null-argument -Wno-analyzer-null-dereference \
	-Wno-analyzer-possible-null-argument -Wno-analyzer-possible-null-dereference \
	-Wno-analyzer-use-of-uninitialized-value
# FORTIFY needs an optimising compiler, clashes with sanitizers, and the caller may have a wish.
FORTIFY = $(if $(SANITIZE)$(findstring -O0,$(CFLAGS))$(findstring _FORTIFY_SOURCE,$(CFLAGS) \
	$(CPPFLAGS)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
SANITIZERS = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer)

OUR_CPPFLAGS = -D_GNU_SOURCE -I. $(FORTIFY)
OUR_CFLAGS = -std=c17 -O2 -g -pthread $(WARNINGS) -fPIE -fstack-protector-strong $(SANITIZERS) \
	$(if $(ANALYZE),$(ANALYZER))
OUR_LDFLAGS = -pie -pthread -Wl,-z,relro -Wl,-z,now $(SANITIZERS)
LIBS = -lncursesw -ljansson -lmnl -lm
TEST_LIBS = -lcmocka -lvterm

CORE_SRC = $(sort $(wildcard core/*.c core/*/*.c core/*/*/*.c))
TUI_SRC = $(sort $(wildcard tui/*.c))
VIEWS_SRC = $(sort $(wildcard views/*.c))
# The lessons are part of the program: a table of their texts, made by the rule below.
LESSONS = $(sort $(wildcard views/lessons/*.py))
LESSON_TEXTS = $(BUILD)/views/lesson_texts.o
# So are the handlers, written out in Python for exports.
HANDLERS = core/export/handlers.py
HANDLER_TEXT = $(BUILD)/core/export/handlers.o
# tests/term: the terminal emulator of the tests; a file with main() there is a tool, named *_main.c.
TERM_SRC = $(sort $(filter-out %_main.c,$(wildcard tests/term/*.c)))
TERM_TOOL_SRC = $(sort $(wildcard tests/term/*_main.c))
TEST_SRC = $(sort $(wildcard tests/unit/test_*.c tests/e2e/test_*.c))
# What several tests share: every other C file beside them.
TEST_HELP_SRC = $(sort $(filter-out $(TEST_SRC),$(wildcard tests/unit/*.c tests/e2e/*.c)))

# What it takes amiss: lists by utlist's macros, the borders of an int64 as float and in shifts.
CPPCHECK_OFF = --suppress=missingIncludeSystem --suppress=uninitvar --suppress=incorrectLogicOperator \
	--suppress=unknownMacro --suppress=shiftTooManyBitsSigned

# As many jobs as processors, unless the caller said how many.
JOBS = $(if $(findstring -j,$(MAKEFLAGS)),,-j"$$(nproc)")

# Programs of the bench: each from its own file and those that begin with its name.
BENCH_PROGRAMS = $(BUILD)/tests/bench/limit $(BUILD)/tests/bench/gen $(BUILD)/tests/bench/dump
LIMIT_SRC = $(sort $(wildcard tests/bench/limit*.c))
GEN_SRC = $(sort $(wildcard tests/bench/gen*.c))
FUZZ_SRC = $(sort $(wildcard tests/fuzz/fuzz_*.c))
# The inputs kept for fuzz_NAME are in tests/fuzz/corpus/NAME; without that, the oracle's notebooks.
# replay_NAME runs each of them once, in any build.
REPLAYS = $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/tests/fuzz/replay_%,$(FUZZ_SRC))

object = $(patsubst %.c,$(BUILD)/%.o,$(1))
program = $(patsubst %.c,$(BUILD)/%,$(1))
OBJECTS = $(call object,$(CORE_SRC) $(TUI_SRC) $(VIEWS_SRC) $(TERM_SRC) $(TERM_TOOL_SRC) \
	$(TEST_SRC) $(TEST_HELP_SRC) $(LIMIT_SRC) $(GEN_SRC) tests/bench/dump.c $(FUZZ_SRC)) \
	$(LESSON_TEXTS) $(HANDLER_TEXT)
TESTS = $(call program,$(TEST_SRC))
TERM_TOOLS = $(call program,$(TERM_TOOL_SRC))
FUZZERS = $(call program,$(FUZZ_SRC))
PROGRAM = $(BUILD)/sockpit

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all run check tests everything deps lint asan tsan fuzz fuzzers screenshots bench bench-tables soak install uninstall clean help FORCE

# ./sockpit is the program of the default build; another BUILD keeps its own to itself.
ifeq ($(BUILD),build)
all: sockpit ## build ./sockpit
else
all: $(PROGRAM)
endif

run: ## install what the build needs (as root or by sudo), build, open the cockpit
	@CC='$(CC)' CPPFLAGS='$(CPPFLAGS)' sh tests/deps build
	@$(MAKE) --no-print-directory all
	@exec $(PROGRAM)

check: ## install what the tests need, build, run all tests
	@CC='$(CC)' CPPFLAGS='$(CPPFLAGS)' sh tests/deps build check
	@$(MAKE) --no-print-directory $(JOBS) all tests
	@exec $(PYTHON) -B tests/run.py --program $(PROGRAM) tests/run_self.py tests/lint/self.py $(TESTS) \
		$(REPLAYS) \
		tests/bench/self.py $(wildcard tests/e2e/*.py) tests/oracle/self.py tests/oracle/run.py \
		tests/truth/self.py tests/truth/run.py $(wildcard tests/fault/*.py)

# What has to pass the compilers without a warning: all there is.
everything: all tests $(TERM_TOOLS) $(BENCH_PROGRAMS) $(call object,$(FUZZ_SRC))

tests: $(PROGRAM) $(TESTS) $(REPLAYS) ## build the tests without running them

deps: ## install what is missing for run and check, by apt
	@CC='$(CC)' CPPFLAGS='$(CPPFLAGS)' sh tests/deps build check

lint: ## walls between the folders, warnings of gcc, clang, clang-tidy and cppcheck, sizes of functions
	@CC='$(CC)' CPPFLAGS='$(CPPFLAGS)' sh tests/deps build check lint
	@status=0; for cc in gcc clang; do $(MAKE) -k --no-print-directory $(JOBS) QUIET=1 \
		BUILD=$(BUILD)/lint-$$cc CC=$$cc WERROR=1 everything || status=1; done; \
	$(MAKE) -k --no-print-directory $(JOBS) QUIET=1 BUILD=$(BUILD)/lint-analyze CC=gcc WERROR=1 \
		ANALYZE=1 all || status=1; \
	printf '%s\n' $(CORE_SRC) $(TUI_SRC) $(VIEWS_SRC) | xargs -P"$$(nproc)" -n8 sh -c \
		'clang-tidy --quiet "$$@" -- -std=c17 $(OUR_CPPFLAGS) 2>/dev/null' tidy || status=1; \
	cppcheck -q -j"$$(nproc)" --error-exitcode=1 --std=c11 --enable=warning,performance,portability \
		$(CPPCHECK_OFF) -D_GNU_SOURCE -I. core tui views || status=1; \
	$(PYTHON) -B tests/lint/lint.py $(BUILD)/lint-gcc || status=1; exit $$status

asan: ## all tests with the address and undefined-behaviour sanitizers
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/asan SANITIZE=address,undefined check

# With threads of their own, and without the forks that this sanitizer does not follow.
TSAN_TESTS = engine session session_wait session_file notation_thread ops_wait load diag lesson
tsan: ## the tests of threads with the thread sanitizer
	@CC='$(CC)' CPPFLAGS='$(CPPFLAGS)' sh tests/deps build check
	@$(MAKE) --no-print-directory $(JOBS) BUILD=$(BUILD)/tsan SANITIZE=thread \
		$(BUILD)/tsan/sockpit $(TSAN_TESTS:%=$(BUILD)/tsan/tests/unit/test_%)
	@TSAN_OPTIONS="suppressions=$(CURDIR)/tests/tsan.supp $$TSAN_OPTIONS" \
		exec $(PYTHON) -B tests/run.py --program $(BUILD)/tsan/sockpit $(TSAN_TESTS:%=$(BUILD)/tsan/tests/unit/test_%)

fuzz: ## feed the parsers with anything, FUZZ_SECONDS for each, by clang's libFuzzer
	@CC='$(CC)' CPPFLAGS='$(CPPFLAGS)' sh tests/deps build check lint
	@$(MAKE) --no-print-directory $(JOBS) BUILD=$(BUILD)/fuzz CC=clang fuzzers \
		SANITIZE=address,undefined,fuzzer-no-link CPPFLAGS='$(CPPFLAGS) -DVALUE_BYTES_MAX=65536'
	@for fuzzer in $(patsubst $(BUILD)/%,$(BUILD)/fuzz/%,$(FUZZERS)); do mkdir -p $$fuzzer.corpus; \
		kept=tests/fuzz/corpus/$${fuzzer##*/fuzz_}; \
		test -d $$kept || kept='tests/oracle/notation tests/oracle/ops'; \
		$$fuzzer -max_total_time=$(FUZZ_SECONDS) -rss_limit_mb=2048 -timeout=10 \
		-print_final_stats=1 -artifact_prefix=$$fuzzer.found. $$fuzzer.corpus \
		$$kept || exit 1; done

fuzzers: $(FUZZERS)

soak: ## the long form of what must never happen: six minutes
	@CC='$(CC)' CPPFLAGS='$(CPPFLAGS)' sh tests/deps build check
	@$(MAKE) --no-print-directory $(JOBS) $(PROGRAM) $(BENCH_PROGRAMS)
	@$(PYTHON) -B tests/soak/self.py
	@exec $(PYTHON) -B tests/soak/run.py --sockpit $(PROGRAM) --tools $(BUILD)/tests/bench $(SOAK)

screenshots: ## make the pictures from the running program, as screenshots/*.script say
	@CC='$(CC)' CPPFLAGS='$(CPPFLAGS)' sh tests/deps build check screenshots
	@$(MAKE) --no-print-directory $(JOBS) $(PROGRAM) $(TERM_TOOLS)
	@for script in screenshots/*.script; do PATH="$(abspath $(BUILD)):$$PATH" \
		$(BUILD)/tests/term/shot_main -p -d screenshots $$script || exit 1; done

bench: ## measure against bare C servers, python3, socat, ncat and tcpserver (BENCH=--quick)
	@CC='$(CC)' CPPFLAGS='$(CPPFLAGS)' sh tests/deps build check bench
	@$(MAKE) --no-print-directory $(JOBS) $(PROGRAM) $(BENCH_PROGRAMS)
	@exec $(PYTHON) -B tests/bench/run.py $(BUILD)/tests/bench --sockpit $(PROGRAM) \
		--json $(BUILD)/bench.json $(BENCH)

bench-tables: ## put the figures of make bench into README.md and docs/performance.md
	@$(PYTHON) -B tests/bench/markdown.py $(BUILD)/bench.json README.md docs/performance.md

install: all ## into $(DESTDIR)$(prefix), /usr/local unless said otherwise
	$(INSTALL) -d $(DESTDIR)$(bindir) $(DESTDIR)$(man1dir)
	$(INSTALL) -m 755 $(PROGRAM) $(DESTDIR)$(bindir)/sockpit
	$(INSTALL) -m 644 docs/sockpit.1 $(DESTDIR)$(man1dir)/sockpit.1

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(bindir)/sockpit $(DESTDIR)$(man1dir)/sockpit.1

clean: ## remove what was built
	rm -rf $(BUILD)
ifeq ($(BUILD),build)
	rm -f sockpit
endif

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile | while IFS='	' read -r target text; \
		do printf '  make %-12s %s\n' "$$target" "$$text"; done

sockpit: $(PROGRAM)
	cp -f $(PROGRAM) $@.new && mv -f $@.new $@

$(PROGRAM): $(BUILD)/views/main.o $(BUILD)/libviews.a $(BUILD)/libtui.a $(BUILD)/libcore.a $(BUILD)/sources
	$(call say,LD)
	$(Q)$(CC) $(OUR_CFLAGS) $(CFLAGS) $(OUR_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LIBS)

# A test NAME.c with linker options of its own (--wrap) has them beside it in NAME.link.
$(TESTS): $(BUILD)/%: $(BUILD)/%.o $(BUILD)/libtest.a $(BUILD)/libviews.a \
		$(BUILD)/libtui.a $(BUILD)/libcore.a $(BUILD)/sources
	$(call say,LD)
	$(Q)$(CC) $(OUR_CFLAGS) $(CFLAGS) $(OUR_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) \
		$(patsubst %,@%,$(wildcard $*.link)) $(TEST_LIBS) $(LIBS)

$(TERM_TOOLS): $(BUILD)/%: $(BUILD)/%.o $(BUILD)/libtest.a $(BUILD)/sources
	$(call say,LD)
	$(Q)$(CC) $(OUR_CFLAGS) $(CFLAGS) $(OUR_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(TEST_LIBS)

# A fuzzer NAME.c has linker options of its own in NAME.link, as a test has.
$(FUZZERS) $(REPLAYS): $(BUILD)/libviews.a $(BUILD)/libtui.a $(BUILD)/libcore.a $(BUILD)/sources
	$(call say,LD)
	$(Q)$(CC) $(OUR_CFLAGS) $(CFLAGS) $(OUR_LDFLAGS) $(LDFLAGS) $(FUZZER) -o $@ \
		$(filter %.o,$^) $(filter %.a,$^) \
		$(patsubst %,@%,$(wildcard tests/fuzz/fuzz_$(lastword $(subst _, ,$(@F))).link)) $(LIBS)

$(FUZZERS): FUZZER = -fsanitize=fuzzer
$(FUZZERS): $(BUILD)/%: $(BUILD)/%.o
$(REPLAYS): $(BUILD)/tests/fuzz/replay_%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/tests/fuzz/replay.o

$(BUILD)/tests/bench/limit: $(call object,$(LIMIT_SRC))
$(BUILD)/tests/bench/gen: $(call object,$(GEN_SRC))
$(BUILD)/tests/bench/dump: $(BUILD)/tests/bench/dump.o $(BUILD)/libcore.a
$(BUILD)/tests/bench/dump: BENCH_LIBS = $(LIBS)
$(BENCH_PROGRAMS): $(BUILD)/sources
	$(call say,LD)
	$(Q)$(CC) $(OUR_CFLAGS) $(CFLAGS) $(OUR_LDFLAGS) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(BENCH_LIBS)

$(BUILD)/libcore.a: $(call object,$(CORE_SRC)) $(HANDLER_TEXT)
$(BUILD)/libtui.a: $(call object,$(TUI_SRC))
$(BUILD)/libviews.a: $(call object,$(filter-out views/main.c,$(VIEWS_SRC))) $(LESSON_TEXTS)
$(BUILD)/libtest.a: $(call object,$(TERM_SRC) $(TEST_HELP_SRC))
$(addprefix $(BUILD)/lib,core.a tui.a views.a test.a): $(BUILD)/sources
	$(call say,AR)
	@rm -f $@
	$(Q)$(AR) qcs $@ $(filter %.o,$^)

define compile
@mkdir -p $(@D)
$(call say,CC)
$(Q)$(CC) $(OUR_CPPFLAGS) $(CPPFLAGS) $(OUR_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
endef

$(BUILD)/%.o: %.c $(BUILD)/flags
	$(compile)

$(LESSON_TEXTS) $(HANDLER_TEXT): %.o: %.c $(BUILD)/flags
	$(compile)

# A file's text as a C string.
as_string = sed 's/[\\"]/\\&/g; s/.*/"&\\n"/'

$(LESSON_TEXTS:.o=.c): $(LESSONS) $(BUILD)/sources
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q){ echo '#include "views/lesson_texts.h"'; \
		echo 'const struct lesson_text lesson_texts[] = {'; \
		for lesson in $(LESSONS); do echo "{\"$${lesson##*/}\","; \
		$(as_string) "$$lesson"; echo '},'; done; echo '};'; \
		echo 'const size_t lesson_texts_count = $(words $(LESSONS));'; } > $@

$(HANDLER_TEXT:.o=.c): $(HANDLERS) $(BUILD)/sources
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q){ echo '#include "core/export/python_export.h"'; echo 'const char python_handlers[] ='; \
		$(as_string) $<; echo ';'; } > $@

# Two notes that change only when their text does: other flags compile all anew, another set of
# sources (a file that went away, too) makes the archives anew.
$(BUILD)/flags: NOTE = $(CC) $(OUR_CPPFLAGS) $(CPPFLAGS) $(OUR_CFLAGS) $(CFLAGS)
$(BUILD)/sources: NOTE = $(OBJECTS) $(LESSONS) $(OUR_LDFLAGS) $(LDFLAGS)
$(BUILD)/flags $(BUILD)/sources: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(NOTE)' | cmp -s - $@ || printf '%s\n' '$(NOTE)' > $@

-include $(OBJECTS:.o=.d)
