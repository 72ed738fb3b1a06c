"""From scores to lines: tracing, linking, attributes, chrons, scoring."""
