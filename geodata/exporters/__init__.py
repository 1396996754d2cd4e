"""Files out. One format per module, one entry point: `geodata.exporters.output.Output`.

All files of one run appear together and whole, or none does: each is written under another name
in its own folder and renamed at the end.
"""
