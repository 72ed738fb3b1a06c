"""Widgets: review dock, runtime set-up, diagnostics."""
