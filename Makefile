# Two commands do everything on a fresh machine: `make demo` and `make test`.
SHELL := /bin/bash
PY := .venv/bin/python
TRACKS ?=
PROFILE ?= $(HOME)/.local/share/QGIS/QGIS3/profiles/default
export QT_QPA_PLATFORM ?= offscreen
export QT_HASH_SEED := 0
export PYTHONDONTWRITEBYTECODE := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-core lint scan stage package install models sample docs i18n help-pictures bench gui-shots matrix clean

help:            ## this list
	@grep -hE '^[a-z-]+: .*##|^[a-z-]+:  *##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */\1\t/' | expand -t 14

setup:           ## QGIS (Debian, Ubuntu) and .venv; quick the second time
	@bash tools/setup.sh

demo: setup stage  ## tracks -> picks and a map in out/ [TRACKS=file]
	@$(PY) tools/demo.py out $(if $(TRACKS),"$(TRACKS)")

test: setup lint stage scan  ## everything that proves it
	@$(PY) tools/run_tests.py

test-core: setup  ## the numerics only
	@$(PY) -m pytest -q tests/core

lint: setup      ## style, docstrings, Qt names
	@$(PY) -m ruff check lma_qgis tests tools training
	@$(PY) tools/check_qt6.py lma_qgis

scan: package    ## the unpacked zip as the QGIS plugin repository scans it
	@$(PY) tools/scan_package.py

stage:           ## build/plugins/lma_qgis, for QGIS_PLUGINPATH=build/plugins
	@python3 tools/stage.py stage

package:         ## dist/lma_qgis-X.Y.Z.zip
	@python3 tools/stage.py package

install: stage   ## copy the plugin into a QGIS profile [PROFILE=folder]
	@mkdir -p "$(PROFILE)/python/plugins"
	@rm -rf "$(PROFILE)/python/plugins/lma_qgis"
	@cp -r build/plugins/lma_qgis "$(PROFILE)/python/plugins/"
	@echo "installed in $(PROFILE)/python/plugins; enable it in Plugins > Manage and Install Plugins"

models: setup    ## rebuild the graphical models (with the oldest QGIS)
	@$(PY) tools/build_models.py

sample: setup    ## rebuild the sample survey and its truth
	@$(PY) tools/make_sample.py

docs: setup i18n ## rebuild the generated pages
	@$(PY) tools/build_docs.py

i18n:            ## the texts for translators; begins a language [LANGUAGE=de]
	@python3 tools/translations.py $(LANGUAGE)

help-pictures: setup stage  ## redraw the pictures of the help pages from the results of `make demo`
	@$(PY) tools/help_pictures.py

bench: setup     ## compare with other programs; tables to docs/benchmarks
	@$(PY) tools/bench/run.py

gui-shots:       ## a real QGIS window on a virtual screen; screenshots in out/shots
	@WITH_GUI=1 bash tools/setup.sh
	@$(MAKE) --no-print-directory stage
	@test -f out/picks.gpkg || $(MAKE) --no-print-directory demo
	@env -u QT_QPA_PLATFORM bash tools/gui/shots.sh out/shots

matrix:          ## QGIS 3.22, 3.40 and 3.44: the tests, and the zip in the desktop (root; 3 GB a tree)
	@bash tools/matrix.sh

clean:           ## remove what was made, .venv too
	@rm -rf .venv build dist out
