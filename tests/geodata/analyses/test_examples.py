"""The examples in the docstrings run and give what they say."""

import doctest
import importlib
import pkgutil

import pytest

import geodata.analyses

MODULES = [module.name for module in pkgutil.iter_modules(geodata.analyses.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    module = importlib.import_module(f"geodata.analyses.{name}")
    assert doctest.testmod(module).failed == 0
