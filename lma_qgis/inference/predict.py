"""From anomaly to scores, tile by tile: any raster, bounded memory, one Cancel away from stopping.

The next batch of tiles is read and prepared in a second thread while the model works on the present one in
a third; the calling thread only waits, reports progress and notices Cancel.
"""

from __future__ import annotations

import time
from concurrent import futures
from dataclasses import dataclass

import numpy as np

from ..core.detection.preprocessing import Standardiser
from ..core.detection.tiling import StripMosaic, cut, plan
from ..core.progress import part, silent

_POLL = 0.1  # seconds between two looks at Cancel
_READ_CELLS = 2_000_000  # cells read at once in the first pass
_KEPT_CELLS = 32_000_000  # rasters up to this size are read once and kept for the second pass
_FIRST_PASS = 0.05  # share of the progress


@dataclass(frozen=True)
class Report:
    """What a prediction did.

    Parameters
    ----------
    tiles : int
        Tiles that the model was run on.
    skipped : int
        Tiles without a valid cell.
    seconds : float
        Wall time.
    cost : float
        Cells computed per cell of the raster if none was skipped.
    """

    tiles: int
    skipped: int
    seconds: float
    cost: float

    @property
    def tiles_per_second(self):
        """Tiles computed per second of wall time."""
        return self.tiles / max(self.seconds, 1e-9)


def predict(reads, grid, scorer, write, *, rows_at_once=1, progress=silent):
    """Score a raster.

    Parameters
    ----------
    reads : sequence of callable
        One per channel of the scorer, the anomaly first: ``read(first_row, last_row)`` returns these rows of it,
        float32, NaN = nodata; called from another thread, one call at a time.
    grid : Grid
        Geometry of the raster.
    scorer : object
        A scorer, see :mod:`.ridge_scorer`.
    write : callable
        ``write(first_row, scores)`` takes finished rows, float32, shape (bands, any, columns), NaN where the
        anomaly is; called from the calling thread, from north to south.
    rows_at_once : int, optional
        Rows are written in multiples of this, the last ones excepted.
    progress : callable, optional
        Takes the finished fraction; may raise ``LmaCancelled``.

    Returns
    -------
    Report
    """
    began = time.perf_counter()
    layout = plan(grid.rows, grid.cols, scorer.tile, scorer.margin, scorer.multiple, scorer.fixed)
    job = _Job(reads, grid, scorer, layout)
    with futures.ThreadPoolExecutor(2, thread_name_prefix="lma-predict") as pool:
        try:
            if scorer.standardised:
                job.first_pass(pool, part(progress, 0.0, _FIRST_PASS))
            blocks = _WholeBlocks(write, rows_at_once, grid.rows)
            job.second_pass(pool, blocks, part(progress, _FIRST_PASS if scorer.standardised else 0.0, 1.0))
        except BaseException:
            job.stopped = True
            scorer.stop()
            raise
    return Report(job.done - job.skipped, job.skipped, time.perf_counter() - began, layout.cost)


class _WholeBlocks:
    """Hand on rows in multiples of a number, the last ones excepted."""

    def __init__(self, write, multiple, rows):
        self._write, self._multiple, self._rows = write, multiple, rows
        self._waiting = []
        self._first = 0

    def __call__(self, first, scores):
        self._waiting.append(scores)
        last = first + scores.shape[1]
        stop = last if last == self._rows else last // self._multiple * self._multiple
        if stop > self._first:
            # A single piece, the usual case, is not copied.
            rows = self._waiting[0] if len(self._waiting) == 1 else np.concatenate(self._waiting, axis=1)
            self._write(self._first, rows[:, : stop - self._first])
            self._waiting = [rows[:, stop - self._first:].copy()]
            self._first = stop


@dataclass
class _Batch:
    row_number: int
    col_numbers: list
    inputs: list
    skipped: int
    closes_row: bool
    valid: object = None  # of the rows that the row of tiles finishes; only where closes_row


