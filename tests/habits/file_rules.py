"""Rules about single files: size, names, what a line must not contain."""

from __future__ import annotations

import ast
import re
from pathlib import Path

LONGEST_FILE = 350
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home)/\w|/tmp/wg\b")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npm|npmmirror|deb\.debian\.org|mirrors?\.[a-z]+\.(?:com|edu|cn)"
)
REMOTE = re.compile(r"""(?:https?:)?//(?!www\.w3\.org/|127\.0\.0\.1|localhost)[a-z0-9-]+\.[a-z]""")
SQL = re.compile(
    r"\s*(?:SELECT\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|WITH\s+\w+\s+AS\s*\(|"
    r"TRUNCATE\s|(?:CREATE|ALTER|DROP)\s+(?:TABLE|INDEX|VIEW|DATABASE|EXTENSION|ROLE|FUNCTION)\s)"
)
SETTING = re.compile(r"\bWEBGIS_[A-Z][A-Z_]*[A-Z]\b")


def is_empty_name(path: Path) -> bool:
    """A drawer that says nothing about what is in it."""
    return path.stem.lower().strip("_") in EMPTY_NAMES


def is_too_long(source: str) -> bool:
    """More than one noun must be in there."""
    return source.count("\n") > LONGEST_FILE


def machine_paths(source: str) -> list[str]:
    """Lines that name a place of somebody's machine."""
    return _lines(MACHINE_PATH, source)


def registry_hosts(source: str) -> list[str]:
    """Lines that name a package registry: which one is the machine's business."""
    return _lines(REGISTRY, source)


def remote_assets(source: str) -> list[str]:
    """Lines that could make a browser ask another machine; plain links of text are fine."""
    without_links = re.sub(r"<a\s[^>]*>", "", source)
    return _lines(REMOTE, without_links)


def sql_texts(source: str) -> list[str]:
    """String literals that are statements of SQL."""
    return [
        f"{node.lineno}: {node.value.strip()[:40]}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
    ]


def calls(source: str, name: str) -> list[int]:
    """Lines that call a function or method of this name."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and name in (getattr(node.func, "attr", None), getattr(node.func, "id", None))
    ]


def settings(source: str) -> set[str]:
    """Names of settings, also those that environs reads without their prefix."""
    bare = re.findall(r"\benv\.\w+\(\s*\"([A-Z_]+)\"", source)
    return set(SETTING.findall(source)) | {f"WEBGIS_{name}" for name in bare}


def _lines(pattern: re.Pattern[str], source: str) -> list[str]:
    return [
        f"{number}: {line.strip()[:100]}"
        for number, line in enumerate(source.splitlines(), start=1)
        if pattern.search(line)
    ]
