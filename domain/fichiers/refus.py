"""Why a file is not taken. The first three are the contract's own words (api 9.3)."""

from domain.errors import DomainError


class IdentifiantInvalide(DomainError):
    """Forged, expired, swept, attached already, or announced for another démarche: not told apart."""

    def __init__(self) -> None:
        super().__init__("L’identifiant du fichier téléversé est invalide")


class FichierAbsent(DomainError):
    def __init__(self) -> None:
        super().__init__("Le fichier n’a pas été correctement téléversé sur le serveur de stockage")


class HashInvalide(DomainError):
    def __init__(self) -> None:
        super().__init__("Le hash du fichier téléversé est invalide")


class LongueurInvalide(DomainError):
    """`annoncee` in bytes."""

    def __init__(self, annoncee: int) -> None:
        super().__init__(f"Le fichier n’a pas la longueur annoncée, {annoncee} octets")


class TypeInvraisemblable(DomainError):
    def __init__(self, type_mime: str) -> None:
        super().__init__(f"Le contenu du fichier n’est pas du type annoncé, {type_mime}")


class FichierTropGros(DomainError):
    """`limite` in bytes; a file of exactly this size is refused too (rules 10.1)."""

    def __init__(self, limite: int) -> None:
        super().__init__(f"Le fichier doit faire moins de {limite // 1024**2} Mo")
        self.limite = limite


class TypeRefuse(DomainError):
    def __init__(self, type_mime: str) -> None:
        super().__init__(f"Les fichiers de type {type_mime} ne sont pas acceptés ici")


class AnnonceInvalide(DomainError):
    """What is wrong with an announcement, in a sentence."""


class TropDEssais(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "Ce fichier a été envoyé trop de fois. Annoncez-le de nouveau pour l’envoyer encore"
        )
