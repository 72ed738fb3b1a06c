"""Tools that make and measure, outside the plugin."""
