"""Why an export is refused, or could not be made: words for whoever asked."""

from domain.errors import DomainError, Introuvable


class ExportIntrouvable(Introuvable):
    code = "introuvable"

    def __init__(self) -> None:
        super().__init__("Cet export n’existe pas, ou n’existe plus")


class DossierIntrouvable(Introuvable):
    code = "introuvable"

    def __init__(self) -> None:
        super().__init__("Un de ces dossiers n’existe pas")


class PorteeImpossible(DomainError):
    code = "portee_impossible"


class FormatImpossible(DomainError):
    code = "format_impossible"


class PasEchoue(DomainError):
    code = "export_pas_echoue"

    def __init__(self) -> None:
        super().__init__("Cet export n’a pas échoué")


class Abandon(Exception):
    """The export cannot be made, now or later. Its words are for whoever asked."""


class Arrete(Exception):
    """Whoever makes the export is told to stop: somebody else will begin it again."""


class Depasse(Exception):
    """Another try began, or nobody wants it any more: this one has nothing to write."""
