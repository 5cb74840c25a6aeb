"""Acts on many dossiers beside acts on one, and beside each other: each dossier is decided once, told once,
and its decision is that of whoever was told that it was his."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from sqlalchemy import func, select

from domain.actes import decisions
from domain.comptes.auteurs import comme_profil
from domain.dossiers.models import Dossier
from domain.dossiers.states import TransitionInterdite
from domain.masse.creation import AucunDossier
from domain.masse.models import ActeDeMasse, ElementDeMasse
from domain.masse.verrou import DossierEnOperation, exiger_hors_operation
from domain.transactions import Transaction
from jobs.masse import ResteAFaire, traiter
from tests.jobs.expirations import instructeur as ines
from tests.jobs.masse import demander_dans
from tests.jobs.rencontres import Lieu, Tour

A = ActeDeMasse
DOSSIERS = [7031, 7032, 7033]
DECISIONS = ["accepte", "refuse", "sans_suite"]
SEULS: dict[str, Callable[..., object]] = {
    "refuse": decisions.refuser,
    "sans_suite": decisions.classer_sans_suite,
}


def remettre(la: Lieu) -> None:
    """Undecided again, and nothing was ever said of them."""
    for requete in (
        "UPDATE dossiers SET state = 'en_instruction', traite_le = NULL, motivation = NULL WHERE id = ANY(%s)",
        "DELETE FROM traitements WHERE state IN ('accepte', 'refuse', 'sans_suite') AND dossier_id = ANY(%s)",
        "DELETE FROM messages WHERE dossier_id = ANY(%s)",
    ):  # fmt: skip
        la.lire(requete, DOSSIERS)
    for table in ("operations_de_masse", "courriels", "outbox"):
        la.lire(f"DELETE FROM {table}")


# What a decision leaves, once for each dossier.
EFFETS = {
    "traitements": "SELECT dossier_id, count(*) FROM traitements WHERE state IN ('accepte', 'refuse', 'sans_suite') AND dossier_id = ANY(%s) GROUP BY 1",
    "courriels": "SELECT dossier_id, count(*) FROM courriels WHERE dossier_id = ANY(%s) GROUP BY 1",
    "messages": "SELECT dossier_id, count(*) FROM messages WHERE dossier_id = ANY(%s) GROUP BY 1",
    "événements": "SELECT (donnees->>'dossier_id')::bigint, count(*) FROM outbox WHERE nom = 'DossierDecide' AND (donnees->>'dossier_id')::bigint = ANY(%s) GROUP BY 1",
}  # fmt: skip
JOURNAL = "SELECT dossier_id, count(*) FROM journal WHERE operation IN ('accepter', 'refuser', 'classer_sans_suite') AND rang > %s AND demarche_id = 700 GROUP BY 1"  # fmt: skip
DECIDES = """
SELECT d.id, d.state FROM dossiers d JOIN traitements t ON t.dossier_id = d.id AND t.state = d.state
WHERE d.id = ANY(%s) AND d.state <> 'en_instruction'
"""


def debut(la: Lieu) -> int:
    return la.nombre("SELECT coalesce(max(rang), 0) FROM journal WHERE demarche_id = 700")


def mal_decides(la: Lieu, depuis: int, voulus: Sequence[int]) -> list[str]:
    attendu = dict.fromkeys(voulus, 1)
    comptes = {nom: dict(la.lire(requete, DOSSIERS)) for nom, requete in EFFETS.items()}
    comptes["journal"] = dict(la.lire(JOURNAL, depuis))
    fautes = [f"{nom} : {compte}" for nom, compte in comptes.items() if compte != attendu]
    if sorted(etats(la)) != sorted(voulus):
        fautes.append(f"décisions sans leur traitement : {etats(la)}")
    return fautes


def etats(la: Lieu) -> dict[int, str]:
    return dict(la.lire(DECIDES, DOSSIERS))


def faire(la: Lieu, acte: ActeDeMasse, dossiers: Sequence[int], **demande: Any) -> dict[int, str]:
    """What became of each, as whoever asked is told."""
    try:
        operation = la.base.transaction(
            lambda tx: demander_dans(tx, acte, dossiers, **demande).operation.id
        )
    except AucunDossier:
        return {}
    imprevus = traiter(la.base, operation)
    assert imprevus == []
    return issues(la, operation)


def issues(la: Lieu, operation: int) -> dict[int, str]:
    lues = select(ElementDeMasse.dossier_id, ElementDeMasse.issue).where(
        ElementDeMasse.operation_id == operation
    )
    return la.base.transaction(
        lambda tx: {numero: str(issue) for numero, issue in tx.session.execute(lues)}
    )


def decider_seul(la: Lieu, numero: int, etat: str) -> str:
    """What the API does of one dossier: hold it, look whether it waits in an operation, act."""

    def agir(tx: Transaction) -> None:
        dossier = tx.session.scalars(
            select(Dossier).where(Dossier.id == numero).with_for_update(of=Dossier)
        ).one()
        exiger_hors_operation(tx, dossier)
        elle = ines(tx)
        at = tx.session.scalars(select(func.now())).one()
        SEULS[etat](tx, dossier, instructeur=elle, auteur=comme_profil(elle), motivation="Non", at=at)  # fmt: skip

    try:
        la.base.transaction(agir)
    except DossierEnOperation:
        return "verrouillé"
    except TransitionInterdite:
        return "déjà décidé"
    return etat


# --- mass ‖ single --------------------------------------------------------------------------------


def masse_et_un(la: Lieu, tours: int) -> Iterator[Tour]:
    """An instructeur accepts three dossiers, another decides otherwise of one of them."""
    for tour in range(tours):
        remettre(la)
        yield _masse_et_un(la, DOSSIERS[tour % 3], tuple(SEULS)[tour // 3 % 2])


def _masse_et_un(la: Lieu, seul: int, etat: str) -> Tour:
    depuis = debut(la)

    def constater(rendus: Sequence[Any]) -> tuple[str, list[str]]:
        pris, dit = rendus
        gagne = dit == etat
        fautes = mal_decides(la, depuis, DOSSIERS)
        attendus = dict.fromkeys(DOSSIERS, "accepte") | ({seul: etat} if gagne else {})
        if etats(la) != attendus:
            fautes.append(f"{etats(la)}, et {seul} seul : {dit}")
        if pris.get(seul) not in ((None, "ecarte") if gagne else ("reussi",)):
            fautes.append(f"{seul} seul : {dit}, dans l’opération : {pris}")
        if any(pris[autre] != "reussi" for autre in DOSSIERS if autre != seul):
            fautes.append(f"opération : {pris}")
        return f"seul {'gagne' if gagne else dit}", fautes

    return Tour(
        (partial(faire, la, A.accepter, DOSSIERS), partial(decider_seul, la, seul, etat)), constater
    )


# --- mass ‖ mass ----------------------------------------------------------------------------------


def masse_et_masse(la: Lieu, tours: int) -> Iterator[Tour]:
    """In turn: two operations on the same dossiers, two that share one of them, two workers of one."""
    for tour in range(tours):
        remettre(la)
        match tour % 3:
            case 0:
                yield _deux_operations(la, DOSSIERS, DOSSIERS)
            case 1:
                yield _deux_operations(la, DOSSIERS[:2], DOSSIERS[1:])
            case _:
                yield _deux_ouvriers(la)


def _deux_operations(la: Lieu, a_accepter: list[int], a_refuser: list[int]) -> Tour:
    depuis = debut(la)

    def constater(rendus: Sequence[Any]) -> tuple[str, list[str]]:
        acceptes, refuses = (
            {numero for numero, issue in pris.items() if issue == "reussi"} for pris in rendus
        )
        fautes = mal_decides(la, depuis, DOSSIERS)
        if etats(la) != dict.fromkeys(acceptes, "accepte") | dict.fromkeys(refuses, "refuse"):
            fautes.append(f"{etats(la)}, et l’on a dit {rendus}")
        if acceptes & refuses:
            fautes.append(f"décidés deux fois : {acceptes & refuses}")
        communs = set(a_accepter) & set(a_refuser)
        tous = "tous" if len(communs) > 1 else "le commun"
        parts = "à la première" if communs <= acceptes else "à la seconde" if communs <= refuses else "partagés"  # fmt: skip
        return f"{tous} {parts}", fautes

    return Tour(
        (
            partial(faire, la, A.accepter, a_accepter),
            partial(faire, la, A.refuser, a_refuser, motivation="Non"),
        ),
        constater,
    )


def _deux_ouvriers(la: Lieu) -> Tour:
    depuis = debut(la)
    operation = la.base.transaction(lambda tx: demander_dans(tx, A.accepter, DOSSIERS).operation.id)

    def ouvrier() -> bool:
        with suppress(ResteAFaire):
            return traiter(la.base, operation) == []
        return False

    def constater(rendus: Sequence[Any]) -> tuple[str, list[str]]:
        finis = sum(rendus)
        ouvrier()  # another one, later: nothing is left for it when the first two are done
        fautes = mal_decides(la, depuis, DOSSIERS)
        if issues(la, operation) != dict.fromkeys(DOSSIERS, "reussi"):
            fautes.append(f"{issues(la, operation)}")
        return f"{finis} ouvriers sur deux au bout", fautes

    return Tour((ouvrier, ouvrier), constater)