class _Job:
    """State that the passes over one raster share."""

    def __init__(self, reads, grid, scorer, layout):
        (self._read, *self._beside), self._grid, self._scorer, self._layout = reads, grid, scorer, layout
        self._standardiser = Standardiser(grid) if scorer.standardised else None
        self._kept = None
        self.done = self.skipped = 0
        self.stopped = False

    def first_pass(self, pool, progress):
        """Gather the local statistics of the whole raster."""
        rows = max(1, _READ_CELLS // self._grid.cols)
        if self._grid.rows * self._grid.cols <= _KEPT_CELLS:
            self._kept = np.empty(self._grid.shape, np.float32)
        for first in range(0, self._grid.rows, rows):
            last = min(first + rows, self._grid.rows)
            self._wait(pool.submit(self._gather, first, last), progress)
            progress(last / self._grid.rows)

    def _gather(self, first, last):
        values = self._read(first, last)
        self._standardiser.add(values, first)
        if self._kept is not None:
            self._kept[first:last] = values

    def second_pass(self, pool, write, progress):
        """Run the model over all tiles and write what is finished."""
        mosaic = StripMosaic(self._layout, self._scorer.bands)
        batches = self._batches()
        coming = pool.submit(next, batches, None)
        fraction = 0.0

        def waiting(_):
            progress(fraction)

        while (batch := self._wait(coming, waiting)) is not None:
            coming = pool.submit(next, batches, None)
            scores = []
            if batch.inputs:
                scores = self._wait(pool.submit(self._scorer.score, batch.inputs), waiting)
            for number, tile in zip(batch.col_numbers, scores):
                mosaic.add(number, tile)
            self.done += len(batch.inputs) + batch.skipped
            self.skipped += batch.skipped
            if batch.closes_row:
                first, rows = mosaic.finish_row()
                rows[:, ~batch.valid] = np.nan
                if rows.shape[1]:
                    write(first, rows)
            fraction = self.done / self._layout.count
            progress(fraction)

    def _wait(self, future, progress):
        while True:
            try:
                return future.result(timeout=_POLL)
            except futures.TimeoutError:
                if future.done():
                    raise
                progress(0.0)

    def _batches(self):
        """Yield batches of prepared tiles, row of tiles by row of tiles; runs in the second thread."""
        layout, starts = self._layout, self._layout.row_starts
        strip, strip_first = self._rows(0, 0), 0
        for number, start in enumerate(starts):
            first, last = max(start, 0), min(start + layout.height, layout.rows)
            kept = strip[:, first - strip_first:]
            fresh = self._rows(first + kept.shape[1], last)
            strip, strip_first = np.concatenate([kept, fresh], axis=1), first
            finished = max((starts[number + 1] if number + 1 < len(starts) else layout.rows) - first, 0)
            yield from self._row_of_tiles(number, strip, max(-start, 0), ~np.isnan(strip[0, :finished]))

    def _rows(self, first, last):
        """Return rows of every channel, shape (channels, any, columns)."""
        if first >= last:
            return np.empty((1 + len(self._beside), 0, self._layout.cols), np.float32)
        values = self._read(first, last) if self._kept is None else self._kept[first:last]
        if self._standardiser is not None:
            values = self._standardiser.apply(values, first)
        return np.stack([values, *(read(first, last) for read in self._beside)])

    def _row_of_tiles(self, number, strip, above, valid):
        layout = self._layout
        pending = _Batch(number, [], [], 0, False)
        for col_number, col in enumerate(layout.col_starts):
            if self.stopped:
                return
            tile = cut(strip, col, layout.width, above, layout.height)
            if np.isnan(tile[0]).all():
                pending.skipped += 1
                continue
            if len(pending.inputs) == self._scorer.batch:
                yield pending
                pending = _Batch(number, [], [], 0, False)
            pending.col_numbers.append(col_number)
            pending.inputs.append(self._scorer.prepare(tile))
        pending.closes_row, pending.valid = True, valid
        yield pending
