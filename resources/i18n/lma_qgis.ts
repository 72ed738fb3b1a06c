<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" sourcelanguage="en">
    <context>
        <name>Lma</name>
        <message>
            <location filename="../../lma_qgis/gui/review/dock.py" />
            <source> (the same search reaches {:.2f} by chance, 95 %)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/profile_panel.py" />
            <source>, {} drawn</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>0 (interpolated) to 1 (measured); nodata without coverage.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>0 is minimum curvature, which overshoots; near 1 the surface is a stretched membrane.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>0 removes none. Anomalies along a lineation are long, too: keep it several times their spacing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>0: a constant per track. From 6: a correction linear between knots, for tracks that many others cross.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/base.py" />
            <source>1 Tracks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/pick_form.py" />
            <source>1 clear</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>15-25 km, or one and a half times the distance between tracks. Blank cells stay blank in later steps.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/base.py" />
            <source>2 Gridding</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/pick_form.py" />
            <source>2 usable</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/base.py" />
            <source>3 Diffusion</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/pick_form.py" />
            <source>3 inferred</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/base.py" />
            <source>4 Evidence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/base.py" />
            <source>5 Detection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/base.py" />
            <source>6 Picks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/base.py" />
            <source>7 Chains</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>95th percentile of a line's evidence by chance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>95th percentile of the correlation by chance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>A few records that can only be reached and left faster are rejected.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/tables.py" />
            <source>A geometry cannot be transformed to the raster's coordinate system.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/pick_table.py" />
            <source>A line of “{}” cannot be transformed to {}; check the coordinate system of the layer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/detection/tiling.py" />
            <source>A margin of {} cells on either side leaves nothing of a tile of {}: choose larger tiles or a smaller overlap.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>A moving mean of this width is taken off prediction and observation: two to six lineations.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>A track's crest or trough may lie this far from the line to count as the same.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>About the width of the ridges themselves; larger values bridge weak spots.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>Accept</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/session.py" />
            <source>Accept pick</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>Accepted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>Accepted and edited ones become labels; a layer without a field “status” is taken whole.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Accepted, edited and rejected picks are kept unchanged and no new pick is laid over them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/desktop.py" />
            <source>Add isochron style</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>All picks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>All points lie in one place; a grid needs points that cover an area.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>All points lie on one straight line, so nothing is known beside it; add other tracks.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>Along strike</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>An ONNX file with a model card inside; goes before the choice above.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>Anisotropic diffusion</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <location filename="../../models/trackstogrid.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Anomaly</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <location filename="../../lma_qgis/algorithms/preselection.py" />
            <source>Anomaly (nT)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/layer_choice.py" />
            <source>Anomaly field</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../models/trackstogrid.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Anomaly field (nT)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/contents.py" />
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Anomaly grid</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>Anomaly of the tracks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <location filename="../../models/rastertopicks.model3" />
            <source>Anomaly raster (nT)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/installation.py" />
            <source>Another onnxruntime of this QGIS goes before the new one; nothing was changed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Archived</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>Area</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Areas to leave out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/desktop.py" />
            <source>Arrange project from results…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>As for the diffusion.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>As for the diffusion; doubled where a track is missing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>As for the grid.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>As for the grid; also how far along strike a track's evidence is carried.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>As the review dock states it; then crests get only chrons of this polarity, troughs the others.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Assign chrons</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Asymmetry</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>At most a quarter of the distance between lineations.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Auto</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>Averaging of the orientation (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Axis at</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Axis here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Axis, from the pick; or double-click the profile</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/help_dialog.py" />
            <source>Back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Band 1 crests, band 2 troughs, 0 to 1.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>Band 1, in metres; nodata stays nodata and is never read.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>Band 1: azimuth of the lineations, true north. Band 2: coherence.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Band 1: observations per cell. Band 2: distance to the nearest, m.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Band 1; best the enhanced anomaly of “Anisotropic diffusion”. In metres; nodata stays nodata.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Barriers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Between the two ends, and from each into the gap.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../models/trackstogrid.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Blank beyond this distance from observations (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Blank farther from any observation than (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/forward/spreading.py" />
            <source>Both flanks must spread: take a half-rate above zero and an asymmetry between −1 and 1.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/runtime_dialog.py" />
            <source>CPU: onnxruntime, about {} MB</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>CSV</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/session.py" />
            <source>CUDA does not work: {}; set up the NVIDIA GPU runtime in the plugin's menu and the NVIDIA driver, or choose the device cpu.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <location filename="../../models/trackstogrid.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Cell size (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Cells of {:.0f} m are coarse for anomalies that lie {:.0f} km apart along the tracks; use cells of at most {:.0f} m.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Cells that neighbouring tiles share (0 = as the model asks)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/table.py" />
            <source>Choose a layer of lineation picks.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>Choose it so that the largest anomalies reach about as far as the next track.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>Choose the field that names the tracks; without it nothing crosses anything.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Choose the magnetisation so that model and observation vary equally</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/pick_form.py" />
            <source>Chron</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Chron field</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Chron names (C5n.2n), anomaly numbers (5) or ages in Ma (decimal numbers). Empty: found by name.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparison_data.py" />
            <source>Chrons: {} picks agree with the reference, {} differ.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Columns of tables</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/columns.py" />
            <source>Columns: “{}” is not understood; write role=column with one of: {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/pick_form.py" />
            <source>Comment</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Compare picks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Compared picks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Coordinate system of tables</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/tables.py" />
            <source>Coordinate system: {}, in metres.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/diagnostics_dialog.py" />
            <source>Copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/desktop.py" />
            <source>Copy sample survey…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>Correlation of predicted and observed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>Correlation: moving means over the window taken off both; observations right beside another track, which measured the same, count little. RMS: the median difference of each line taken off.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/contents.py" />
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <location filename="../../models/rastertopicks.model3" />
            <location filename="../../models/trackstogrid.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Coverage</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>Coverage raster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>Cross-validate tracks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>Cross-validated points</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>Crossings inside longer gaps of a track are not used.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>Crossovers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>Cruise or line. Tracks are cut at gaps and turns; each straight run is held out as a whole.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Crust under a crest</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>Curves end where it changes; they always end at gaps and turns.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Depth of the layer's top below the sensor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Deskewed section</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Device</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Device used</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/diagnostics_dialog.py" />
            <source>Diagnostics report</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/desktop.py" />
            <source>Diagnostics report…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>Direction of positive anomalies (degrees true)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>Distance at which the support of a single track falls to 37 %; does not alter the anomaly.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/runtime_dialog.py" />
            <source>Download and install</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>Draw wiggles</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>Each is read from the result before it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>Each track gets one correction: the line for surveys, the cruise where lines cross too seldom.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>Edit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/session.py" />
            <source>Edit pick</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>Edited</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>Empty: PLATEID1.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Empty: the one that the score raster carries.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>Empty: the usual names, levelled values first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>End field</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Ends that face each other are joined across it where support and evidence allow.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../models/rastertopicks.model3" />
            <location filename="../../models/trackstogrid.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Enhanced</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <location filename="../../lma_qgis/algorithms/contents.py" />
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Enhanced anomaly</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>Every straight run was taken out in turn and predicted from all others by gridding and guided smoothing on cells of {:g} km, as far as {:g} km from them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/contents.py" />
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Evidence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Evidence raster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>Export picks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>Export training data</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Extent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Extract picks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>F1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>F1 by chance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Farthest distance of a hit; the report adds 3, 5 and 10 km.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>Farthest extremum (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>File</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Fit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Fit rate and axis</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>Folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/sample.py" />
            <source>Folder for the sample survey</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/actions.py" />
            <source>Folder with results of the chain</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>For CSV and XYZ files in metres; left empty, their positions are degrees on WGS 84.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>For the ages of GPlates. GSFML files always carry Gee &amp; Kent (2007).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>For the amplitude and the spread of the position.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>Format</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>Fracture zones, ridge axes: nothing is smoothed across.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/pick_form.py" />
            <source>From model (T)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>From “Grid track data”: observations per cell and distance to the nearest. Without it the raster is taken as measured everywhere, is smoothed everywhere, and no support can be given.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>GMT</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>GPlates</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>GSFML</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>GSFML points (*.gmt);;GPlates lines (*.shp)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>GSFML points are written only where a track shows the anomaly; choose “Track points”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Gaps are bridged only where tracks predict each other beyond chance.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Gaps are bridged, and lines end, only where it is at least 0.3.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Geosoft</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Grid track data</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>HTML (*.html)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>HTML files (*.html)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Half its amplitude is kept; never shorter than four cells. 0 follows every point.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Half of it on either side serves as context only; too little makes seams.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Half-rate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Half-rate: mean of both flanks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/desktop.py" />
            <source>Help</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Hits among everything found or missed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>How often everything is repeated with shifted tracks; 0: no comparison with chance.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>How to review: keys, profile, model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>IGRF</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>IGRF-14 only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>IGRF-14 recomputes from the total field, where the file has one. Archived anomalies refer to whatever reference field was in use; the report gives their offset.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>IGRF-14 where possible, else archived</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Identified lines or points in any coordinate system.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Import of track files</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Import track files</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>In the order of measurement. Points whose field “use” is 0 are left out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>In the order of measurement. Points whose field “use” is 0 shape nothing but are levelled, too.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>In the order of measurement; the fields survey_id, line_id and use are honoured.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/runtime_dialog.py" />
            <source>In use: onnxruntime {} from {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/runtime_dialog.py" />
            <source>Install from a wheel file…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/runtime_dialog.py" />
            <source>Installed by this dialog: {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../models/rastertopicks.model3" />
            <location filename="../../models/trackstogrid.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Integration scale of the orientation (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Isochrons, lineations or published picks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Its cells and coordinate system replace extent, cell size and target.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>Labels written</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>Land, plateaus: become nodata.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Land, platforms, seamounts: treated as nodata.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Larger values are blanked; a record with nothing else is rejected.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Largest angle between lines (degrees)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Largest angle between pick and line (degrees)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>Largest corrections subtracted (nT): {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Largest distance (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Largest height and width of what the model is given at once; smaller tiles take less memory.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Largest possible anomaly (nT)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Largest possible speed (m/s)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Largest turn across a gap (degrees)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/dock.py" />
            <source>Layers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Left empty, the extent of the points.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>Left empty, the extent of the points; best the anomaly grid, whose cells the evidence then has.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>Left empty: at right angles to the track, to the east (to the north for tracks that run east-west).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>Length of the section on both sides of the pick</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>Level the remaining tracks anew in every fold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>Level tracks at crossovers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>Levelled points</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>Levels found with a track hold part of it; they are found again from the crossings of the others.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/provider.py" />
            <location filename="../../lma_qgis/gui/actions.py" />
            <location filename="../../lma_qgis/gui/desktop.py" />
            <location filename="../../lma_qgis/gui/sample.py" />
            <source>Linear magnetic anomalies</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/help_dialog.py" />
            <source>Linear magnetic anomalies: help</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Lineation picks; fields that are missing are added.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Lineation score</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/contents.py" />
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Lineation scores</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Lines are cut at them and never joined across them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Lines only; points have no direction.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Lines or points in any coordinate system. Against points only completeness and distances are defined.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Lines that point elsewhere are no hit however near. Not used against points.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../models/rastertopicks.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Longest bridged gap (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Longest gap to bridge (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>Longest step that is interpolated (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>MGD77</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>MGD77, MGD77T, MGD77+ (netCDF), Geosoft XYZ or CSV, also gzipped; the content decides.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>MGD77T</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Magnetisation of the layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Median angle of the hits (degrees)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Median distance of the hits (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <location filename="../../lma_qgis/gui/review/dock.py" />
            <location filename="../../models/rastertopicks.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/dock.py" />
            <source>Model at the pick</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Model card</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Model file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Model used</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/runtime_dialog.py" />
            <source>NVIDIA GPU: onnxruntime-gpu, about {} MB</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Names the track of a point; each track has one voice in a cell.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>Needed for a drift and for the hours between two passages.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>Needed for gsfml: a point is written only where a track itself shows the crest or trough.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Neighbouring tracks hardly predict each other here (mean evidence {:.2f}). This model is silent </source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Never alters a score; where it is below what the model asks for, the result is nodata.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>Next pick (N)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/diffusion/emag2.py" />
            <source>No cell has an error that small; raise the trusted error or check that code and error fit.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>No coverage given: measured and interpolated cells count alike, and the support is nodata.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/isochrons.py" />
            <source>No feature names a chron in “{}”; choose another field.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/isochrons.py" />
            <source>No field of the isochron layer looks like chrons or ages; choose it in “Chron field”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/runtime.py" />
            <source>No inference runtime (onnxruntime) is installed; {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/gridding/surface.py" />
            <source>No observation with a finite value lies inside the extent: check the extent, CRS and field.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>No pick is accepted or edited: the predicted ones are written. A network only grows surer of its </source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/dock.py" />
            <source>No pick is left under this filter.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/tables.py" />
            <source>No point can be placed in the target system; choose a system that covers the survey.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/tables.py" />
            <source>No point has a usable number in “{}”; choose another field or clear the filter.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/tracks/intake.py" />
            <source>No record holds a possible magnetic value at a possible position; check files and columns.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/actions.py" />
            <source>No result of the chain was found: run “Tracks to picks” first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>No track file is chosen; add at least one file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>No two tracks cross: nothing is levelled. Check the track field, or level by cruise.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/base.py" />
            <source>Not enough memory for this raster; use larger cells or a smaller extent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Not given: {}. What they tell of the picks stays empty, and no pick is hidden for the lack of it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>Null draws</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../models/trackstopicks.model3" />
            <source>Null draws of the evidence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Number of picks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>Number, field or expression for PLATEID1 of GPlates. Plates below win where they cover a pick.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>ONNX</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Observations used</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Of a pick from an isochron; authors of the same isochron differ by some kilometres.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Of isochron and pick, combined with position_sd_km of the pick; a second chron less than this farther away makes the pick ambiguous.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Of “Cross-validate tracks”; for models that look at it beside the anomaly, the others leave it aside.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/runtime_dialog.py" />
            <source>One package goes into {}; numpy and everything else of QGIS stay untouched.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/evidence/cross_validation.py" />
            <source>One track alone cannot be checked; choose the field that names the tracks, or add tracks.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Only headers (.h77t) are chosen; choose the data files (.m77t) that belong to them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Only what lies inside is compared. Give the surveyed area when the reference is larger.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Only where their names are not understood, such as: longitude=X; latitude=Y; residual=MAG.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <location filename="../../lma_qgis/algorithms/contents.py" />
            <source>Orientation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>Orientation estimates</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../models/rastertopicks.model3" />
            <location filename="../../models/trackstogrid.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Orientation re-estimates</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/session.py" />
            <source>Out of memory on {} with one tile; choose smaller tiles or the device cpu.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/session.py" />
            <source>Out of memory with one tile; choose smaller tiles.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/dock.py" />
            <source>Pick</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Pick {}: the chron a person gave contradicts its neighbours' ages.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <location filename="../../lma_qgis/gui/project_template.py" />
            <location filename="../../lma_qgis/gui/review/layer_choice.py" />
            <location filename="../../models/rastertopicks.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Picks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Picks and reference are the same layer; scores against itself say nothing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/table.py" />
            <source>Picks are lines: choose a line layer made by “Extract picks”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Picks left empty because the chron is not clear</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>Picks left out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Picks that got a chron</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Picks with chrons</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>Plate id</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>Plate id of the polygons</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>Plates</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>Points along tracks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>Points or lines written</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Points written</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>Polygons whose field gives the plate id of the picks in them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Position error (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>Positive wiggles</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Predict lineations</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>Previous pick (P)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Previous picks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/profile_panel.py" />
            <source>Profile across the pick</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Projected, in metres. Left empty: that of the points or, if in degrees, one centred on them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Put the spreading axis on the current pick</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/pick_form.py" />
            <source>Quality</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>RMS disagreement after (nT)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>RMS disagreement before (nT)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>RMS of cell medians minus surface (nT)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>RMS of the residual (nT)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/layer_choice.py" />
            <source>Raster section</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../models/rastertopicks.model3" />
            <source>Raster to picks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/project_template.py" />
            <source>Rasters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/raster.py" />
            <source>Rasters are written as GeoTIFF: end the name {} with .tif.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>Reach of an observation along the lineation (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Records with a magnetic value that were rejected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Reference</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/project_template.py" />
            <source>References</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>Reject</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/session.py" />
            <source>Reject pick</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>Rejected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Rejected picks are left out of the scores.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/runtime_dialog.py" />
            <source>Remove</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Remove wavelengths along the track above (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Removed along the track</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Report</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/desktop.py" />
            <location filename="../../lma_qgis/gui/review/dock.py" />
            <source>Review picks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Right flank faster by this, left slower</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>Rising evidence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>Rising score</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Same cells as raster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>Same cells. For networks that look at the evidence beside the anomaly.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>Same cells. Without it the support of the folder is missing everywhere.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>Save</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>Scale (nT per km)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../models/rastertopicks.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Score</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/actions.py" />
            <source>Select a layer of isochrons (field age_ma or FROMAGE), lineations (anomaly), published picks (chron and anomaly_end) or fracture zones (code) in the Layers panel first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Selection and filter of the layer hold; points whose field “use” is 0 are left out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/session.py" />
            <source>Set chron</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/session.py" />
            <source>Set comment</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/session.py" />
            <source>Set quality</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/runtime_dialog.py" />
            <source>Set up inference runtime</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/desktop.py" />
            <source>Set up inference runtime…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Share of the picks that is right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Share of the reference that is found</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Shorter lines are dropped after joining.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <location filename="../../models/rastertopicks.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Shortest pick (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Shortest wavelength along tracks (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Skewness θ</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Skewness θ: phase shift of the anomaly</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>Smoothing along lineations (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>Smoothing along the lineation (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../models/rastertopicks.model3" />
            <location filename="../../models/trackstogrid.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Smoothing length along lineations (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Smoothing of the score (cells)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>Spacing of drift knots (hours)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Spread of the scores under flips</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Spreading axis</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Standard deviation of the scores over four mirror images; four times the work.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>Standard deviation; about the distance between two lineations. 0 changes nothing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>Standard deviation; larger is steadier, smaller follows bends.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Strongly skewed: crests and troughs lie up to 5 km off the middle of their blocks.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <location filename="../../lma_qgis/algorithms/contents.py" />
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <location filename="../../models/rastertopicks.model3" />
            <location filename="../../models/trackstogrid.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Support</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Support raster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/pick_form.py" />
            <source>Take chron and end from the model's block at the pick</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Target coordinate system</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Tension (0 to less than 1)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>Tension length (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>That is no better than chance.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/runtime_dialog.py" />
            <source>The GPU needs CUDA 12 and cuDNN 9 from NVIDIA, which you install yourself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/provider.py" />
            <source>The Python of QGIS lacks {}; install it with the QGIS installer or your package manager.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/installation.py" />
            <source>The Python of this QGIS has no pip; install it (Debian: apt install python3-pip) first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/interpreter.py" />
            <source>The Python program of this QGIS cannot be found; install onnxruntime with the command in the plugin's README.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/detection/preprocessing.py" />
            <source>The anomaly and its grid differ in rows or columns: read both from the same raster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>The anomaly is inverted; crests and troughs stay near the middle of their blocks.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>The anomaly raster holds nothing but nodata; choose another raster or band.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>The anomaly, best levelled: total field minus reference field.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>The area holds no polygon; choose another layer or clear its selection.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/grid.py" />
            <source>The cell size must be larger than zero.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/session.py" />
            <source>The changes could not be saved: {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/crs.py" />
            <source>The coordinate system is measured in {}; choose one in metres.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>The coordinate system shows distances {:.2f} times as long as they are here, so all lengths in metres are off by as much; choose a target system made for the area, such as its UTM zone.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/crs.py" />
            <source>The coordinates are no degrees; assign the layer the coordinate system they are in.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>The coverage raster holds no observation; choose the one made with this anomaly raster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>The curves themselves.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/models.py" />
            <source>The default model “{}” is missing; reinstall the plugin or choose a model by name.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/picks/chrons.py" />
            <source>The distance to the isochrons must be larger than zero.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>The evidence raster holds no value: no track could be tested against the others, and what this </source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/crs.py" />
            <source>The extent reaches beyond the target coordinate system; choose a smaller extent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>The field “{}” holds no dates; choose a field of date and time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/tables.py" />
            <location filename="../../lma_qgis/algorithms/track_points.py" />
            <source>The field “{}” holds text; choose a field of numbers.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/base.py" />
            <source>The field “{}” is called “{}” in the result: GeoPackage needs or has the name.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/added_columns.py" />
            <source>The field “{}” of the input is replaced.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>The file is empty. GSFML takes picks that “Review picks” accepted or edited and that have a chron.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>The file is empty: all picks are rejected.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/pick_files.py" />
            <source>The file {} cannot be secured before it is replaced: {}; free space.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/exchange.py" />
            <source>The file {} cannot be written: {}; check the disk and the rights.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/raster.py" />
            <source>The file {} cannot be written; choose another folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/targets.py" />
            <source>The file {} holds the input “{}” of this run; write to another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/previous_picks.py" />
            <source>The file {} holds {} picks that were accepted, edited or rejected; choose it under “Previous picks” as well, or write to another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/previous_picks.py" />
            <source>The file {} holds {} touched picks, but the previous picks yield only {}; clear the filter and the selection of that layer, or write to another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/model_file.py" />
            <source>The file {} is not an ONNX model ({}); choose another file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>The first table counts observations no farther from another track than the map is filled.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/installation.py" />
            <source>The folder {} cannot be made: {}; check its permissions.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/training_data.py" />
            <source>The folder {} cannot be made: {}; choose another place.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/training_data.py" />
            <source>The folder {} cannot be written: {}; check the disk and the rights.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/exchange.py" />
            <source>The folder {} cannot be written; choose another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <location filename="../../lma_qgis/algorithms/targets.py" />
            <location filename="../../lma_qgis/geo/raster.py" />
            <source>The folder {} does not exist; create it or choose another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/training_data.py" />
            <source>The folder {} holds other files; choose a new one, nothing in it is replaced.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>The format needs a file that ends with {}; rename {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/provider.py" />
            <source>The graphical model cannot be read: </source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>The grid has {:.0f} million cells and needs about {:.1f} GiB of memory; of surveys that lie far apart select the points of one, or give an extent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/gridding/surface.py" />
            <source>The grid would have {} x {} cells, more than {:.0e}: use cells of at least {:.0f} m or a smaller extent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/runtime.py" />
            <source>The inference runtime cannot be loaded: {}; {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/runtime.py" />
            <source>The inference runtime lacks the package {}; {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/diffusion/orientation.py" />
            <source>The integration scale must be larger than zero: about the distance between two lineations.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/isochrons.py" />
            <source>The isochron layer has no field “{}”; choose the field with the chron names or ages.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/table.py" />
            <source>The layer cannot be read: its file may have been moved.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/table.py" />
            <source>The layer has no coordinate system: set it in the layer's properties.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/crs.py" />
            <source>The layer has no usable coordinate system; assign one in its properties first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/table.py" />
            <source>The layer holds no picks: lower the threshold of “Extract picks” or clear the filter.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/session.py" />
            <source>The layer “{}” cannot be edited: export it to a GeoPackage you may write to.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/session.py" />
            <source>The layer “{}” did not take the change: check its field types.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/base.py" />
            <source>The layer “{}” is not a raster file; save it as GeoTIFF with “Export → Save As” first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>The levelled anomaly goes into a field of the same name with “_lev” added.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>The levels of the tracks were taken as they are.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/tracks/crossovers.py" />
            <source>The longest interpolation must be larger than zero metres.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/forward/profile.py" />
            <source>The magnetised layer needs a top below the sensor and a bottom below its top.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/dock.py" />
            <source>The map's coordinate system has no place for this pick; choose another one for the project.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/gridding/surface.py" />
            <source>The maximum distance must be larger than zero metres.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/detection/card.py" />
            <location filename="../../lma_qgis/core/detection/preprocessing.py" />
            <source>The model asks for preprocessing version {}, this plugin has version {}: update the plugin or choose another model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/detection/card.py" />
            <source>The model card has version {}, this plugin reads version {}: update the plugin or choose another model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/detection/card.py" />
            <source>The model card is not JSON; ask the model's author for a repaired file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/detection/card.py" />
            <source>The model card is not a JSON object; ask the model's author for a repaired file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/detection/card.py" />
            <source>The model card is not valid: “{}” {}; ask the model's author.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/session.py" />
            <source>The model {} cannot be loaded by onnxruntime {}: {}; update the runtime or choose another model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/model_file.py" />
            <source>The model {} cannot be read: {}; check its permissions.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/model_file.py" />
            <source>The model {} does not end with .onnx; choose an ONNX file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/session.py" />
            <source>The model {} failed on {}: {}; choose another model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/model_file.py" />
            <source>The model {} has no model card, so its input is unknown; add one with “python tools/add_card.py MODEL.onnx CARD.json” from the plugin's repository.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/model_file.py" />
            <source>The model {} is larger than {} MiB; choose a smaller one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/model_file.py" />
            <source>The model {} is not a file on this computer; download it or choose another one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/model_file.py" />
            <source>The model {} is refused: {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/engine.py" />
            <source>The model {} looks at the evidence raster too: run “Cross-validate tracks” on the same points and give its evidence raster, or choose a model that needs none.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/engine.py" />
            <source>The model {} needs a support raster: give the one that “Anisotropic diffusion” made.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/network_scorer.py" />
            <source>The model {} takes tiles of {} cells only and cannot be zoomed: bring the raster to cells of {} m.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/network_scorer.py" />
            <source>The model {} was made for square cells of {:g} to {:g} m, the raster has {:g} × {:g} m: run “Warp (reproject)” to {:g} m first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/session.py" />
            <source>The model {} {}; ask the model's author.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/installation.py" />
            <source>The new runtime computes wrongly and was removed; try another version from a wheel file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/installation.py" />
            <source>The new runtime does not start and was removed: {}{}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/installation.py" />
            <source>The old runtime cannot be replaced ({}): it is in use; restart QGIS and try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>The other tracks were levelled anew in every fold, without the crossings of the track held out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>The pick layer holds no line that can be a label; choose another layer or review picks.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>The pick layer holds no lines; choose a layer with picks or clear its filter and selection.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparison_data.py" />
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>The pick layer holds no lines; choose another one or clear its filter and selection.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>The picks have no field “status”; review a result of “Extract picks” first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>The picks or the isochrons cannot be read; choose valid layers.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>The picks or the reference cannot be read; choose valid layers.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>The picks span {:.0f} km: no flat map keeps such distances; run one region after another.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>The plate id cannot be computed: {}; correct the expression.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>The plates have no field “{}”; choose the field with the plate id.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/tables.py" />
            <source>The point layer cannot be read; choose a valid point layer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/tables.py" />
            <source>The point layer has no field “{}”; choose one of: {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/tables.py" />
            <source>The point layer holds no points; choose another layer or clear its filter and selection.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/previous_picks.py" />
            <source>The previous pick {} has “{}” in its field “{}”, which should be {}; correct the value or rename the field.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/previous_picks.py" />
            <source>The previous picks have no field “status”; choose a result of “Extract picks”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/forward/matching.py" />
            <source>The profile is too short to fit: choose track points or a raster that cover the section.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/runtime_dialog.py" />
            <source>The program {} cannot be started.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/installation.py" />
            <source>The program {} does not work as Python: {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/installation.py" />
            <source>The program {} is not the Python of this QGIS; use a wheel file by hand.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>The raster carries no threshold: it is no result of “Predict lineations”; choose one, or set “Threshold”, for example 0.5.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/grid.py" />
            <source>The raster has no area: its cell size and its extent must be larger than zero.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>The raster has no cell with a value; choose another raster or a smaller mask.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>The raster that a network would see, in nT; usually the enhanced anomaly.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>The raster to align with has no coordinate system; assign one or choose a target.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/raster.py" />
            <source>The raster {} cannot be opened; check that it exists and is a raster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/raster.py" />
            <source>The raster {} cannot be read: {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/raster.py" />
            <source>The raster {} cannot be written: {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/raster.py" />
            <source>The raster {} cannot be written: {}; close programs that use it and check the disk.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/raster.py" />
            <source>The raster {} has no band {}; choose a raster with at least {} bands.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/raster.py" />
            <source>The raster {} has no georeference; assign one with “Georeferencer” first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/raster.py" />
            <source>The raster {} holds complex numbers; choose one with real values.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/contents.py" />
            <source>The raster {} holds “{}”, but the input “{}” takes “{}”; choose another raster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/raster.py" />
            <source>The raster {} is in degrees; run “Warp (reproject)” to a projected system in metres first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/raster.py" />
            <source>The raster {} is measured in {}; run “Warp (reproject)” to a system in metres first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/raster.py" />
            <source>The raster {} is rotated; run “Warp (reproject)” on it first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/base.py" />
            <source>The rasters {} and {} have different cells; make both with the same extent and cell size, or align them with “Align rasters”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/tracks/igrf.py" />
            <source>The reference field file is damaged; reinstall the plugin.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/tracks/igrf.py" />
            <source>The reference field file is incomplete; reinstall the plugin.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/base.py" />
            <source>The report {} cannot be written: {}; choose another folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/engine.py" />
            <source>The ridge filter runs on the CPU only; choose the device auto or cpu.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/installation.py" />
            <source>The runtime is in use ({}); restart QGIS and remove it before any prediction.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>The same field as for the grid.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/sample.py" />
            <source>The sample survey cannot be copied to {}: {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>The scale must be larger than 0 nT per km.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/diffusion/smoothing.py" />
            <source>The smoothing failed; check that lengths and integration scale are finite numbers.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/diffusion/coherence_enhancing.py" />
            <location filename="../../lma_qgis/core/diffusion/guided.py" />
            <source>The smoothing length must not be negative and at least one iteration is needed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/gridding/surface.py" />
            <source>The smoothing wavelength must not be negative.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/diffusion/support.py" />
            <source>The support length must be larger than zero.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/columns.py" />
            <source>The table has no column “{}”; its columns are: {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/crs.py" />
            <source>The target coordinate system is in degrees; choose a projected one in metres.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>The target coordinate system is not known; choose one from the list.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/gridding/surface.py" />
            <source>The tension length must be larger than zero metres.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/gridding/surface.py" />
            <source>The tension must be at least 0 and less than 1: choose a value such as 0.25.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/picks/tracing.py" />
            <source>The threshold must be larger than zero: set one below the highest score of the raster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>The threshold must be larger than zero; choose one below the highest score.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>The tiles overlap: {:.0f} % more cells are computed than the raster has.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/forward/timescale.py" />
            <source>The time scale needs chrons whose older end is older than the younger one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/track_points.py" />
            <source>The track points have no usual anomaly field; choose it in “Anomaly of the tracks”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/sample.py" />
            <source>The tracks are in {}: choose that file in “Import track files”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/engine.py" />
            <source>There is no device “{}”; choose one of {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/models.py" />
            <source>There is no model “{}”; choose one of {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/session.py" />
            <source>There is no pick to decide on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/timescales.py" />
            <source>There is no time scale “{}”; choose one of: {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/session.py" />
            <source>There is nothing to undo.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Thickness of the magnetised layer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/table.py" />
            <source>This layer has no field “status”: choose a layer made by “Extract picks”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/tile_size.py" />
            <source>This model takes tiles of {} cells only; set the tile size to 0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/dock.py" />
            <source>This pick has no line: reject it, or draw one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Threshold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Threshold of the model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Tile size (cells; 0 = as the model asks)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Tiles computed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/tile_size.py" />
            <source>Tiles of {} cells that share {} leave nothing; choose larger tiles or a smaller overlap.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>Tiles: {}, {:.3g} per second on {}, {} without data skipped.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>Time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Time scale</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Time scale of the isochron ages</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>To review</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Tolerance (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>Total length (km)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <location filename="../../lma_qgis/algorithms/preselection.py" />
            <source>Track</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../models/trackstogrid.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Track field</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Track files</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <location filename="../../lma_qgis/gui/review/layer_choice.py" />
            <location filename="../../models/trackstogrid.model3" />
            <location filename="../../models/trackstopicks.model3" />
            <source>Track points</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/project_template.py" />
            <source>Tracks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../models/trackstogrid.model3" />
            <source>Tracks to enhanced grid</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../models/trackstopicks.model3" />
            <source>Tracks to picks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/sample.py" />
            <source>Truth of the sample survey</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>Try 0.6 to 1.6 times this half-rate, asymmetries to 20 % and every axis within the section</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Turns ages into chrons, and chrons into ages to check their order.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/core/forward/timescale.py" />
            <source>Two chrons of the time scale overlap: correct their ages.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/targets.py" />
            <source>Two outputs of this run are called {}; give each a name of its own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>Undo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Unmatched reference</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Values that leave the median of a quarter of it far behind are flagged “spike”; 0: none.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>Visit also picks with support below 0.3 or fewer than two track crossings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>What was kept, rejected and flagged, with reasons and profiles.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/runtime_dialog.py" />
            <source>Wheel of onnxruntime</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/runtime_dialog.py" />
            <source>Wheels (*.whl)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>Where every lineation is labelled: outside, nothing is learnt. Empty: the whole raster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>Where tracks cross, with both values and the disagreement before and after.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>Wiggle lines</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>Window along the track (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>Window of the spike filter (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>With it, ages must grow away from the axis; else only picks older than both neighbours are doubted.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>With tension 0.5 the membrane takes over on scales above this length.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>Within {:g} km: {:.0%} of the reference found, {:.0%} of the picks right, F1 {:.2f} (by chance {:.2f}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>Without chron</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>XYZ</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>Young (y) or old (o) end or centre (c). Empty: found by name, or read from names such as C13ny.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>Zero lies on the track.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>accuracy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>age</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>also weak</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>auto takes CUDA when it works, else the CPU; cuda refuses to run without it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>auto: the network that sees the evidence where there is some, else ridge, a filter and no network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/dock.py" />
            <source>beyond the time scale</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>bias</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>buffer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/pick_form.py" />
            <source>centre</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>chron</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>clean</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>coherence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>completeness</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>correctness</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>coverage</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>crest</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>crossover</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>cruise</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>dataset</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>deep learning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>despike</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>detect</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>drift</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>enhance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>evaluate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>evidence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>evidence {:.2f}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>exchange</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>filter</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/pick_form.py" />
            <source>for example C5n.2n</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/pick_form.py" />
            <source>from {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>gap</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>gsfml: points where tracks show the anomaly (.gmt). gplates: lines (.shp).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>identification</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>inference</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>interpolate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>interpolation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>isochron</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/actions.py" />
            <source>isochrons, coloured by age</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/model_file.py" />
            <source>it brings functions of its own; export it with these inlined.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/model_file.py" />
            <source>it keeps weights in another file; export it with the weights inside.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/model_file.py" />
            <source>it {} of “{}”, which are not standard; export it with standard operators.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/model_file.py" />
            <source>its graphs are nested too deeply; export a plain one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>jackknife</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>labels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>leave one out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>leveling</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>levelling</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>line</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/actions.py" />
            <source>lineations, coloured by the age of their anomaly</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>map</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>minimum curvature</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>mistie</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>model draws rests on the map alone.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/profile_panel.py" />
            <source>model, nT</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>neither accepted nor edited</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/profile_panel.py" />
            <source>no track crosses within 25 km</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/profile_panel.py" />
            <source>no track points chosen (tab Layers)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>no track shows them within the tolerance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/dock.py" />
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>normal</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/runtime_dialog.py" />
            <source>nothing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>null test</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/profile_panel.py" />
            <source>observed, nT</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/pick_form.py" />
            <source>old end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/profile_panel.py" />
            <source>one track crosses, at {:.0f} km</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/runtime.py" />
            <source>onnxruntime {} is too old, {}.{} is needed; {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>own guesses; review some before you train with this folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>pick</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>plot</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>points</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>polarity</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/profile_panel.py" />
            <source>polarity (dark: normal)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>prediction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>profile</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>publish</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/actions.py" />
            <source>published picks, coloured by age</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/dock.py" />
            <source>r = {:.2f} with the observation{}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>raster</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/dock.py" />
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>reversed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>reviewed but without a chron</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>ridge</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>score</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>score {:.2f}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/actions.py" />
            <source>seafloor fabric, by kind</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>shapefile</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>ship</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>smooth</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>spline</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>strike</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <source>structure tensor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/anisotropicdiffusion.py" />
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>support</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>support {:.2f}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>surface</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>survey</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>tie line</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>timescale</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>trace</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>track</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>tracks</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>training</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>trough</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>trust</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>validation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>vectorise</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>vectorize</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>wavelengths above {:g} km</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>where they do not: that nothing is drawn does not say that nothing is there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/wiggles.py" />
            <source>wiggle</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/pick_form.py" />
            <source>young end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/profile_panel.py" />
            <source>{:+.1f} km</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparison_data.py" />
            <source>{:.0%} of the reference lies more than {:g} km outside the picks' extent and lowers the completeness; give the surveyed area.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>{:.0%} of the reference lies within {:g} km of a pick.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>{:.0f} crossings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>{:.0f} km</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>{} ({}): {} records, {} with a magnetic value.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>{} accepted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparepicks.py" />
            <source>{} against {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/files.py" />
            <source>{} cannot be opened ({}); check the path and its permissions.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/table.py" />
            <source>{} cannot be read as a table ({}); save it as plain CSV.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>{} crossings, RMS {:.1f} nT before and {:.1f} nT after; median {:.1f} and {:.1f} nT. {} of {} tracks cross no other and keep their values.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/installation.py" />
            <source>{} does not exist for this system; choose {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>{} edited</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparison_data.py" />
            <source>{} features of the reference lie outside the area and are left out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/mgd77.py" />
            <source>{} has no complete MGD77 data record; it may be cut off or be only a header.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/table.py" />
            <source>{} has no records; choose a file with track records.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/xyz.py" />
            <source>{} holds line headings but no rows of values.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/files.py" />
            <source>{} holds more than 2 GiB; split it into cruises first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/mgd77plus.py" />
            <source>{} holds no lon, lat and mtf1 or mag along one time axis; is it an MGD77+ file?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/__init__.py" />
            <source>{} holds no records; choose a file with track records.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/installation.py" />
            <source>{} holds {}; choose a wheel of onnxruntime or onnxruntime_gpu.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>{} identified lines or points, chrons from “{}”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/mgd77plus.py" />
            <source>{} is a damaged netCDF file; get it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/training_data.py" />
            <source>{} is a file; choose a folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>{} is a header; it is read together with the data file beside it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/files.py" />
            <source>{} is cut off: its compressed data end too early; get the file again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/installation.py" />
            <source>{} is damaged or not there; download it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/files.py" />
            <source>{} is damaged: it cannot be uncompressed; get the file again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/files.py" />
            <source>{} is empty; choose a file with track records.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/installation.py" />
            <source>{} is for Python {}; this QGIS needs a wheel with {} in its name.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/installation.py" />
            <source>{} is for {}; this QGIS needs a wheel for {}, {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/mgd77plus.py" />
            <source>{} is netCDF-4; convert it with “nccopy -3 in.nc out.nc” and import the copy.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/table.py" />
            <source>{} is not a table of records: it needs longitude, latitude and a magnetic value under a heading.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/files.py" />
            <source>{} is not a text file and not MGD77+ netCDF; choose MGD77, MGD77T, MGD77+, Geosoft XYZ or CSV.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/inference/installation.py" />
            <source>{} is not a wheel file; choose a file that ends with .whl.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/files.py" />
            <source>{} is not readable text; save it as UTF-8 text.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/predictlineations.py" />
            <source>{} is not smoothed: between tracks it holds beads, not lines. Run “Anisotropic diffusion” first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/profile_panel.py" />
            <source>{} km</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exporttrainingdata.py" />
            <source>{} labels written to {}; {} other picks not.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/actions.py" />
            <source>{} layers arranged.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>{} lines have no chron of the time scale; they show at all ages.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>{} lines written to {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>{} new picks, {} kept from the previous ones.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/extractpicks.py" />
            <source>{} of the new picks are weak (too little support, evidence or crossings): their style hides them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/tables.py" />
            <source>{} of {} points used; {} without a value, {} switched off by “use”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>{} open</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparison_data.py" />
            <source>{} picks compared with {} lines of “{}”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparison_data.py" />
            <source>{} picks compared with {} points of “{}”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/assignchrons.py" />
            <source>{} picks identified, {} ambiguous, {} without an isochron near, {} left as a person decided.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>{} picks left out: {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparison_data.py" />
            <source>{} picks took their chron from this reference: no agreement, not counted.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/tables.py" />
            <source>{} points cannot be placed in the target system and are left out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/exportpicks.py" />
            <source>{} points written to {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>{} records have no anomaly in the chosen way; “{}” would use their total field.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/navigation.py" />
            <source>{} rejected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/comparison_data.py" />
            <source>{} rejected picks left out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>{} straight track lines, each held out in turn.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/profile_panel.py" />
            <source>{} tracks cross, nearest at {:.0f} km</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/gridtracks.py" />
            <source>{} x {} cells, misfit of the cell medians {:.1f} nT.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/dock.py" />
            <source>{}, {:.2f} Ma, {}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/mgd77t.py" />
            <source>{}: no MGD77T record with a date and a position; the file may be cut off.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/xyz.py" />
            <source>{}: no comment names its {} columns; give them in “Columns” by number, such as longitude=1; latitude=2; residual=3.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/columns.py" />
            <source>{}: no longitude and latitude among {}; name them in “Columns”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/columns.py" />
            <source>{}: no magnetic column among {}; name it in “Columns”, such as residual=MAG.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/geo/readers/columns.py" />
            <source>{}: the positions are not degrees; choose their coordinate system in “Coordinate system”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/leveltracks.py" />
            <source>{}: {} crossings, RMS {:.1f} nT before, {:.1f} after.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/importtracks.py" />
            <source>{}: {} kept on {} lines, rejected: {}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>θ = {:.0f}°: here a crest marks &lt;b&gt;{}&lt;/b&gt; crust, a trough &lt;b&gt;{}&lt;/b&gt; crust.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/model_controls.py" />
            <source>θ from the IGRF direction at the time of the survey, an axial dipole remanence and the strike</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/base.py" />
            <source>“{}” and “{}” are the same layer; choose another one for the second.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/gui/review/pick_form.py" />
            <source>“{}” is no chron; write for example C5n.2n, 5 or M10Nr.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/tables.py" />
            <source>“{}” is not levelled; the layer also holds “{}”, which is.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../lma_qgis/algorithms/crossvalidate.py" />
            <source>−1 to 1: local correlation of predicted and observed, carried along strike.</source>
            <translation type="unfinished" />
        </message>
    </context>
</TS>
