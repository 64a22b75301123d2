# make run: environment, installation, the samples' tables. make test: environment, everything needed, all tests.
PYTHON ?= python3
VENV ?= .venv
OUT ?= out/samples

.PHONY: run test test-distributed test-hanlp fast docs bench clean

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
