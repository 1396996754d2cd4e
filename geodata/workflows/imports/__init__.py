"""Files into the database: previewed, judged row by row, written once, taken back whole."""

from geodata.workflows.imports.preview import look
from geodata.workflows.imports.reading import Reading
from geodata.workflows.imports.run import check, identity, remembered, roll_back, run, write

__all__ = ["Reading", "check", "identity", "look", "remembered", "roll_back", "run", "write"]
