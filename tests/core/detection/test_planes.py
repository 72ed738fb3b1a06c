"""What a network sees: values, gaps and what is known of them."""

import numpy as np
import pytest

from lma_qgis.core.detection.planes import CHANNELS, count_planes, input_planes, known_planes, resize_planes

GAPPED = np.array([[0.5, np.nan], [-0.25, 0.0]], np.float32)


def test_a_gap_is_zero_and_said_to_be_one():
    values, known = known_planes(GAPPED)
    np.testing.assert_array_equal(values, [[0.5, 0.0], [-0.25, 0.0]])
    np.testing.assert_array_equal(known, [[1, 0], [1, 1]])


@pytest.mark.parametrize("channels", CHANNELS)
def test_planes_are_as_many_as_counted(channels):
    layers = np.stack([GAPPED] * len(channels))
    planes = input_planes(layers)
    assert planes.shape == (count_planes(channels), 2, 2)
    assert planes.dtype == np.float32
    assert np.isfinite(planes).all()
    np.testing.assert_array_equal(planes[0], [[0.5, 0.5], [-0.25, 0.0]])


@pytest.mark.parametrize("size", [(6, 9), (12, 18), (17, 40), (24, 36)])
def test_resampled_values_are_means_of_what_is_known(size):
    evidence = np.full((12, 18), np.nan, np.float32)
    evidence[:, :7] = -0.5
    planes = resize_planes(input_planes(np.stack((np.ones((12, 18), np.float32), evidence))), *size)
    assert planes.shape == (3, *size)
    np.testing.assert_allclose(planes[0], 1.0, rtol=1e-6)
    assert set(np.unique(planes[2])) == {0.0, 1.0}
    np.testing.assert_allclose(planes[1], -0.5 * planes[2], atol=1e-6)
    assert abs(planes[2].mean() - 7 / 18) <= 0.5 / size[1] + 1e-6
