"""Every SELECT that intake makes, by noun."""
