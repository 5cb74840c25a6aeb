class Bail(Exception):
    """Leave the compiled path: the general executor answers, errors and all."""
