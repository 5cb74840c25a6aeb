"""The root of every refusal: a sentence for the person who asked."""


class DomainError(Exception):
    """An expected refusal. Subclasses live beside what raises them; the message is for its reader."""


class Introuvable(DomainError):
    """What was asked for does not exist, or is not the caller's to see: the two are not told apart."""
