"""The three services. They never import one another: they talk HTTP."""
