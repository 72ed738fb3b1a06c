"""Where the shipped lineation network is made; a project of its own beside the plugin."""
