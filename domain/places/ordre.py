"""The order in which an instructeur has his démarches (rules 4.2.2)."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.postgresql import insert

from domain.errors import DomainError
from domain.groupes_instructeurs.models import Affectation, GroupeInstructeur
from domain.places.models import PlaceDeDemarche
from domain.transactions import Transaction


class OrdreRefuse(DomainError):
    """`defaut` ends the sentence."""

    code = "ordre_refuse"

    def __init__(self, defaut: str) -> None:
        super().__init__(f"L’ordre demandé {defaut}")


def ordonner(
    tx: Transaction, *, instructeur_id: int, demarches: Sequence[int], miennes: Collection[int]
) -> None:
    """From the top. Those that had a position and are not named come after, in the order they had; those
    newly met stay on top of all. Raises OrdreRefuse."""
    if len(set(demarches)) != len(demarches):
        raise OrdreRefuse("nomme deux fois la même démarche")
    if not set(demarches) <= set(miennes):
        raise OrdreRefuse("nomme une démarche que vous n’instruisez pas")
    reste = [numero for numero in _placees(tx, instructeur_id) if numero not in set(demarches)]
    rangees = [*demarches, *reste]
    if not rangees:
        return
    places = insert(PlaceDeDemarche).values(
        [
            {"instructeur_id": instructeur_id, "demarche_id": numero, "position": len(rangees) - i}
            for i, numero in enumerate(rangees)
        ]
    )
    cle = [PlaceDeDemarche.instructeur_id, PlaceDeDemarche.demarche_id]
    tx.session.execute(
        places.on_conflict_do_update(
            index_elements=cle, set_={"position": places.excluded.position}
        )
    )


def _placees(tx: Transaction, instructeur_id: int) -> list[int]:
    siennes = select(PlaceDeDemarche.demarche_id).where(
        PlaceDeDemarche.instructeur_id == instructeur_id, PlaceDeDemarche.position.is_not(None)
    )
    ordre = (PlaceDeDemarche.position.desc(), PlaceDeDemarche.demarche_id.desc())
    return list(tx.session.scalars(siennes.order_by(*ordre).with_for_update()))


def voir_le_formulaire(
    tx: Transaction, *, instructeur_id: int, demarche_id: int, revision_id: int
) -> None:
    """He has seen the form as this revision has it, and all that came before (rules 1.3.7)."""
    vue = insert(PlaceDeDemarche).values(
        instructeur_id=instructeur_id, demarche_id=demarche_id, revision_vue_id=revision_id
    )
    cle = [PlaceDeDemarche.instructeur_id, PlaceDeDemarche.demarche_id]
    tx.session.execute(
        vue.on_conflict_do_update(
            index_elements=cle, set_={"revision_vue_id": vue.excluded.revision_vue_id}
        )
    )


def quitter(tx: Transaction, *, demarche_id: int, partis: Iterable[int]) -> None:
    """Who has left his last groupe of a démarche has no place for it any more (rules 1.11.14). To be
    called once he is out."""
    tx.flush()
    reste = exists().where(
        Affectation.instructeur_id == PlaceDeDemarche.instructeur_id,
        Affectation.groupe_instructeur_id == GroupeInstructeur.id,
        GroupeInstructeur.demarche_id == demarche_id,
    )
    tx.session.execute(
        delete(PlaceDeDemarche)
        .where(
            PlaceDeDemarche.demarche_id == demarche_id,
            PlaceDeDemarche.instructeur_id.in_(list(partis)),
            ~reste,
        )
        .execution_options(synchronize_session=False)
    )
