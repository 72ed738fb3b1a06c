"""Progress reporting of long core functions.

A *progress* is any callable that takes the finished fraction (0 to 1) and may raise
:class:`lma_qgis.core.errors.LmaCancelled` to stop the computation.
"""


def silent(fraction):
    """Ignore the reported fraction: the default of every ``progress`` argument."""


def part(progress, start, stop):
    """Return a progress that maps 0..1 of one step onto ``start``..``stop`` of the whole.

    Parameters
    ----------
    progress : callable
        The progress of the whole computation.
    start, stop : float
        Fractions of the whole at which the step begins and ends.

    Returns
    -------
    callable

    Examples
    --------
    >>> seen = []
    >>> part(seen.append, 0.5, 1.0)(0.5)
    >>> seen
    [0.75]
    """

    def step(fraction):
        progress(start + (stop - start) * fraction)

    return step
