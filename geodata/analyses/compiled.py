"""The one place where numba is met: a typed decorator for kernels over plain arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(kernel: Kernel) -> Kernel:
    """Compile ``kernel`` to machine code on first use and keep the result on disk.

    No fast-math: the kernels promise the same rounding as GEOS and numpy. The lock of the
    interpreter is released, so that threads may share the work.

    >>> compiled(lambda a, b: a + b)(1, 2)
    3
    """
    return cast(Kernel, numba.njit(cache=kernel.__name__ != "<lambda>", nogil=True)(kernel))
