"""A card that is not right in every field refuses the model with one sentence."""

import json

import pytest

from lma_qgis.core.detection.card import CellSize, ModelCard
from lma_qgis.core.errors import LmaError

GOOD = {
    "name": "Test net",
    "version": "1.0",
    "licence": "CC0",
    "training_data": "synthetic",
    "preprocessing": {"name": "standardise", "version": 1, "window_m": 40_000.0},
    "outputs": ["crest", "trough"],
    "threshold": 0.4,
    "tile": 256,
    "margin": 32,
    "cell_size": {"least": 1000, "most": 4000, "nominal": 2000, "otherwise": "resample"},
    "zooms": [1.0, 0.5],
    "scores": {"F1 at 5 km, galapagos": 0.7},
}


def changed(**values):
    return json.dumps({**GOOD, **values})


def test_a_card_survives_json():
    card = ModelCard.from_json(json.dumps(GOOD))
    assert card.cell_size == CellSize(1000, 4000, 2000, "resample")
    assert card.zooms == (1.0, 0.5)
    assert ModelCard.from_json(card.to_json()) == card
    assert "F1 at 5 km, galapagos: 0.7" in card.summary()
    assert "not calibrated" in " ".join(card.summary())


def test_a_card_may_ask_for_the_evidence():
    card = ModelCard.from_json(changed(channels=["anomaly", "evidence"]))
    assert card.channels == ("anomaly", "evidence")
    assert "Sees: anomaly, evidence" in card.summary()


@pytest.mark.parametrize("name", ["name", "version", "licence", "training_data", "preprocessing", "outputs",
                                  "threshold", "tile", "margin"])
def test_a_missing_field_is_named(name):
    values = dict(GOOD)
    del values[name]
    with pytest.raises(LmaError, match=f"“{name}” is missing"):
        ModelCard.from_json(json.dumps(values))


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"name": " "}, "name"),
        ({"licence": 3}, "licence"),
        ({"threshold": 1.5}, "threshold"),
        ({"threshold": True}, "threshold"),
        ({"threshold": float("nan")}, "threshold"),
        ({"tile": 250.5}, "tile"),
        ({"tile": 250, "multiple": 16}, "tile"),
        ({"margin": 128}, "margin"),
        ({"margin": -1}, "margin"),
        ({"outputs": ["trough"]}, "outputs"),
        ({"outputs": "crest"}, "outputs"),
        ({"channels": ["anomaly", "support"]}, "channels"),
        ({"channels": ["evidence", "anomaly"]}, "channels"),
        ({"zooms": []}, "zooms"),
        ({"zooms": ["1"]}, "zooms"),
        ({"min_support": 2}, "min_support"),
        ({"support": "sometimes"}, "support"),
        ({"calibrated": "yes"}, "calibrated"),
        ({"parity": -1}, "parity"),
        ({"scores": []}, "scores"),
        ({"description": None}, "description"),
        ({"cell_size": 3}, "cell_size"),
        ({"cell_size": {"least": 2, "most": 1, "nominal": 1, "otherwise": "refuse"}}, "cell_size"),
        ({"cell_size": {"least": 1, "most": 2, "nominal": 1, "otherwise": "guess"}}, "cell_size.otherwise"),
        ({"cell_size": {"least": 1, "most": 2, "nominal": 1}}, "cell_size.otherwise"),
        ({"preprocessing": "standardise"}, "preprocessing"),
        ({"preprocessing": {"name": "standardise", "version": 1, "window_m": 1.0}}, "preprocessing.window_m"),
        ({"treshold": 0.5}, "treshold"),
    ],
)
def test_a_wrong_field_is_named(values, named):
    with pytest.raises(LmaError, match=f"“{named}”"):
        ModelCard.from_json(changed(**values))


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "[" * 100_000])
def test_what_is_not_a_card_is_one_sentence(text):
    with pytest.raises(LmaError, match="model card is not"):
        ModelCard.from_json(text)


def test_other_versions_are_refused_with_the_next_step():
    with pytest.raises(LmaError, match="version 2.*update the plugin"):
        ModelCard.from_json(changed(card_version=2))
    with pytest.raises(LmaError, match="preprocessing version 7.*update the plugin"):
        ModelCard.from_json(changed(preprocessing={"name": "standardise", "version": 7}))
