"""Two families of lineations in one survey: the whole chain finds both."""

import pytest

from tools.bench import two_strikes


@pytest.fixture(scope="module")
def found():
    return two_strikes.run(seed=3)


@pytest.mark.parametrize("side", list(two_strikes.STRIKES))
@pytest.mark.parametrize("kind", ["crest", "trough"])
def test_both_strikes_are_found_at_their_place(found, side, kind):
    completeness, correctness = two_strikes.scores(found, kind, side, tolerance=3_000.0)
    assert completeness > 0.85 and correctness > 0.9
