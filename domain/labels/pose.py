from collections.abc import Iterable

from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.labels.models import PAR_DEFAUT, Couleur, DossierLabel, Label
from domain.transactions import Transaction


class LabelDUneAutreDemarche(DomainError):
    code = "label_d_une_autre_demarche"

    def __init__(self) -> None:
        super().__init__("Ce label n’appartient pas à la même démarche que le dossier")


class LabelDejaPose(DomainError):
    code = "label_deja_pose"

    def __init__(self) -> None:
        super().__init__("Ce label est déjà associé au dossier")


class LabelNonPose(DomainError):
    code = "label_non_pose"

    def __init__(self) -> None:
        super().__init__("Ce label n’est pas associé au dossier")


def creer_labels(
    tx: Transaction, *, demarche_id: int, labels: Iterable[tuple[str, Couleur]] = PAR_DEFAUT
) -> list[Label]:
    """A démarche's labels in their order: the five of every new one unless told (rules 1.13.1)."""
    crees = [
        Label(demarche_id=demarche_id, nom=nom, couleur=couleur, position=position)
        for position, (nom, couleur) in enumerate(labels)
    ]
    tx.add(*crees)
    return crees


def exiger_de_la_demarche(dossier: Dossier, label: Label) -> None:
    """Raises LabelDUneAutreDemarche (rules 1.13.3)."""
    if label.demarche_id != dossier.demarche_id:
        raise LabelDUneAutreDemarche


def poser(tx: Transaction, dossier: Dossier, *, label: Label) -> None:
    """Raises LabelDUneAutreDemarche. Allowed in every state, and dates nothing."""
    exiger_de_la_demarche(dossier, label)
    tx.add(DossierLabel(dossier_id=dossier.id, label_id=label.id))


def retirer(tx: Transaction, *, pose: DossierLabel | None) -> None:
    """`pose` is the label on its dossier. Raises LabelNonPose. Dates nothing either."""
    if pose is None:
        raise LabelNonPose
    tx.delete(pose)
