"""The acts that are done to many dossiers at once, as a table (rules 5.1): which dossiers lend themselves
to each, and the act of one dossier that it is."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select

from domain.actes import archivage, avis, decisions, instruction, messages, prolongation, suivi
from domain.actes import suppression as corbeille
from domain.demarches.models import Demarche
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE, State
from domain.dossiers.suppression import DossierExpire
from domain.errors import DomainError
from domain.fichiers.limites import Place
from domain.masse.demande import Demande
from domain.masse.models import ActeDeMasse

Conditions = Sequence[ColumnElement[bool]]
Agir = Callable[..., Any]

# A dossier is « expirant » from this long before its date (rules 4.3).
EXPIRANT = timedelta(weeks=2)

VISIBLE = Dossier.visible_par_administration
EN_COURS = and_(
    VISIBLE,
    Dossier.state.in_((State.en_construction, State.en_instruction)),
    Dossier.archive.is_(False),
)
TRAITE = and_(VISIBLE, Dossier.state.in_(sorted(TERMINE)))


def suivi_par_quelqu_un() -> ColumnElement[bool]:
    return select(Suivi.id).where(Suivi.dossier_id == Dossier.id, Suivi.fin_le.is_(None)).exists()


def expirant(at: datetime) -> ColumnElement[bool]:
    """The tab « expirants » and the eligibility of one month more are one predicate (rules 4.3, 14.3)."""
    expire_traite = Demarche.options["procedure_expires_when_termine_enabled"].as_boolean()
    garde = select(Demarche.id).where(Demarche.id == Dossier.demarche_id, expire_traite.is_(False))
    return and_(
        VISIBLE,
        or_(
            Dossier.state == State.en_construction,
            and_(Dossier.state.in_(sorted(TERMINE)), ~garde.exists()),
        ),
        Dossier.expire_le <= at + EXPIRANT,
    )


class Fait(NamedTuple):
    """`place` is that of the file that the act takes, if it takes one. `ensemble` is the act on several
    dossiers of a démarche, where there is one: it gives, by number, why it is refused of some."""

    eligible: Callable[[datetime], ColumnElement[bool]]
    agir: Agir
    libelle: str
    place: Place | None = None
    ensemble: Agir | None = None


def _toujours(condition: Any) -> Callable[[datetime], ColumnElement[bool]]:
    return lambda at: condition


def _en(state: State) -> Callable[[datetime], ColumnElement[bool]]:
    return _toujours(and_(VISIBLE, Dossier.state == state))


def _simple(agir: Agir, **toujours: Any) -> Agir:
    """An act that is given nothing but who does it."""

    def faire(tx: Any, dossier: Dossier, demande: Demande, **qui: Any) -> None:
        agir(tx, dossier, **qui, **toujours)

    return faire


def _passer(tx: Any, dossier: Dossier, demande: Demande, **qui: Any) -> None:
    instruction.passer_en_instruction(tx, dossier, notifier=demande.notifier, **qui)


def _decision(decision: State, libelle: str) -> Fait:
    def tous(
        tx: Any, dossiers: Sequence[Dossier], demande: Demande, **qui: Any
    ) -> dict[int, DomainError]:
        return decisions.decider(
            tx, dossiers, decision, motivation=demande.motivation, justificatif=demande.piece,
            notifier=demande.notifier, **qui,
        )  # fmt: skip

    def un(tx: Any, dossier: Dossier, demande: Demande, **qui: Any) -> None:
        for refus in tous(tx, [dossier], demande, **qui).values():
            raise refus

    return Fait(_en(State.en_instruction), un, libelle, Place.justificatif, ensemble=tous)


def _restaurer(tx: Any, dossier: Dossier, demande: Demande, **qui: Any) -> None:
    """Raises DossierExpire: an expired one is restored by keeping it longer (rules 14.1)."""
    if dossier.cache_par_expiration_le is not None:
        raise DossierExpire
    corbeille.restaurer(tx, dossier, **qui)


def _demander_avis(tx: Any, dossier: Dossier, demande: Demande, **qui: Any) -> None:
    avis.demander(
        tx, dossier, emails=demande.emails, introduction=demande.introduction,
        question=demande.question, confidentiel=demande.confidentiel, **qui,
    )  # fmt: skip


def _ecrire(tx: Any, dossier: Dossier, demande: Demande, **qui: Any) -> None:
    """Writing to many is following none of them (rules 5.5.5)."""
    messages.envoyer_message(
        tx, dossier, corps=demande.corps, piece=demande.piece, suivre=False, **qui
    )


A = ActeDeMasse
ACTES: dict[ActeDeMasse, Fait] = {
    A.suivre: Fait(
        _toujours(and_(EN_COURS, ~suivi_par_quelqu_un())),
        _simple(suivi.basculer, suivre=True),
        "suivre les dossiers",
    ),
    A.ne_plus_suivre: Fait(
        _toujours(and_(EN_COURS, suivi_par_quelqu_un())),
        _simple(suivi.basculer, suivre=False),
        "ne plus suivre les dossiers",
    ),
    A.passer_en_instruction: Fait(
        _en(State.en_construction), _passer, "passer les dossiers en instruction"
    ),
    A.repasser_en_construction: Fait(
        _en(State.en_instruction),
        _simple(instruction.repasser_en_construction),
        "repasser les dossiers en construction",
    ),
    A.accepter: _decision(State.accepte, "accepter les dossiers"),
    A.refuser: _decision(State.refuse, "refuser les dossiers"),
    A.classer_sans_suite: _decision(State.sans_suite, "classer les dossiers sans suite"),
    A.archiver: Fait(
        _toujours(and_(TRAITE, Dossier.archive.is_(False))),
        _simple(archivage.archiver),
        "déplacer les dossiers dans « à archiver »",
    ),
    A.desarchiver: Fait(
        _toujours(and_(TRAITE, Dossier.archive.is_(True))),
        _simple(archivage.desarchiver),
        "replacer les dossiers dans « traités »",
    ),
    A.supprimer: Fait(
        _toujours(TRAITE), _simple(corbeille.supprimer), "mettre les dossiers à la corbeille"
    ),
    A.restaurer: Fait(
        _toujours(
            and_(
                Dossier.cache_par_administration_le.is_not(None),
                Dossier.state != State.brouillon,
            )
        ),
        _restaurer,
        "restaurer les dossiers",
    ),
    A.prolonger: Fait(
        expirant, _simple(prolongation.prolonger), "conserver les dossiers un mois de plus"
    ),
    A.demander_avis: Fait(
        _toujours(and_(VISIBLE, Dossier.state.not_in(sorted(TERMINE)))),
        _demander_avis,
        "demander un avis",
    ),
    A.envoyer_message: Fait(
        _toujours(VISIBLE), _ecrire, "écrire aux usagers", Place.message
    ),
}  # fmt: skip


def pourquoi_pas(dossier: Dossier | None) -> str:
    """Why a dossier that lent itself to an act does not any more, in words for whoever asked."""
    if dossier is None:
        return "Le dossier n’existe plus"
    if dossier.cache_par_expiration_le is not None:
        return str(DossierExpire())
    if not dossier.visible_par_administration:
        return "Le dossier est dans la corbeille"
    archive = " et archivé" if dossier.archive else ""
    return f"Le dossier ne se prête plus à cette action : il est {dossier.state.label}{archive}"
