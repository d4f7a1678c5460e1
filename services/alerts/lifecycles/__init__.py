"""Life cycles of alerts as data; the machine that reads them is ``shared.lifecycle``."""
