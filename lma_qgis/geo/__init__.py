"""Files to arrays and back: GDAL and OGR only."""
