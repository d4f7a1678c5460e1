"""Many households at once (成批测算): a population in Arrow, the frozen rule text compiled over it, the same answers."""
