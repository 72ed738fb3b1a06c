"""The points of a source with further columns of numbers."""

from __future__ import annotations

from qgis.core import NULL, QgsFeature, QgsField

from ..core.errors import LmaCancelled
from ..core.progress import silent
from .fields import DOUBLE, number
from .translation import tr

_POLL = 1024


def with_columns(source, names, values_of, feedback, progress=silent):
    """Return fields and features of a source with columns added, or replaced where it has them.

    Parameters
    ----------
    source : qgis.core.QgsProcessingFeatureSource
    names : sequence of str
        Of the columns.
    values_of : callable
        Returns for a feature one number for each column; NaN and None become NULL.
    feedback : qgis.core.QgsProcessingFeedback
        For Cancel and the log.
    progress : callable
        See :mod:`lma_qgis.core.progress`.

    Returns
    -------
    fields : qgis.core.QgsFields
    features : list of qgis.core.QgsFeature

    Raises
    ------
    LmaCancelled
        If the user stops.
    """
    fields = source.fields()
    for name in names:
        if fields.lookupField(name) >= 0:
            feedback.pushWarning(tr("The field “{}” of the input is replaced.").format(name))
        else:
            fields.append(QgsField(name, DOUBLE))
    places = [fields.lookupField(name) for name in names]
    count = max(source.featureCount(), 1)
    features = []
    for index, feature in enumerate(source.getFeatures()):
        if index % _POLL == 0:
            if feedback.isCanceled():
                raise LmaCancelled
            progress(min(index / count, 1.0))
        attributes = feature.attributes()
        attributes += [NULL] * (len(fields) - len(attributes))
        for place, value in zip(places, values_of(feature)):
            attributes[place] = number(value)
        made = QgsFeature(fields)
        made.setGeometry(feature.geometry())
        made.setAttributes(attributes)
        features.append(made)
    return fields, features
