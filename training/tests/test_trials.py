"""Trials: what is drawn on shifted copies, at the threshold and where as much is found; paired differences."""

import numpy as np
import pytest

from training import detectors, judge, scoring, trial_tables, trials, verdicts

from .test_judge import maps as judged_maps
from .test_judge import perfect

STEPS = len(scoring.THRESHOLDS)


def maps(right=0.8, invented=0.2, threshold=0.5, kinds=("spreading", "spreading", "quiet")):
    """Return maps on which found and drawn lengths fall evenly with the threshold; on quiet ones nothing is drawn."""
    fall = np.linspace(1.0, 0.0, STEPS)
    real = np.array([kind == "spreading" for kind in kinds])[:, None]
    labelled = 100.0 * real * np.ones(STEPS)
    drawn = labelled * fall
    counts = np.stack((drawn, right * drawn, labelled, right * drawn), axis=1)
    area = np.full(len(kinds), 1e4)
    return verdicts.Maps(np.array(kinds), np.full(len(kinds), 2.0), area, counts, invented * drawn, threshold)


def test_the_share_on_shifted_copies_is_what_was_drawn_there():
    f1, ap, share, share_found, told = maps(invented=0.25).scores()
    assert share == pytest.approx(0.25) and share_found == pytest.approx(0.25)
    assert told == 1.0 and maps(invented=1.0).scores()[4] == 0.5 and maps(invented=2.0).scores()[4] == 0.0
    assert 0 < ap <= 0.8 and 0 < f1 < 0.8
    real, copies = (maps(invented=0.25).per_area(["spreading"], shifted) for shifted in (False, True))
    assert 0 < real < 200 and copies == pytest.approx(0.25 * real) and maps().per_area(verdicts.BARE) == 0.0
    assert maps().missed() == 0.0 and maps(right=0.01).missed() == 1.0


def test_a_higher_threshold_gains_nothing_where_as_much_must_be_found():
    quiet, loud = maps(threshold=0.7), maps(threshold=0.2)
    assert quiet.scores()[3] == loud.scores()[3]
    assert np.isnan(maps(right=0.4).scores()[3])


def test_equal_runs_do_not_differ_and_a_better_one_does_in_every_draw():
    better, worse = maps(right=0.9, invented=0.1), maps(right=0.7, invented=0.3)
    mean, low, high = verdicts.difference([worse, worse], [worse, worse], draws=20)
    assert not mean.any() and not low.any() and not high.any() and mean.shape == (5,)
    mean, low, high = verdicts.difference([better], [worse], draws=20)
    assert (low[:2] > 0).all() and (high[2:4] < 0).all()
    assert mean[2] == pytest.approx(-0.2) and mean[3] == pytest.approx(-0.2)


def test_only_paired_seeds_are_compared_and_regimes_are_joined():
    whole = verdicts.joined([maps(), maps(invented=0.6)])
    assert len(whole.kind) == 6 and whole.scores()[2] == pytest.approx(0.4)
    some = {"guided": {0: maps(), 1: maps()}, "tracks": {1: maps(invented=0.1), 2: maps()}, "support": {}}
    alone = dict.fromkeys(("test", trial_tables.TOGETHER), ([0.9, 0.5], [0.1, 0.5]))
    text = trial_tables.markdown({"test": some, trial_tables.TOGETHER: some}, 100, alone, {})
    assert "| test | tracks − guided | +0.000 (+0.000 … +0.000) |" in text and "| -0.100 (-0.100 … -0.100) |" in text
    rows = [line for line in text.splitlines() if line.startswith("| test (3)")]
    assert len(rows) == 2 and "support" not in "".join(rows)
    assert "seeds: guided 2, tracks 2, support 0" in text
    assert "| test | evidence alone | – | – | – | – | 0.875 | – | – | – | – | – |" in text
    assert len({line.count("|") for line in text.split("Differences")[0].splitlines() if line.startswith("|")}) == 1


