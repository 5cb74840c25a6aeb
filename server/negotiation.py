"""What a client says that it prefers, in the headers Accept and Accept-Encoding."""


def qualities(header: str) -> dict[str, float]:
    """Each name and its quality, 1 unless said; parameters other than `q` do not matter to us."""
    found = {}
    for part in header.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if name:
            found[name.lower()] = next(map(_quality, parameters), 1.0)
    return found


def _quality(parameter: str) -> float:
    """A quality that cannot be read is none: what was not clearly asked is not given."""
    name, _, value = parameter.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
