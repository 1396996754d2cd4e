"""The child process of jail.py; it runs alone and imports nothing of this project.

It reads one order (JSON) from standard input, gives up what it does not need, opens the file,
writes an Arrow file, and prints one line of JSON: geometry and crs, or a refusal.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sqlite3
import sys
from typing import Any

MAX_COLUMNS = 2_000
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def _main() -> None:
    order = json.loads(sys.stdin.buffer.read())
    _confine(order)
    try:
        answer = _READERS.get(order["driver"], _read_gdal)(order)
    except _RefusedError as error:
        answer = {"refusal": str(error)}
    except MemoryError:
        answer = {"refusal": "the file needs more memory than is allowed"}
    except OSError as error:
        answer = {"refusal": f"the file cannot be read ({error.strerror or error})"}
    except Exception as error:  # noqa: BLE001  every library's own classes; all mean one thing here
        answer = {"refusal": f"the file cannot be read ({error})"}
    sys.stdout.write("\n" + json.dumps(answer) + "\n")


class _RefusedError(Exception):
    """The file is not acceptable."""


def _confine(order: dict[str, Any]) -> None:
    limits = {
        resource.RLIMIT_CPU: order["cpu_s"],
        resource.RLIMIT_AS: order["memory_bytes"],
        resource.RLIMIT_FSIZE: order["file_bytes"],
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_CORE: 0,
    }
    for name, value in limits.items():
        resource.setrlimit(name, (value, value))
    # A network of its own has no addresses. Where the kernel refuses, the drivers' list remains.
    flags = _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWUSER | _CLONE_NEWNET
    ctypes.CDLL(None).unshare(flags)


def _read_gdal(order: dict[str, Any]) -> dict[str, Any]:
    if order["driver"] == "GPKG":
        _check_sqlite(order["file"])
    import pyogrio  # noqa: PLC0415  only under the limits
    import pyogrio.raw  # noqa: PLC0415

    layer = _layer([str(row[0]) for row in pyogrio.list_layers(order["file"])], order.get("layer"))
    encoding = {"encoding": order["encoding"]} if order.get("encoding") else {}
    meta, table = pyogrio.raw.read_arrow(order["file"], layer=layer, **encoding)
    geometry = meta.get("geometry_name") or "wkb_geometry"
    if geometry not in table.column_names:
        raise _RefusedError(f"the layer {layer!r} has no geometry")
    _write(table, order["result"])
    return {"geometry": geometry, "crs": _defined(meta.get("crs"))}


def _layer(names: list[str], wanted: str | None) -> str:
    if wanted is not None and wanted not in names:
        raise _RefusedError(f"there is no layer {wanted!r}; the layers are: {', '.join(names)}")
    if wanted is None and len(names) != 1:
        listed = ", ".join(names) or "none"
        raise _RefusedError(
            f"the file must hold one layer, but it has {len(names)} ({listed}); "
            "choose one as FILE|layername=NAME"
        )
    return wanted or names[0]


def _defined(crs: str | None) -> str | None:
    """Return the CRS, None for the names that GDAL gives to "undefined"."""
    return None if not crs or "Undefined" in crs[:60] else crs


def _check_sqlite(file: str) -> None:
    """Refuse virtual tables other than the spatial index: they can name other files."""
    with sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True) as connection:
        statements = connection.execute("SELECT lower(sql) FROM sqlite_master WHERE sql NOT NULL")
        for (statement,) in statements:
            words = " ".join(statement.split())
            if words.startswith("create virtual table") and " using rtree" not in words:
                raise _RefusedError("the GeoPackage holds a virtual table, which is not accepted")


def _read_parquet(order: dict[str, Any]) -> dict[str, Any]:
    import pyarrow.parquet  # noqa: PLC0415  only under the limits

    pyarrow.set_cpu_count(1)
    pyarrow.set_io_thread_count(1)
    file = pyarrow.parquet.ParquetFile(order["file"])
    text = (file.schema_arrow.metadata or {}).get(b"geo")
    if text is None:
        raise _RefusedError('this Parquet file is not GeoParquet (no "geo" metadata)')
    geo = json.loads(text)
    geometry = geo["primary_column"]
    column = geo["columns"][geometry]
    if column.get("encoding") != "WKB":
        raise _RefusedError("the geometry is not encoded as WKB; write the file with WKB")
    _write(file.read(), order["result"])
    # Absent means longitude and latitude (OGC:CRS84); null means unknown.
    crs = json.dumps(column["crs"]) if column.get("crs") else None
    return {"geometry": geometry, "crs": crs if "crs" in column else "EPSG:4326"}


def _read_excel(order: dict[str, Any]) -> dict[str, Any]:
    import openpyxl  # noqa: PLC0415  only under the limits
    import pyarrow  # noqa: PLC0415

    book = openpyxl.load_workbook(order["file"], read_only=True, data_only=True, keep_links=False)
    names = book.sheetnames
    wanted = str(order.get("layer") or names[0])
    if wanted not in names:
        raise _RefusedError(f"there is no sheet {wanted!r}; the sheets are: {', '.join(names)}")
    rows = ([_cell(value) for value in row] for row in book[wanted].iter_rows(values_only=True))
    filled = (row for row in rows if any(row))
    header = [name.strip() for name in next(filled, [])]
    while header and not header[-1]:
        header.pop()
    _check_header(header, wanted)
    width = len(header)
    columns = list(zip(*((row + [""] * width)[:width] for row in filled), strict=True))
    if not columns:
        raise _RefusedError(f"the sheet {wanted!r} holds a header but no rows")
    texts = [pyarrow.array(cells, type=pyarrow.large_string()) for cells in columns]
    _write(pyarrow.table(texts, names=header), order["result"])
    return {}


def _check_header(header: list[str], sheet: str) -> None:
    if not header:
        raise _RefusedError(f"the sheet {sheet!r} is empty; its first row must name the columns")
    if len(header) > MAX_COLUMNS:
        raise _RefusedError(f"the sheet {sheet!r} has more than {MAX_COLUMNS:,} columns")
    if "" in header:
        raise _RefusedError(f"column {header.index('') + 1} of the sheet {sheet!r} has no name")
    twice = next((name for name in header if header.count(name) > 1), None)
    if twice is not None:
        raise _RefusedError(f"two columns are called {twice[:60]!r}")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value)


_READERS = {"Parquet": _read_parquet, "XLSX": _read_excel}


def _write(table: Any, path: str) -> None:
    import pyarrow.ipc  # noqa: PLC0415

    with pyarrow.ipc.new_file(path, table.schema) as writer:
        writer.write_table(table)


if __name__ == "__main__":
    _main()
