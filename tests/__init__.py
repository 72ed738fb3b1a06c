"""Tests; the folders mirror ``lma_qgis``."""
