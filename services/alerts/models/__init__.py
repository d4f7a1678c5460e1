"""Tables that alerts owns, by noun. ``models.base`` has the base class and the columns that many share."""
