"""How every command ends: an exit status, and one line on stderr when the input is at fault."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from geodata.errors import GeodataError
from geodata.importers.refusal import one_line

EXIT_FINDINGS = 1
EXIT_BAD_INPUT = 2
EXIT_STOPPED = 130


class CommandGroup(click.Group):
    """A group whose commands answer bad input with ``geodata: error: ...`` and status 2."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run one command and leave with its status; errors of the program keep their trace."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            status = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            status = EXIT_BAD_INPUT
        except (click.Abort, KeyboardInterrupt):
            status = _say("stopped; nothing was written", EXIT_STOPPED)
        except click.ClickException as error:
            status = _say(f"error: {error.format_message()}", EXIT_BAD_INPUT)
        except GeodataError as error:
            status = _say(f"error: {error}", EXIT_BAD_INPUT)
        except MemoryError:
            status = _say("error: the data need more memory than there is", EXIT_BAD_INPUT)
        except OSError as error:
            name = f"{error.filename}: " if error.filename else ""
            status = _say(f"error: {name}{error.strerror or error}", EXIT_BAD_INPUT)
        sys.exit(status if isinstance(status, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Let Ctrl-C end as any other stop, without the blank line that click prints for it."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise click.Abort from error


def _say(text: str, status: int) -> int:
    click.echo(f"geodata: {one_line(text, 1000)}", err=True)
    return status
