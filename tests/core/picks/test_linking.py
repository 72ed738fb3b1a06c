"""Chains come out ordered, whole, and joined only end to end."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lma_qgis.core.picks.barriers import Barriers
from lma_qgis.core.picks.linking import Gaps, chains, join_chains, mutual_links
from lma_qgis.core.picks.tracing import RidgePoints


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_chains_restore_shuffled_paths(sizes, random):
    count = sum(sizes)
    names = list(range(count))
    random.shuffle(names)
    links, start = [], 0
    for size in sizes:
        links += [(names[k], names[k + 1]) for k in range(start, start + size - 1)]
        start += size
    random.shuffle(links)
    first, second = np.array(links, dtype=int).reshape(-1, 2).T
    found = chains(count, first, second)
    assert sorted(len(chain) for chain in found) == sorted(size for size in sizes if size >= 4)
    joined = {frozenset(link) for link in links}
    assert all(frozenset(step) in joined for chain in found for step in zip(chain[:-1].tolist(), chain[1:].tolist()))


def test_a_ring_is_opened_once():
    first = np.arange(10)
    found = chains(10, first, (first + 1) % 10)
    assert len(found) == 1
    assert sorted(found[0].tolist()) == list(range(10))


def test_links_have_at_most_two_per_point():
    rng = np.random.default_rng(0)
    position = rng.uniform(0, 30, (400, 2))
    angle = rng.uniform(0, np.pi, 400)
    points = RidgePoints(position, np.column_stack([np.sin(angle), np.cos(angle)]), rng.uniform(size=400))
    first, second = mutual_links(points)
    assert len(first)
    assert np.bincount(np.concatenate([first, second])).max() <= 2


def line(row, start, stop):
    return np.column_stack([np.full(stop - start, float(row)), np.arange(start, stop)])


def test_ends_beside_each_other_are_not_joined():
    score = np.ones((60, 60))
    side_by_side = [line(10, 0, 20), line(14, 20, 40)]
    assert len(join_chains(side_by_side, score, max_gap=14, max_bend=25, gaps=Gaps())) == 2
    in_line = [line(10, 0, 20), line(10, 30, 50)]
    assert len(join_chains(in_line, score, max_gap=14, max_bend=25, gaps=Gaps())) == 1


def test_cheapest_bridge_wins_and_no_end_is_used_twice():
    score = np.ones((60, 90))
    pieces = [line(10, 0, 20), line(11, 24, 44), line(10, 33, 60)]
    joined = join_chains(pieces, score, max_gap=14, max_bend=25, gaps=Gaps())
    assert sorted(len(piece) for piece in joined) == [27, 40]


def test_bridge_stops_at_barrier():
    wall = Barriers.from_lines([np.array([[0.0, 25.0], [50.0, 25.0]])])
    pieces = [line(10, 0, 20), line(10, 30, 50)]
    assert len(join_chains(pieces, np.ones((60, 60)), max_gap=14, max_bend=25, gaps=Gaps(barriers=wall))) == 2
