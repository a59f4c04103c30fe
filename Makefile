# Two commands: `make run` and `make test`. Each sets up what is missing first.
.PHONY: run test check coverage bench torture guide dist dist-test dist-windows clean
BIN := .venv/bin
HEADLESS := QT_QPA_PLATFORM=offscreen
READY := .venv/.ready
BOOKS := S M L

run: $(READY)
ifeq ($(DISPLAY)$(WAYLAND_DISPLAY),)
	$(HEADLESS) $(BIN)/python -m ui.tour build/tour
else
	$(BIN)/sothietbi
endif

test: check
	$(HEADLESS) $(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

coverage: $(READY)
	$(HEADLESS) $(BIN)/pytest --cov=app --cov-report=term-missing

# The pictures of the guide are the tour's; they are shipped when they are there.
guide: $(READY)
	$(HEADLESS) $(BIN)/python -m ui.tour build/tour
	$(BIN)/python tools/make_guide.py build/tour build/guide

# The books are made once, which takes long: `make bench BOOKS=S` is quick.
bench: $(READY)
	$(HEADLESS) $(BIN)/python -m bench --books $(BOOKS)

# Each campaign prints what it tried and found; all of them take hours.
CAMPAIGNS := kill faults full-disk damage tampering sheets fuzz soak
torture: $(READY)
	for campaign in $(CAMPAIGNS); do $(HEADLESS) $(BIN)/python -m torture $$campaign || failed=1; done; \
	test -z "$$failed"

# The packages hold the guide with its pictures.
dist: guide
	bash ship/linux.sh

# In a clean root, as root.
dist-test: dist
	bash ship/linux-test.sh

# Tries the installer in a fresh prefix too.
dist-windows: guide
	bash ship/windows.sh

$(READY): requirements.lock pyproject.toml tools/setup.sh
	bash tools/setup.sh
	touch $@

clean:
	rm -rf .venv build dist resources/guide/pictures *.egg-info .*_cache .hypothesis .coverage
