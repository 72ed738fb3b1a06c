"""Arrays stored by the training project, and what the plugin must make of them."""
