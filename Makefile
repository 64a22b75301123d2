# make run: environment, installation, the samples' tables. make test: environment, everything needed, all tests.
PYTHON ?= python3
VENV ?= .venv
OUT ?= out/samples
SMOKE ?= /tmp/govnews-models

.PHONY: run test test-distributed lowest test-hanlp fast docs bench bench-all smoke-models clean

run: $(VENV)/.installed
	$(VENV)/bin/govnews extract data/samples/pages -o $(OUT)
	$(VENV)/bin/python data/first_rows.py $(OUT)

test: $(VENV)/.installed-test
	$(VENV)/bin/ruff check src tests data models benchmarks
	$(VENV)/bin/python -m pytest

# the Spark tests, too (PySpark is 400 MB and needs Java)
test-distributed: $(VENV)/.installed-test
	$(VENV)/bin/python -m pip install -q -e '.[spark]'
	$(VENV)/bin/python -m pytest tests/test_distributed.py

# the fast tests with the lowest version of every package that pyproject.toml allows; all of them have wheels for Python 3.10:
# make lowest PYTHON=python3.10
LOWEST = $(VENV)-lowest
lowest:
	$(PYTHON) -m venv $(LOWEST)
	$(LOWEST)/bin/python -m pip install -q --upgrade pip
	grep -oE '"[A-Za-z0-9-]+(\[[a-z,]+\])?>=[0-9.]+' pyproject.toml | sed -E 's/"//; s/\[.*\]//; s/>=/==/' | sort -u > $(LOWEST)/constraints.txt
	$(LOWEST)/bin/python -m pip install -q -e '.[test]' -c $(LOWEST)/constraints.txt
	$(LOWEST)/bin/python -m pip check
	$(LOWEST)/bin/python -m pytest -m "not slow"

# the shipped HanLP model by HanLP itself (PyTorch is large)
test-hanlp: $(VENV)/.installed-test
	$(VENV)/bin/python -m pip install -q -e '.[hanlp]'
	$(VENV)/bin/python -m pytest tests/test_ner.py

# accuracy and speed beside other recognisers, of dates, and of the whole pipeline (jieba and LAC are installed for it)
bench: $(VENV)/.installed-test
	$(VENV)/bin/python -m pip install -q -e ".[lac]" jieba
	$(VENV)/bin/python benchmarks/ner.py
	$(VENV)/bin/python benchmarks/dates.py
	$(VENV)/bin/python benchmarks/speed.py

# all peers of benchmarks/ner.py: HanLP (PyTorch) and FoolNLTK (TensorFlow), too
bench-all: $(VENV)/.installed-test
	$(VENV)/bin/python -m pip install -q -e ".[lac,hanlp]" jieba foolnltk tensorflow-cpu
	$(VENV)/bin/python benchmarks/ner.py

# every step of the models' project with tiny budgets, into a folder of its own: nothing that is shipped is touched, and the scores mean
# nothing (models/requirements.txt must be installed in $(VENV))
smoke-models:
	cd models && $(abspath $(VENV))/bin/python -m spacy project run all . --vars.corpora $(SMOKE)/corpora --vars.work $(SMOKE)/work --vars.package $(SMOKE)/package \
		--vars.windows $(SMOKE)/windows --vars.sentences 800 --vars.epochs 1 --vars.wide 40000 --vars.broad 40000 --vars.last 40000 --vars.news 100 --vars.passes 0.01 --vars.softened 50000 --vars.distilled 40000 --vars.iterations 1 --vars.minutes 0.5

# without the tests marked slow
fast: $(VENV)/.installed-test
	$(VENV)/bin/python -m pytest -m "not slow"

docs: $(VENV)/.installed-docs
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --strict -d out/site

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install -q --upgrade pip

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install -q -e '.[all]'
	touch $@

$(VENV)/.installed-test: pyproject.toml | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install -q -e '.[test]'
	touch $@ $(VENV)/.installed

$(VENV)/.installed-docs: pyproject.toml | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install -q -e '.[docs]'
	touch $@

clean:
	rm -rf out build dist .pytest_cache .hypothesis
