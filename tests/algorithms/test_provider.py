"""What holds for every algorithm of the provider."""

import xml.dom.minidom
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingParameterDefinition

from lma_qgis.paths import resource

CONTRACT = {
    "importtracks": ({"INPUT", "ANOMALY"}, {"OUTPUT", "COUNT", "REJECTED", "REPORT"}),
    "leveltracks": (
        {"INPUT", "FIELD", "TRACK_FIELD", "TIME_FIELD"},
        {"OUTPUT", "CROSSOVERS", "RMS_BEFORE", "RMS_AFTER"},
    ),
    "wiggles": ({"INPUT", "FIELD", "TRACK_FIELD", "SCALE", "AZIMUTH"}, {"OUTPUT", "LINES"}),
    "gridtracks": (
        {"INPUT", "FIELD", "TRACK_FIELD", "EXTENT", "TARGET_CRS", "CELL_SIZE", "TENSION", "TENSION_LENGTH",
         "MAX_DISTANCE"},
        {"OUTPUT", "COVERAGE", "POINTS_USED", "RMS_MISFIT"},
    ),
    "anisotropicdiffusion": (
        {"INPUT", "COVERAGE", "LENGTH", "INTEGRATION_SCALE", "ITERATIONS", "SUPPORT_LENGTH", "BARRIERS", "MASK"},
        {"OUTPUT", "SUPPORT", "ORIENTATION"},
    ),
    "crossvalidate": (
        {"INPUT", "FIELD", "TRACK_FIELD", "CELL_SIZE", "MAX_DISTANCE", "LENGTH", "INTEGRATION_SCALE", "ITERATIONS",
         "TARGET_CRS", "EXTENT", "WINDOW", "NULL_DRAWS"},
        {"OUTPUT", "EVIDENCE", "CORRELATION", "RMS", "NULL_CORRELATION_P95", "REPORT"},
    ),
    "predictlineations": (
        {"INPUT", "SUPPORT", "MODEL", "MODEL_FILE", "DEVICE", "TILE_SIZE", "OVERLAP", "MASK"},
        {"OUTPUT", "MODEL_USED", "DEVICE_USED", "TILES", "THRESHOLD"},
    ),
    "extractpicks": (
        {"INPUT", "ANOMALY", "SUPPORT", "EVIDENCE", "TRACKS", "PREVIOUS", "BARRIERS", "THRESHOLD", "MIN_LENGTH",
         "MAX_GAP"},
        {"OUTPUT", "COUNT", "TOTAL_LENGTH_KM"},
    ),
    "assignchrons": (
        {"INPUT", "ISOCHRONS", "CHRON_FIELD", "MAX_DISTANCE", "MAX_AZIMUTH"}, {"OUTPUT", "ASSIGNED", "AMBIGUOUS"},
    ),
    "comparepicks": (
        {"INPUT", "REFERENCE", "TOLERANCE", "MAX_AZIMUTH"},
        {"OUTPUT", "UNMATCHED", "COMPLETENESS", "CORRECTNESS", "QUALITY", "F1", "CHANCE_F1", "MEDIAN_DISTANCE",
         "MEDIAN_AZIMUTH_ERROR", "REPORT"},
    ),
    "exportpicks": ({"INPUT", "FORMAT", "TRACKS", "PLATE_ID", "TIMESCALE"}, {"OUTPUT", "COUNT"}),
    "exporttrainingdata": ({"INPUT", "SUPPORT", "PICKS", "AREA"}, {"OUTPUT"}),
}
DEFAULTS = {
    ("gridtracks", "CELL_SIZE"): 1000, ("gridtracks", "TENSION"): 0.25, ("gridtracks", "TENSION_LENGTH"): 10_000,
    ("gridtracks", "MAX_DISTANCE"): 20_000, ("anisotropicdiffusion", "LENGTH"): 10_000,
    ("anisotropicdiffusion", "INTEGRATION_SCALE"): 10_000, ("anisotropicdiffusion", "ITERATIONS"): 3,
    ("anisotropicdiffusion", "SUPPORT_LENGTH"): 10_000, ("crossvalidate", "WINDOW"): 60_000,
    ("crossvalidate", "NULL_DRAWS"): 5, ("crossvalidate", "MAX_DISTANCE"): 20_000,
    ("predictlineations", "MODEL"): "auto", ("predictlineations", "DEVICE"): "auto",
    ("extractpicks", "MIN_LENGTH"): 30_000, ("extractpicks", "MAX_GAP"): 15_000,
    ("assignchrons", "MAX_DISTANCE"): 10_000, ("assignchrons", "MAX_AZIMUTH"): 25, ("comparepicks", "TOLERANCE"): 5000,
    ("comparepicks", "MAX_AZIMUTH"): 25,
}
MAY_LACK_A_DEFAULT = {"INPUT", "FIELD", "ISOCHRONS", "REFERENCE", "PICKS"}
ALSO_REQUIRED = {"leveltracks": {"TRACK_FIELD"}, "exporttrainingdata": {"SUPPORT"}}
pytestmark = pytest.mark.usefixtures("provider")


def algorithm(name):
    return QgsApplication.processingRegistry().createAlgorithmById(f"lma:{name}")


@pytest.mark.parametrize("name", CONTRACT)
def test_contract(name):
    made = algorithm(name)
    assert made is not None, f"lma:{name} is not registered"
    inputs, outputs = CONTRACT[name]
    found = {definition.name() for definition in made.parameterDefinitions()}
    assert inputs <= found
    assert outputs <= {output.name() for output in made.outputDefinitions()}
    for definition in made.parameterDefinitions():
        optional = bool(definition.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional)
        if definition.isDestination():
            assert optional == (definition.name() != "OUTPUT"), definition.name()
            if definition.name() in outputs:
                assert definition.createByDefault(), definition.name()
        elif not optional and definition.name() not in MAY_LACK_A_DEFAULT | ALSO_REQUIRED.get(name, set()):
            assert definition.defaultValue() is not None, definition.name()


@pytest.mark.parametrize(("name", "parameter"), DEFAULTS)
def test_contract_defaults(name, parameter):
    assert algorithm(name).parameterDefinition(parameter).defaultValue() == DEFAULTS[name, parameter]


@pytest.mark.parametrize("name", [*CONTRACT])
def test_every_algorithm_explains_itself(name):
    made = algorithm(name)
    page = resource("help", f"{name}.md")
    assert page.is_file() and len(made.shortDescription()) > 30
    assert "<" in made.shortHelpString() and len(made.shortHelpString()) > 400
    assert len(made.tags()) > 4 and made.group()
    xml.dom.minidom.parse(str(made.svgIconPath()))
    for definition in made.parameterDefinitions():
        assert definition.description()
        if not definition.isDestination() and definition.name() != "INPUT":
            assert definition.help(), f"{name}.{definition.name()} has no help"
    copy = made.create()
    assert copy.id() == made.id() and not made.name().startswith("lma")


def test_icons_are_drawn(provider):
    for made in provider.algorithms():
        image = made.icon().pixmap(24, 24).toImage()
        drawn = sum(image.pixelColor(x, y).alpha() > 0 for x in range(24) for y in range(24))
        assert drawn > 30, made.id()
    assert len({Path(made.svgIconPath()).read_text() for made in provider.algorithms()}) >= len(CONTRACT)
