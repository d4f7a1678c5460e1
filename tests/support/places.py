"""Places of Panzhihua to choose from."""

from shared import divisions


def villages_of(township: str) -> list[divisions.Division]:
    return [place for place in divisions.built_in().all() if divisions.parent_of(place.code) == township]
