"""Opening a file with GDAL or Arrow where it can do no harm: a child process with limits.

A file may claim one format by its name and be another (an OGR virtual layer called
``.geojson`` reads any file and any address for whoever opens it), be far larger unpacked, or keep
a library busy for hours. So the child has one driver, no network, little memory and time, an
empty environment and an empty folder; it writes one Arrow file that the parent reads.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.ipc
import pyogrio
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from geodata.importers.columns import with_geometry
from geodata.importers.refusal import one_line, refusal

CPU_LIMIT_S = 120
WALL_LIMIT_S = 300
MEMORY_LIMIT_BYTES = 4 * 1024**3
FILE_LIMIT_BYTES = 2 * 1024**3
_CHILD = Path(__file__).with_name("jail_child.py")


def open_in_jail(
    file: Path, source: str, *, driver: str, options: Mapping[str, str | None]
) -> gpd.GeoDataFrame:
    """Read ``file`` with one GDAL ``driver`` (or "Parquet") in a child process.

    ``options`` may hold ``layer`` and ``encoding``. Returns the frame in the order of the file,
    its CRS None where the file names none. Raises InvalidInputError when the child refuses the
    file or exceeds a limit; ``source`` is the name in the message.
    """
    with tempfile.TemporaryDirectory(prefix="geodata-jail-") as folder:
        result = Path(folder, "result.arrow")
        answer = _ask_child(file, source, result, {"driver": driver, **options})
        return _frame(result, answer, source)


def open_table_in_jail(file: Path, source: str, *, sheet: str | None) -> pd.DataFrame:
    """Read one sheet of an Excel file in a child process: every cell text, index 0, 1, 2 ...

    Formulas are never computed; the value that was stored with them is read. Raises
    InvalidInputError as `open_in_jail` does.
    """
    with tempfile.TemporaryDirectory(prefix="geodata-jail-") as folder:
        result = Path(folder, "result.arrow")
        _ask_child(file, source, result, {"driver": "XLSX", "layer": sheet})
        with pa.memory_map(str(result)) as stream:
            table = pa.ipc.open_file(stream).read_all()
            columns = {name: table.column(name).to_pylist() for name in table.column_names}
    return pd.DataFrame({name: pd.array(cells, dtype="str") for name, cells in columns.items()})


def _ask_child(
    file: Path, source: str, result: Path, wishes: Mapping[str, str | None]
) -> dict[str, Any]:
    order = {
        "file": str(file.resolve()),
        "result": str(result),
        "cpu_s": CPU_LIMIT_S,
        "memory_bytes": MEMORY_LIMIT_BYTES,
        "file_bytes": FILE_LIMIT_BYTES,
        **wishes,
    }
    answer = _run_child(order, str(result.parent), source)
    if "refusal" in answer:
        raise refusal(source, one_line(answer["refusal"], 300))
    return answer


def _run_child(order: dict[str, Any], folder: str, source: str) -> dict[str, Any]:
    command = [sys.executable, "-I", "-W", "ignore", str(_CHILD)]
    try:
        child = subprocess.run(
            command,
            input=json.dumps(order).encode(),
            capture_output=True,
            cwd=folder,
            env=_environment(order["driver"], folder),
            timeout=WALL_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refusal(source, f"reading takes longer than {WALL_LIMIT_S} s; given up") from error
    try:
        answer = json.loads(child.stdout.splitlines()[-1])
    except (IndexError, ValueError) as error:
        cause = "the file cannot be opened within the limits of time and memory; is it damaged?"
        raise refusal(source, cause) from error
    return dict(answer)


def _environment(driver: str, folder: str) -> dict[str, str]:
    environment = {
        "HOME": folder,
        "TMPDIR": folder,
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "GDAL_SKIP": ",".join(name for name in _drivers() if name != driver),
        "GDAL_DRIVER_PATH": "disable",
        "GDAL_HTTP_CONNECTTIMEOUT": "1",
        "GDAL_HTTP_TIMEOUT": "1",
        "GDAL_HTTP_MAX_RETRY": "0",
        "GDAL_DISABLE_READDIR_ON_OPEN": "FALSE" if driver == "ESRI Shapefile" else "EMPTY_DIR",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
        "CPL_TMPDIR": folder,
        "GDAL_NUM_THREADS": "1",
        "PROJ_NETWORK": "OFF",
        "OMP_NUM_THREADS": "1",
    }
    return environment | {k: v for k, v in os.environ.items() if k == "LD_LIBRARY_PATH"}


@cache
def _drivers() -> tuple[str, ...]:
    return tuple(pyogrio.list_drivers())


def _frame(result: Path, answer: dict[str, Any], source: str) -> gpd.GeoDataFrame:
    with pa.memory_map(str(result)) as stream:
        table = pa.ipc.open_file(stream).read_all()
        shapes = _shapes(table.column(answer["geometry"]), source)
        attributes = table.drop_columns([answer["geometry"]])
        columns = attributes.to_pandas(types_mapper=_pandas_type, ignore_metadata=True)
    columns.index = pd.RangeIndex(len(table))
    return with_geometry(columns, shapes, _crs(answer["crs"], source))


def _shapes(column: pa.ChunkedArray, source: str) -> Any:
    packed = column.to_numpy()
    shapes = shapely.from_wkb(packed, on_invalid="ignore")
    broken = shapely.is_missing(shapes) & np.array([wkb is not None for wkb in packed], dtype=bool)
    if broken.any():
        raise refusal(source, "the geometry cannot be read", int(np.argmax(broken)) + 1)
    return shapes


def _pandas_type(kind: pa.DataType) -> Any:
    """Keep whole numbers and truth values that may be missing as what they are."""
    if pa.types.is_signed_integer(kind):
        return pd.Int64Dtype()
    if pa.types.is_boolean(kind):
        return pd.BooleanDtype()
    return None


def _crs(text: str | None, source: str) -> CRS | None:
    if not text:
        return None
    try:
        crs = CRS.from_user_input(text)
        epsg = crs.to_epsg(min_confidence=70)
    except CRSError as error:
        raise refusal(source, "the CRS of the file cannot be understood; declare it") from error
    return CRS.from_epsg(epsg) if epsg else crs