def test_evidence_alone_is_the_median_on_counted_cells_of_spreading_maps():
    near = np.zeros((4, 4), np.float32)
    near[:, 3] = 9000.0
    evidence = np.array([0.9, 0.5, 0.1, -1.0], np.float32) * np.ones((4, 1), np.float32)
    one = {"kind": "spreading", "cell": 1000.0, "distance": near, "evidence": evidence,
           "null_evidence": np.full((4, 4), np.nan, np.float32)}
    real, copies = verdicts.evidence_alone([one, {**one, "kind": "quiet"}])
    assert real == pytest.approx([0.5]) and list(copies) == [0.0]


def test_complete_runs_are_read_back(tmp_path):
    config = {"trials": {"seeds": [0, 1], "channels": {"guided": ["guided"]}}, "report": {"splits": ["test", "harder"]}}
    for seed, splits in ((0, ("test", "harder")), (1, ("test",))):
        (tmp_path / f"guided_{seed}").mkdir()
        np.savez_compressed(tmp_path / f"guided_{seed}" / "real.npz", km=np.array([1000.0, 200.0, 300.0]) * (1 + seed))
        for split in splits:
            np.savez_compressed(tmp_path / f"guided_{seed}" / f"{split}.npz", **vars(maps(threshold=0.62)))
    runs = trials.read_runs(tmp_path, config)
    assert list(runs) == ["test", "harder", trial_tables.TOGETHER] and list(runs["test"]["guided"]) == [0]
    assert runs["harder"]["guided"][0].threshold == 0.62 and len(runs[trial_tables.TOGETHER]["guided"][0].kind) == 6
    real = trials.read_real(tmp_path, ("guided", "cut"), [0, 1])
    runs, alone = {trial_tables.TOGETHER: {"guided": {0: maps()}}}, {trial_tables.TOGETHER: ([1.0], [0.0])}
    text = trial_tables.markdown(runs, 1, alone, real)
    assert "| guided | 1000, 2000 | 250, 500 | 0.25, 0.25 |" in text


def test_a_cut_silences_what_the_tracks_do_not_confirm():
    half = np.where(np.arange(96) < 48, 0.8, np.nan).astype(np.float32) * np.ones((96, 1), np.float32)
    surveys = [{**survey, "evidence": half, "null_evidence": 0 * half} for survey in judged_maps()]
    whole = verdicts.judged(perfect, 0.2, surveys, "guided")
    least = trials.best_cut(perfect, [0.5, 2.0], surveys, "guided")
    kept = verdicts.judged(least, 0.2, surveys, "guided")
    assert least.least == 0.5 and not kept.shifted.any()
    assert kept.counts[:, 0, 10].sum() == pytest.approx(0.5 * whole.counts[:, 0, 10].sum(), rel=0.2)
    assert not np.isnan(least(surveys[0])).any()


def test_judging_agrees_with_the_report_and_scores_are_stored(tmp_path):
    surveys = [{**survey, "evidence": survey["guided"], "null_evidence": survey["guided"]} for survey in judged_maps()]
    here = verdicts.judged(perfect, 0.22, surveys, "guided")
    there = judge.summarise(judge.judge({"a": perfect}, {"a": 0.22}, surveys, "guided")["a"], 0.22)
    assert here.scores()[:2] == pytest.approx([there["f1"], there["ap"]])
    assert here.per_area(["spreading"]) == pytest.approx(there["km_spreading"])
    ridge = detectors.Ridge(widths=(2000.0, 4000.0))
    everywhere = [{**survey, "null": survey["guided"][::-1]} for survey in surveys]
    records = judge.judge({"a": ridge}, {"a": 0.22}, everywhere, "guided")["a"]
    share = sum(r.drawn_null for r in records[:2]) / sum(r.drawn for r in records[:2])
    assert verdicts.judged(ridge, 0.22, everywhere, "guided").scores()[2] == pytest.approx(share) and share > 0
    config = {"input": "guided", "report": {"splits": ["test"]}}
    trials.score(config, tmp_path / "run", perfect, {"test": surveys, "validation": surveys, "real": surveys[:1]})
    assert trials._complete(tmp_path / "run", config)
