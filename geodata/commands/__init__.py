"""The commands of `geodata`: files in, files out. One noun per module, listed in cli.py."""
