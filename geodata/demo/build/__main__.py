"""Build a demo city: ``python -m geodata.demo.build dc --source ../shared/data``."""

from __future__ import annotations

from pathlib import Path

import click

from geodata.demo.build import dc, pack, shenzhen

DATA = Path(__file__).parent.parent / "data"
CITIES = {"dc": dc.build, "shenzhen": shenzhen.build}


@click.command()
@click.argument("city", type=click.Choice(sorted(CITIES)))
@click.option("--source", type=click.Path(path_type=Path, exists=True), default="../shared/data")
@click.option(
    "--target",
    type=click.Path(path_type=Path),
    default=None,
    help="default: geodata/demo/data/CITY",
)
def main(city: str, source: Path, target: Path | None) -> None:
    """Rebuild the packed files of CITY from the source layers."""
    folder = target or DATA / city
    CITIES[city](source, folder)
    size = sum(path.stat().st_size for path in folder.iterdir())
    click.echo(f"{folder}: {size / 1e6:.2f} MB, sha256 {pack.fingerprint(folder)}")


if __name__ == "__main__":
    main()
