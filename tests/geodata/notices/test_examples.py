"""The examples in the docstrings run and give what they say."""

import doctest
import importlib
import pkgutil

import pytest

import geodata.notices

MODULES = [module.name for module in pkgutil.iter_modules(geodata.notices.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    module = importlib.import_module(f"geodata.notices.{name}")
    assert doctest.testmod(module).failed == 0
