"""Threads for work that numpy and scipy do without holding the interpreter."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

MOST = 4


@contextmanager
def workers(jobs=MOST):
    """Offer a ``map`` that uses some threads, at most one per processor and per job.

    Parameters
    ----------
    jobs : int
        Number of things to do at a time; for fewer than two the built-in ``map`` is offered.

    Yields
    ------
    callable
        Like ``map`` of one iterable; results come in order. What has not begun when the context is left is not done.

    Examples
    --------
    >>> with workers(3) as run:
    ...     list(run(abs, (-1, 2, -3)))
    [1, 2, 3]
    """
    count = min(os.cpu_count() or 1, MOST, jobs)
    if count < 2:
        yield map
        return
    pool = ThreadPoolExecutor(count)
    try:
        yield pool.map
    finally:
        pool.shutdown(cancel_futures=True)
