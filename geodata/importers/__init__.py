"""Files in. One format per module, one entry point: `geodata.importers.layers.read_layer`.

Input is judged, never mended. GeoJSON and CSV are parsed here with json, csv and shapely; every
other format is opened by a separate process with limits (see jail.py), because a GIS library
that is asked to open a hostile file may read other files or the network.
"""
