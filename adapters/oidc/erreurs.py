"""What goes wrong on the way to a provider. The sentences are for a journal: none tells a secret."""


class FournisseurMuet(Exception):
    """Nobody answered, or not what OpenID Connect says."""


class PreuveRefusee(Exception):
    """It answered, and what it says of somebody is not to be believed."""
