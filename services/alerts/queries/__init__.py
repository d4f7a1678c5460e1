"""Every SELECT that alerts makes, by noun: one statement each, a sentence, a limit on every list."""
