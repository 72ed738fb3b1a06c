"""Ages, blocks and anomaly of a spreading axis."""

import numpy as np
import pytest

from lma_qgis.core.errors import LmaError
from lma_qgis.core.forward.profile import anomaly_profile
from lma_qgis.core.forward.spreading import Spreading, crest_polarity
from lma_qgis.core.forward.timescale import TimeScale

SCALE = TimeScale.from_arrays(
    ["C1n", "C1r", "C2n", "C2r", "C2An"], [0, 0.8, 1.8, 2.0, 2.6], [0.8, 1.8, 2.0, 2.6, 3.6], [1, -1, 1, -1, 1]
)


def test_age_and_position_are_inverse_on_both_flanks():
    ridge = Spreading(SCALE, half_rate=30.0, asymmetry=0.2, axis_km=-12.0)
    for right in (True, False):
        assert ridge.age(ridge.position(2.3, right)) == pytest.approx(2.3)
    assert (ridge.rate(True), ridge.rate(False)) == (36.0, 24.0)
    assert ridge.age(-12.0) == 0.0


def test_blocks_tile_the_stretch_alternate_and_name_their_chrons():
    blocks = Spreading(SCALE, half_rate=20.0, axis_km=5.0).blocks(-40.0, 60.0)
    assert (blocks[0].left_km, blocks[-1].right_km) == (-40.0, 60.0)
    for left, right in zip(blocks, blocks[1:]):
        assert left.right_km == pytest.approx(right.left_km) and left.polarity == -right.polarity
    assert [block.name for block in blocks] == ["C2r", "C2n", "C1r", "C1n", "C1r", "C2n", "C2r", "C2An"]
    axial = next(block for block in blocks if block.name == "C1n")
    assert (axial.left_km, axial.right_km) == (5.0 - 16.0, 5.0 + 16.0)


def test_symmetric_ridge_has_a_symmetric_anomaly_without_skewness_and_a_mirrored_one_with_it():
    x = np.linspace(-60, 60, 481)
    upright = Spreading(SCALE, half_rate=16.0).anomaly(x)
    np.testing.assert_allclose(upright, upright[::-1], atol=1e-9)
    assert upright[240] > 0
    inverted = Spreading(SCALE, half_rate=16.0, skewness_deg=180.0).anomaly(x)
    np.testing.assert_allclose(inverted, -upright, atol=1e-9)


def test_anomaly_equals_the_spectral_profile_of_the_polarity_at_each_point():
    ridge = Spreading(SCALE, half_rate=30.0, asymmetry=-0.1, axis_km=3.0, skewness_deg=-150.0)
    fine = np.arange(-97, 97, 0.02)
    polarity = SCALE.polarity(ridge.age(fine))
    assert np.all(polarity != 0)
    expected = anomaly_profile(5.0 * polarity, 20.0, 2500.0, 3000.0, -150.0)
    inner = np.abs(fine) < 40
    found = ridge.anomaly(fine[inner][::25])
    assert np.max(np.abs(found - expected[inner][::25])) < 0.02 * np.ptp(expected)


def test_beyond_the_time_scale_there_is_no_anomaly():
    assert np.all(Spreading(SCALE, half_rate=5.0).anomaly(np.linspace(500, 600, 11)) == 0.0)
    assert Spreading(SCALE).anomaly([]).size == 0


@pytest.mark.parametrize(("theta", "polarity"), [(0, 1), (60, 1), (-153, -1), (180, -1), (-80, 1), (100, -1)])
def test_crest_polarity(theta, polarity):
    assert crest_polarity(theta) == polarity


@pytest.mark.parametrize("wrong", [{"half_rate": 0.0}, {"asymmetry": 1.0}])
def test_a_flank_that_does_not_spread_is_refused(wrong):
    with pytest.raises(LmaError, match="spread"):
        Spreading(SCALE, **wrong)
