"""What a person sees on stderr: a progress bar (on a terminal only) and the outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

Step = Callable[[str], None]


@contextmanager
def steps(count: int) -> Iterator[Step]:
    """Show a bar of ``count`` steps; call what is yielded with the name of each as it begins."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with progress:
        task = progress.add_task("", total=count)
        begun = 0

        def begin(name: str) -> None:
            nonlocal begun
            progress.update(task, description=name, completed=begun)
            begun += 1

        yield begin


def say(*lines: str) -> None:
    """Print the outcome of a command and what reading or writing changed, on lines of stderr."""
    for line in lines:
        click.echo(line, err=True)
