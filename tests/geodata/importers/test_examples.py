"""The examples in the docstrings of the readers, writers and commands give what they say."""

import doctest
import importlib
import pkgutil

import pytest

import geodata.commands
import geodata.exporters
import geodata.importers

PACKAGES = (geodata.importers, geodata.exporters, geodata.commands)
MODULES = [
    f"{package.__name__}.{module.name}"
    for package in PACKAGES
    for module in pkgutil.iter_modules(package.__path__)
]


@pytest.mark.parametrize("name", [*MODULES, "geodata.formula_cells"])
def test_examples_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
