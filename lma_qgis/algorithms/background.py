"""Keep alive what QGIS forgets while an algorithm runs in the background.

A Processing dialog that is closed during a run is held by nothing but a cycle of Python objects: dialog, task, and the
slot that receives the result. A garbage collection then destroys the context into which the task writes: QGIS crashes
(3.22 does within seconds), or the result is never loaded. Algorithms in Python collect often. What is frozen is not
collected.
"""

from __future__ import annotations

import gc

_running = set()


def begin(algorithm):
    """Keep all that exists now until no algorithm of ours runs any more."""
    _running.add(id(algorithm))
    gc.freeze()


def end(algorithm):
    """Let the garbage go once the last algorithm has ended; calling it again does nothing."""
    if id(algorithm) in _running:
        _running.discard(id(algorithm))
        if not _running:
            gc.unfreeze()
