"""What people do in the tests of badges, and what each then sees."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from adapters.base_de_donnees import base_synchrone
from domain.actes.suites import badger
from domain.badges.regles import Fait
from domain.comptes.auteurs import comme_profil, comme_usager
from domain.comptes.models import Compte, Expert
from domain.dossiers.models import Dossier
from domain.identifiants import identifiant
from domain.transactions import Transaction
from server.resources import CONNECTION, known
from tests.bureau.bureau import Bureau

INES, IGOR, SAM, NINA = (f"{nom}@exemple.fr" for nom in ("ines", "igor", "sam", "nina"))
ALI, EVE = "ali@exemple.fr", "eve@exemple.fr"
DEMARCHE = identifiant("Procedure", 900)


def dossier(numero: int) -> str:
    return identifiant("Dossier", numero)


def executer(bureau: Bureau, agir: Callable[[Transaction], Any]) -> Any:
    """One sealed transaction, as a worker's."""
    settings = bureau.serveur.settings
    base = base_synchrone(bureau.serveur.database_url, CONNECTION, known(settings))
    try:
        return base.transaction(agir)
    finally:
        base.fermer()


def le_dossier(tx: Transaction, numero: int) -> Dossier:
    return tx.session.scalars(
        select(Dossier).where(Dossier.id == numero).with_for_update(of=Dossier)
    ).one()


def maintenant(tx: Transaction) -> Any:
    return tx.session.scalar(select(func.now()))


def arriver(bureau: Bureau, numero: int, fait: Fait) -> None:
    """What time does, or what nobody does by a door yet."""
    executer(bureau, lambda tx: badger(tx, le_dossier(tx, numero), fait, at=maintenant(tx)))


def par_l_usager(bureau: Bureau, acte: Callable[..., Any], numero: int, **autres: Any) -> None:
    def agir(tx: Transaction) -> None:
        usager = tx.session.scalars(select(Compte).where(Compte.email == ALI)).one()
        acte(
            tx, le_dossier(tx, numero), usager=usager, auteur=comme_usager(usager),
            at=maintenant(tx), **autres,
        )  # fmt: skip

    executer(bureau, agir)


def par_l_expert(bureau: Bureau, acte: Callable[..., Any], numero: int, **autres: Any) -> None:
    def agir(tx: Transaction) -> None:
        lu = select(Expert).join(Expert.compte).where(Compte.email == EVE)
        expert = tx.session.scalars(lu.options(joinedload(Expert.compte))).one()
        acte(
            tx, le_dossier(tx, numero), expert=expert, auteur=comme_profil(expert),
            at=maintenant(tx), **autres,
        )  # fmt: skip

    executer(bureau, agir)


def instructeur(bureau: Bureau, email: str) -> str:
    [(numero,)] = bureau.lignes(
        "SELECT i.id FROM instructeurs i JOIN comptes c ON c.id = compte_id WHERE email = %s", email
    )
    return identifiant("Instructeur", numero)


def faire(bureau: Bureau, email: str, champ: str, numero: int, **autres: Any) -> None:
    """A mutation on a dossier, in one's own name, that is not refused."""
    entree = {"dossierId": dossier(numero), "instructeurId": instructeur(bureau, email), **autres}
    assert bureau.muter(email, champ, **entree) == {"errors": None}


def vus(bureau: Bureau, email: str, numero: int) -> list[str] | None:
    """The badges that somebody is shown on a dossier; None when he has no such dossier."""
    lu = bureau.lire(
        email,
        "query ($n: Int!) { moi { instructeur { dossier(number: $n) { badges { type } } } } }",
        n=numero,
    )["moi"]["instructeur"]["dossier"]
    return None if lu is None else [badge["type"] for badge in lu["badges"]]


def gardes(bureau: Bureau, numero: int) -> dict[str, list[str]]:
    """All the badges that a dossier has, shown or not, by whose they are."""
    lignes = bureau.lignes(
        "SELECT split_part(c.email::text, '@', 1), array_agg(b.type::text ORDER BY b.type) FROM badges b"
        " JOIN instructeurs i ON i.id = b.instructeur_id JOIN comptes c ON c.id = i.compte_id"
        " WHERE dossier_id = %s GROUP BY 1", numero,
    )  # fmt: skip
    return dict(lignes)


def suivre(bureau: Bureau, email: str, numero: int, *, follow: bool = True) -> None:
    faire(bureau, email, "dossierBasculeSuivi", numero, follow=follow)


def regler(bureau: Bureau, email: str, **choix: str) -> None:
    reponse = bureau.muter(email, "demarcheReglerBadges", demarcheId=DEMARCHE, **choix)
    assert reponse == {"errors": None}
