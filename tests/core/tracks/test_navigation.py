"""Position errors by instrument and era."""

import numpy as np
import pytest

from lma_qgis.core.tracks.navigation import position_sd

DAYS = np.array(["1963-03-12", "1973-05-01", "2004-04-15", "NaT"], dtype="datetime64[s]")
TIME = np.where(np.isnat(DAYS), np.nan, DAYS.astype(float))


@pytest.mark.parametrize(
    ("instrument", "expected"),
    [
        ("", [5000, 1000, 100, np.nan]),
        ("Celestial, sun lines", [5000, 5000, 5000, 5000]),
        ("TRANSIT + LORAN C", [5000, 1000, 1000, 1000]),
        ("Seapath GPS", [5000, 1000, 100, 100]),
    ],
)
def test_an_instrument_counts_but_no_earlier_than_it_existed(instrument, expected):
    assert position_sd(TIME, instrument) == pytest.approx(expected, nan_ok=True)
