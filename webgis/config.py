"""Settings: name, unit, default, meaning; from WEBGIS_* variables; fails loudly at start."""

from __future__ import annotations

import ipaddress
import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from environs import Env, EnvError

from geodata.errors import InvalidInputError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

CITIES = ("dc", "shenzhen", "none")
DATUMS_OF_BASEMAPS = ("wgs84", "gcj02", "cgcs2000")


@dataclass(frozen=True)
class Settings:
    """What a deployment chooses. docs/operations.md prints this table."""

    home: Path  # WEBGIS_HOME: database, logs, keys and uploads; default ./var
    city: str  # WEBGIS_CITY: dc, shenzhen or none; which demo city; default dc
    database_url: str  # WEBGIS_DATABASE_URL: another server; empty means the embedded cluster
    host: str  # WEBGIS_HOST: address to listen on; default 127.0.0.1
    port: int  # WEBGIS_PORT: default 8000
    workers: int  # WEBGIS_WORKERS: web processes; default 2
    threads: int  # WEBGIS_THREADS: threads per web process; default 4
    statement_timeout_s: int  # WEBGIS_STATEMENT_TIMEOUT_S: longest SQL of a request; default 5
    max_body_bytes: int  # WEBGIS_MAX_BODY_BYTES: largest request; default 25 MB
    rate_limit: str  # WEBGIS_RATE_LIMIT: writes per address; default "60 per minute"
    pmtiles: str  # WEBGIS_PMTILES: path of a base map file; empty means none
    serves_events: bool  # WEBGIS_SERVES_EVENTS: stream /events here; serve sets it; default false
    behind_proxy: bool  # WEBGIS_BEHIND_PROXY: trust one proxy's X-Forwarded-*; default false
    https_only: bool  # WEBGIS_HTTPS_ONLY: send cookies over TLS only; default false
    open_incidents: bool  # WEBGIS_OPEN_INCIDENTS: show incidents to all; default for demo cities
    webhook_networks: tuple[Network, ...]  # WEBGIS_WEBHOOK_NETWORKS: private ones for webhooks
    webhook_patience_days: int  # WEBGIS_WEBHOOK_PATIENCE_DAYS: failing so long, it is off; 5
    mail_from: str  # WEBGIS_MAIL_FROM: sender of e-mails; empty means that none are sent
    public_url: str  # WEBGIS_PUBLIC_URL: where people reach this server; links in e-mails
    smtp_url: str = field(repr=False)  # WEBGIS_SMTP_URL: smtp://, smtps:// or smtp+starttls://
    secret_key: str = field(repr=False)  # WEBGIS_SECRET_KEY: signs cookies; default kept in home
    basemaps: tuple[dict[str, Any], ...] = ()  # WEBGIS_BASEMAPS: JSON file of online tile services


def from_environment() -> Settings:
    """Read the settings; raises InvalidInputError that names the variable."""
    env = Env(prefix="WEBGIS_")
    try:
        home = Path(env.str("HOME", "var")).resolve()
        city = _one_of("WEBGIS_CITY", env.str("CITY", "dc"), CITIES)
        return Settings(
            home=home,
            city=city,
            database_url=_driver(env.str("DATABASE_URL", "")),
            host=env.str("HOST", "127.0.0.1"),
            port=env.int("PORT", 8000),
            workers=env.int("WORKERS", 2),
            threads=env.int("THREADS", 4),
            statement_timeout_s=env.int("STATEMENT_TIMEOUT_S", 5),
            max_body_bytes=env.int("MAX_BODY_BYTES", 25_000_000),
            rate_limit=env.str("RATE_LIMIT", "60 per minute"),
            pmtiles=env.str("PMTILES", ""),
            serves_events=env.bool("SERVES_EVENTS", False),
            behind_proxy=env.bool("BEHIND_PROXY", False),
            https_only=env.bool("HTTPS_ONLY", False),
            # The incidents of the demo cities are open data, or synthetic.
            open_incidents=env.bool("OPEN_INCIDENTS", city != "none"),
            webhook_networks=_networks(env.list("WEBHOOK_NETWORKS", [])),
            webhook_patience_days=env.int("WEBHOOK_PATIENCE_DAYS", 5),
            mail_from=env.str("MAIL_FROM", ""),
            public_url=env.str("PUBLIC_URL", "").rstrip("/"),
            smtp_url=_smtp(env.str("SMTP_URL", "")),
            secret_key=env.str("SECRET_KEY", "") or _kept_secret(home),
            basemaps=_basemaps(env.str("BASEMAPS", "")),
        )
    except EnvError as error:
        raise InvalidInputError(f"settings: {error}") from error


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise InvalidInputError(f"settings: {name}={value!r}: use one of {', '.join(allowed)}")
    return value


def _driver(url: str) -> str:
    # A bare postgresql:// means psycopg 3 to SQLAlchemy 2.1; ours is psycopg2.
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg2://" + url.removeprefix(prefix)
    if url and not url.startswith("postgresql+psycopg2://"):
        raise InvalidInputError("settings: WEBGIS_DATABASE_URL must begin with postgresql://")
    return url


def _networks(words: list[str]) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(word.strip()) for word in words if word.strip())
    except ValueError as error:
        raise InvalidInputError(f"settings: WEBGIS_WEBHOOK_NETWORKS: {error}") from error


def _smtp(url: str) -> str:
    if url and url.partition("://")[0] not in ("smtp", "smtps", "smtp+starttls"):
        raise InvalidInputError("settings: WEBGIS_SMTP_URL begins with smtp:// or smtps://")
    return url


def _kept_secret(home: Path) -> str:
    path = home / "secret-key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        own = home / f"secret-key.{os.getpid()}"
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        # Of two processes that start at once, one link succeeds and both read the same.
        with suppress(FileExistsError):
            os.link(own, path)
        own.unlink()
    return path.read_text(encoding="ascii")


def _basemaps(path: str) -> tuple[dict[str, Any], ...]:
    if not path:
        return ()
    try:
        services = json.loads(Path(path).read_text(encoding="utf-8"))
        for service in services:
            missing = {"key", "name", "name_zh", "url", "datum", "attribution"} - set(service)
            if missing or service["datum"] not in DATUMS_OF_BASEMAPS:
                raise ValueError(f"{service.get('key')}: needs {missing or 'a known datum'}")
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise InvalidInputError(f"settings: WEBGIS_BASEMAPS={path}: {error}") from error
    return tuple(services)
