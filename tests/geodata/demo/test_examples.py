"""The examples in the docstrings run and give what they say."""

import doctest
import importlib
import pkgutil

import pytest

import geodata.demo

MODULES = [
    module.name
    for module in pkgutil.walk_packages(geodata.demo.__path__, "geodata.demo.")
    if not module.name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
