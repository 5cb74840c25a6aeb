"""Random lives of one dossier: edits, deposits, annotations, moves from form to form. Whatever their
order, no value that was accepted is lost, unless a rule erases it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from domain.dossiers.champs import TAMPON_USAGER
from domain.dossiers.rebase import rebaser
from domain.formulaires.models import Revision
from domain.reponses import depot
from domain.reponses.depot import RienADeposer
from domain.reponses.ecriture import ecrire
from domain.reponses.tampon import abandonner_les_tampons
from domain.transactions import Transaction
from tests.domain.conftest import Atelier
from tests.domain.test_rebase import publier

MONDE = "reponses"
NUMBER = 703
NOM, NOTE = 1, 50

Pas = tuple[str, Any]
VALEURS = st.sampled_from(["un", "deux", "trois", "quatre"])
PAS: st.SearchStrategy[Pas] = st.one_of(
    st.tuples(st.just("modifier"), VALEURS),
    st.tuples(st.just("annoter"), VALEURS),
    st.tuples(st.just("deposer"), st.none()),
    st.tuples(st.just("abandonner"), st.none()),
    st.tuples(st.just("rebaser"), st.integers(0, 1)),
)


@contextmanager
def essai(atelier: Atelier) -> Iterator[Transaction]:
    """A transaction that leaves nothing behind."""
    with Session(atelier.engine, expire_on_commit=False) as session:
        yield Transaction(session)
        session.rollback()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(vie=st.lists(PAS, max_size=12))
def test_no_accepted_value_is_lost(atelier: Atelier, vie: list[Pas]) -> None:
    deux = revisions(atelier)
    nom = Attendu("Benali")
    note = Attendu("à vérifier")
    en_attente: str | None = None
    with essai(atelier) as tx:
        dossier = atelier.dossier(tx, NUMBER)
        formulaire = atelier.formulaire(tx, dossier)
        for rang, (geste, valeur) in enumerate(vie):
            # Clocks disagree: an instant may be before the one before it.
            at = atelier.le(rang if rang % 3 else -rang)
            if geste == "modifier":
                ecrit = ecrire(tx, dossier, formulaire=formulaire, stable_id=NOM, valeur=valeur, flux=TAMPON_USAGER, auteur_email=None, at=at)  # fmt: skip
                if ecrit.flux == TAMPON_USAGER:
                    en_attente = valeur
                else:  # the official answer says it already: no edit
                    assert (en_attente, valeur) == (None, nom.courante)
            elif geste == "annoter":
                ecrire(tx, dossier, formulaire=formulaire, stable_id=NOTE, valeur=valeur, auteur_email=None, at=at)  # fmt: skip
                if valeur != note.courante:
                    note.remplacer(valeur)
            elif geste == "deposer":
                try:
                    depot.redeposer(tx, dossier, demarche=atelier.demarche(tx), groupes=atelier.groupes(tx), at=at)  # fmt: skip
                except RienADeposer:
                    assert en_attente is None
                else:
                    assert en_attente is not None
                    nom.remplacer(en_attente)
                    en_attente = None
            elif geste == "abandonner":
                abandonner_les_tampons(tx, dossier, at=at)
                en_attente = None
            else:
                revision = tx.session.get_one(Revision, deux[valeur])
                rebaser(tx, dossier, revision=revision, at=at)
        tx.flush()
        assert stockees(tx, NOM) == nom.attendues(en_attente)
        assert stockees(tx, NOTE) == note.attendues()


class Attendu:
    """What a champ should say, and have said."""

    def __init__(self, courante: str) -> None:
        self.courante, self.passees = courante, list[str]()

    def remplacer(self, valeur: str) -> None:
        self.passees.append(self.courante)
        self.courante = valeur

    def attendues(self, en_attente: str | None = None) -> list[str]:
        """The history in its order, the value, the edit."""
        return [*self.passees, self.courante, *([en_attente] if en_attente else [])]


def stockees(tx: Transaction, stable_id: int) -> list[str]:
    lignes = tx.session.connection().exec_driver_sql(
        "SELECT value FROM champs WHERE dossier_id = %(number)s AND stable_id = %(champ)s ORDER BY flux",
        {"number": NUMBER, "champ": stable_id},
    )
    return [value for (value,) in lignes]


def revisions(atelier: Atelier) -> list[int]:
    """The form of the world, and another whose field « Nom » is a longer text; made once."""
    faites = [
        numero
        for (numero,) in atelier.lignes(
            "SELECT id FROM revisions WHERE publiee_le IS NOT NULL ORDER BY id"
        )
    ]
    if len(faites) == 1:
        faites.append(publier(atelier, c1={"type_champ": "textarea"}))
    return faites
