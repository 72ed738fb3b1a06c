<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis hasScaleBasedVisibilityFlag="0" styleCategories="Symbology|Rendering" version="3.22.16">
  <pipe>
    <provider>
      <resampling zoomedInResamplingMethod="nearestNeighbour" zoomedOutResamplingMethod="nearestNeighbour" maxOversampling="2" enabled="false"/>
    </provider>
    <rasterrenderer classificationMax="180" alphaBand="-1" classificationMin="0" band="1" nodataColor="" opacity="1" type="singlebandpseudocolor">
      <minMaxOrigin>
        <limits>None</limits>
        <extent>WholeRaster</extent>
        <statAccuracy>Estimated</statAccuracy>
        <cumulativeCutLower>0.02</cumulativeCutLower>
        <cumulativeCutUpper>0.98</cumulativeCutUpper>
        <stdDevFactor>2</stdDevFactor>
      </minMaxOrigin>
      <rastershader>
        <colorrampshader classificationMode="1" maximumValue="180" colorRampType="INTERPOLATED" clip="0" minimumValue="0" labelPrecision="6">
          <item value="0" color="#d7191c" label="0 N" alpha="255"/>
          <item value="22.5" color="#e8a23c" label="22.5" alpha="255"/>
          <item value="45" color="#b8c43a" label="45 NE" alpha="255"/>
          <item value="67.5" color="#3fa34d" label="67.5" alpha="255"/>
          <item value="90" color="#2ca6a4" label="90 E" alpha="255"/>
          <item value="112.5" color="#2b6cb0" label="112.5" alpha="255"/>
          <item value="135" color="#6a51a3" label="135 SE" alpha="255"/>
          <item value="157.5" color="#c2418f" label="157.5" alpha="255"/>
          <item value="180" color="#d7191c" label="180 N" alpha="255"/>
          <rampLegendSettings maximumLabel="" suffix="" direction="0" useContinuousLegend="1" minimumLabel="" prefix="" orientation="2">
            <numericFormat id="basic">
              <Option type="Map">
                <Option value="" name="decimal_separator" type="QChar"/>
                <Option value="6" name="decimals" type="int"/>
                <Option value="0" name="rounding_type" type="int"/>
                <Option value="false" name="show_plus" type="bool"/>
                <Option value="true" name="show_thousand_separator" type="bool"/>
                <Option value="false" name="show_trailing_zeros" type="bool"/>
                <Option value="" name="thousand_separator" type="QChar"/>
              </Option>
            </numericFormat>
          </rampLegendSettings>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <brightnesscontrast brightness="0" gamma="1" contrast="0"/>
    <huesaturation colorizeGreen="128" colorizeBlue="128" grayscaleMode="0" saturation="0" invertColors="0" colorizeRed="255" colorizeStrength="100" colorizeOn="0"/>
    <rasterresampler maxOversampling="2"/>
    <resamplingStage>resamplingFilter</resamplingStage>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
