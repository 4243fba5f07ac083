"""What the C library is told about memory, once, before there are threads."""

import ctypes
from contextlib import suppress

M_ARENA_MAX = -8  # of glibc's malloc.h


def share_one_heap() -> None:
    """Let all threads allocate from one heap; elsewhere than with glibc nothing happens.

    Else glibc begins one for each thread, and what one of them leaves free, the others do not use:
    a large board's paper then takes 70 MB more. Python lets one thread allocate at a time anyway.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)
