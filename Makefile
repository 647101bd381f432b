# The door for people. `make help` lists what is here; the building itself is Meson's.
BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=
T       ?= json

.PHONY: all setup run test lint fmt bench fuzz soak install clean help

all: $(BUILD)/build.ninja ## release build into build/
	@ninja -C $(BUILD) --quiet

setup: ## install what is missing (Debian packages, models); CHECK=1 only reports
	@CHECK=$(CHECK) ./setup/setup

run: setup all ## screen the demo: the main job, on pictures
	@./demo/run $(BUILD)/gatefold

test: setup ## build with gcc and with clang's sanitizers, run every test
	@./test/run-all

lint: setup all ## layers, formatting, stale generated files, warnings as errors
	@./tools/lint $(BUILD)

fmt: ## format the C sources
	@git ls-files '*.c' '*.h' '*.cc' | xargs clang-format -i

bench: setup all ## measure; prints ratios, medians and the machine
	@./bench/run $(BUILD)

fuzz: setup ## fuzz one parser for 60 s: make fuzz T=json (SECONDS_EACH=600 for longer)
	@./fuzz/run $(T)

soak: setup all ## the long runs: fuzz targets for 10 minutes each, CEL against another, stores damaged and killed
	@./test/cel/differential $(BUILD)/test/cel_answers 100000 "$$(date +%s)" || [ $$? = 77 ]
	@./$(BUILD)/test/unit/store/test_damage 2000 "$$(date +%s)" | tail -n 4
	@./$(BUILD)/test/unit/store/test_crash 1000 "$$(date +%s)" | tail -n 4
	@./fuzz/run --all

install: setup all ## install to DESTDIR and PREFIX, models and data with it
	@meson configure $(BUILD) -Dprefix="$(PREFIX)"
	@DESTDIR="$(DESTDIR)" meson install -C $(BUILD) --quiet --no-rebuild

clean: ## remove what was built (models/ stays)
	@rm -rf build build-test-gcc build-san build-fuzz

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

$(BUILD)/build.ninja: meson.build meson_options.txt
	@./setup/setup
	@meson setup $(BUILD) --prefix "$(PREFIX)" $$([ -f $@ ] && echo --reconfigure) >/dev/null
