"""Sign-in: who is behind a request. What they may do is decided in geodata.rights.policy."""

from __future__ import annotations

from webgis.auth.current import current_actor, require
from webgis.auth.setup import init_app

__all__ = ["current_actor", "init_app", "require"]
