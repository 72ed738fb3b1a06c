"""What the dialogs choose first: the levelled anomaly once there is one."""

import threading

import pytest
from qgis.core import QgsProject, QgsVectorLayer

NAMES = ["gridtracks", "crossvalidate", "wiggles", "trackstopicks"]


def chosen(provider, name):
    """Return what a new dialog chooses and what a script gets."""
    algorithm = provider.algorithm(name).create()
    definition = algorithm.parameterDefinition("FIELD")
    return definition.defaultValueForGui(), definition.defaultValue()


def add_layer(columns):
    fields = "".join(f"&field={name}:double" for name in columns)
    QgsProject.instance().addMapLayer(QgsVectorLayer(f"Point?crs=EPSG:4326{fields}", "points", "memory"))


@pytest.mark.parametrize("name", NAMES)
def test_dialogs_choose_the_levelled_anomaly_once_there_is_one(provider, name):
    add_layer(["mag_res_nt"])
    assert chosen(provider, name) == ("mag_res_nt", "mag_res_nt")
    add_layer(["mag_res_nt", "mag_res_nt_lev"])
    assert chosen(provider, name) == ("mag_res_nt_lev", "mag_res_nt")


def test_other_threads_leave_the_project_alone(provider):
    add_layer(["mag_res_nt", "mag_res_nt_lev"])
    found = []
    worker = threading.Thread(target=lambda: found.append(chosen(provider, "gridtracks")[0]))
    worker.start()
    worker.join()
    assert found == ["mag_res_nt"]
