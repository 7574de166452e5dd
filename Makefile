# sockpit: all, run, check, lint, asan, install. `make help` lists them.

BUILD ?= build
CC ?= cc
PKGS = ncursesw panelw jansson libmnl

SP_CFLAGS = -std=c17 -D_GNU_SOURCE -I. -O2 -g -pthread \
	-Wall -Wextra -Wshadow -Wconversion -Wvla -Wmissing-prototypes -Wstrict-prototypes -Wformat=2 \
	-fstack-protector-strong -fPIE -MMD -MP
SP_LIBS = -lncursesw -lpanelw -ljansson -lmnl -pthread

CORE_SRC = $(sort $(wildcard core/*.c core/*/*.c core/*/*/*.c))
TUI_SRC = $(sort $(wildcard tui/*.c))
VIEWS_SRC = $(sort $(wildcard views/*.c))
obj = $(patsubst %.c,$(BUILD)/%.o,$(1))

all: sockpit

sockpit: $(BUILD)/sockpit
	cp -f $< $@

$(BUILD)/libcore.a: $(call obj,$(CORE_SRC))
	rm -f $@ && ar rcs $@ $^

$(BUILD)/libtui.a: $(call obj,$(TUI_SRC))
	rm -f $@ && ar rcs $@ $^

$(BUILD)/sockpit: $(call obj,$(VIEWS_SRC)) $(BUILD)/libtui.a $(BUILD)/libcore.a
	$(CC) $(SP_CFLAGS) $(CFLAGS) $(LDFLAGS) -pie -o $@ $^ $(SP_LIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(SP_CFLAGS) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

.PHONY: all
