"""Random numbers that are the same in machine code and in Python, on every machine."""

from __future__ import annotations

import hashlib

import numpy as np

from geodata.analyses.compiled import compiled
from geodata.analyses.zoning.borders import IntArray
from geodata.crs import FloatArray

_MODULUS = 2_147_483_647
# -ln u for 4096 even u: the patience of a Metropolis step without a logarithm in the kernel.
PATIENCE: FloatArray = -np.log((np.arange(4096) + 0.5) / 4096)


@compiled
def draw(state: IntArray, count: int) -> int:
    """Return a whole number from 0 to ``count`` - 1 and advance ``state`` (shape (1,)).

    Park and Miller's minimal standard generator (1988), whose products fit 64 bits. Its low bits
    are as good as its high ones, since the modulus is prime.
    """
    state[0] = state[0] * 48271 % 2147483647
    drawn: int = state[0] % count
    return drawn


def start(seed: int, *names: object) -> IntArray:
    """Return a state that depends on the seed and the names alone.

    >>> int(start(1, "market")[0]) == int(start(1, "market")[0])
    True
    """
    text = "/".join(map(str, (seed, *names)))
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return np.array([int.from_bytes(digest, "big") % (_MODULUS - 1) + 1], dtype=np.int64)
