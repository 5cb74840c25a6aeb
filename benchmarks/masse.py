"""Ten thousand dossiers accepted by operations on many, beside the same act asked for by a message of the
queue for each dossier. One worker does both, in turn."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from adapters.base_de_donnees import BaseSynchrone, base_synchrone
from benchmarks.decidables import rendre_decidables
from benchmarks.figures import Figure, Ligne, Remarque
from benchmarks.ouvrier import Faire, ouvrier
from benchmarks.stack import World
from domain.actes.decisions import accepter
from domain.comptes.auteurs import comme_profil
from domain.comptes.models import Instructeur
from domain.dossiers.models import Dossier
from domain.masse.creation import LIMITE, creer
from domain.masse.demande import Demande
from domain.masse.models import ActeDeMasse
from domain.transactions import Transaction
from jobs.contexte import Contexte
from jobs.travaux import AFaire, a_faire, travail
from server.resources import WORKING, known

EN_MASSE, UN_PAR_UN, PREALABLES = 10_000, 1_000, 100
MOTIVATION = "Complet"
UN_DOSSIER = "accepter_un_dossier"


@travail(UN_DOSSIER)
def accepter_un_dossier(contexte: Contexte, *, dossier_id: int, instructeur_id: int) -> None:
    """As the mutation does: the dossier is held, and who decides is read again."""

    def agir(tx: Transaction) -> None:
        tenu = select(Dossier).where(Dossier.id == dossier_id).with_for_update()
        dossier, instructeur = tx.session.scalars(tenu).one(), _instructeur(tx, instructeur_id)
        accepter(
            tx, dossier, instructeur=instructeur, auteur=comme_profil(instructeur),
            motivation=MOTIVATION, at=_maintenant(tx),
        )  # fmt: skip

    contexte.base.transaction(agir)


def measure(world: World) -> Iterator[Ligne]:
    url = world.settings.require("database_url")
    base = base_synchrone(url, WORKING, known(world.settings))
    with ouvrier(world, base) as faire:
        instructeur, dossiers = rendre_decidables(url, 2 * PREALABLES + UN_PAR_UN)
        premiers, suivants = dossiers[:PREALABLES], dossiers[PREALABLES : 2 * PREALABLES]
        faire(_un_par_un(instructeur, premiers))  # these fill the caches only
        faire(_en_masse(base, instructeur, suivants))
        reste = dossiers[2 * PREALABLES :]
        un_par_un = _par_seconde(faire, _un_par_un(instructeur, reste), base, reste)
        instructeur, dossiers = rendre_decidables(url, EN_MASSE)
        operations = _en_masse(base, instructeur, dossiers)
        en_masse = _par_seconde(faire, operations, base, dossiers)
    base.fermer()
    yield Remarque(
        f"acceptations par seconde : {len(dossiers)} en {len(operations)} actions de masse"
        f" {en_masse:.0f} · un message par dossier {un_par_un:.0f}"
    )
    yield Figure("masse_sur_un_message_par_dossier", en_masse / un_par_un, ">= 10")


def _un_par_un(instructeur: int, dossiers: Sequence[int]) -> list[AFaire]:
    return [a_faire(UN_DOSSIER, dossier_id=n, instructeur_id=instructeur) for n in dossiers]


def _en_masse(base: BaseSynchrone, instructeur: int, dossiers: Sequence[int]) -> list[AFaire]:
    def demander(lot: Sequence[int], tx: Transaction) -> int:
        cree = creer(
            tx, ActeDeMasse.accepter, dossiers=lot, miens=Dossier.id.in_(lot),
            demande=Demande(motivation=MOTIVATION), instructeur=_instructeur(tx, instructeur),
            at=_maintenant(tx),
        )  # fmt: skip
        return cree.operation.id

    lots = [dossiers[debut : debut + LIMITE] for debut in range(0, len(dossiers), LIMITE)]
    operations = [base.transaction(partial(demander, lot)) for lot in lots]
    return [a_faire("traiter_la_masse", operation_id=numero) for numero in operations]


def _par_seconde(
    faire: Faire, travaux: Sequence[AFaire], base: BaseSynchrone, dossiers: Sequence[int]
) -> float:
    duree = faire(travaux)
    acceptes = select(func.count()).where(Dossier.id.in_(dossiers), Dossier.state == "accepte")
    assert base.transaction(lambda tx: tx.session.scalars(acceptes).one()) == len(dossiers)
    return len(dossiers) / duree


def _instructeur(tx: Transaction, numero: int) -> Instructeur:
    lu = select(Instructeur).where(Instructeur.id == numero)
    return tx.session.scalars(lu.options(joinedload(Instructeur.compte))).one()


def _maintenant(tx: Transaction) -> datetime:
    return tx.session.scalars(select(func.now())).one()
