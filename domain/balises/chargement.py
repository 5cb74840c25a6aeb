"""The facts that a template asks for, read from the database: the rest is not read."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from domain.balises.champs import BaliseDeChamp
from domain.balises.faits import Faits, Liens
from domain.balises.rendu import champs_nommes, des_champs
from domain.balises.syntaxe import Mention
from domain.balises.verification import Genre, Version
from domain.demarches.models import Demarche
from domain.dossiers.champs import MAIN, Champ
from domain.dossiers.demandeurs import Etablissement, Individu
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE
from domain.formulaires.conditions import sources
from domain.formulaires.conversion import lire_comme
from domain.formulaires.formulaire import Cle, Descripteur, Formulaire
from domain.formulaires.models import Revision, TypeDeChamp
from domain.formulaires.reponses import Reponse
from domain.groupes_instructeurs.contact_du_dossier import contact_du_dossier
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.services.models import Service

D = TypeVar("D", Individu, Etablissement)

DESCRIPTEUR = tuple(getattr(TypeDeChamp, nom) for nom in Descripteur._fields)


def charger(
    session: Session, dossier: Dossier, mentions: Iterable[Mention], *, liens: Liens
) -> Faits:
    """Flushes what the transaction has written so far, so that templates tell of it."""
    session.flush()
    demarche = session.get_one(Demarche, dossier.demarche_id)
    nommees = champs_nommes(mentions)
    formulaire = lire_formulaire(session, dossier.revision_id) if nommees else None
    service = session.get(Service, demarche.service_id) if demarche.service_id else None
    groupe = dossier.groupe_instructeur_id
    contact = contact_du_dossier(session, demarche_id=demarche.id, groupe_id=groupe)

    def de_lui(demandeur: type[D]) -> Select[D]:
        return select(demandeur).where(demandeur.dossier_id == dossier.id)

    return Faits(
        dossier=dossier,
        demarche=demarche,
        service=service.nom if service else None,
        groupe=session.get_one(GroupeInstructeur, groupe).label if groupe else None,
        contact_du_groupe=contact.nom if contact else None,
        individu=session.scalar(de_lui(Individu)) if demarche.pour_individu else None,
        etablissement=None if demarche.pour_individu else session.scalar(de_lui(Etablissement)),
        liens=liens,
        formulaire=formulaire,
        reponses=_reponses(session, dossier, formulaire, nommees) if formulaire else {},
    )


def lire_formulaire(session: Session, revision_id: int) -> Formulaire:
    lignes = session.execute(select(*DESCRIPTEUR).where(TypeDeChamp.revision_id == revision_id))
    return Formulaire(revision_id, (Descripteur(*ligne) for ligne in lignes))


def versions(session: Session, demarche_id: int) -> list[Version]:
    """The forms that a template of this démarche must suit (rules 1.16.6)."""
    revisions = session.scalars(
        select(Revision).where(Revision.demarche_id == demarche_id).order_by(Revision.publiee_le)
    ).all()
    publiees = [revision for revision in revisions if revision.publiee_le is not None]
    voulues = [(Genre.brouillon, r) for r in revisions if r.publiee_le is None]
    voulues += [(Genre.publiee, r) for r in publiees[-1:]]
    if publiees[:-1]:
        en_cours = set(_revisions_en_cours(session, demarche_id))
        voulues += [(Genre.en_cours, r) for r in publiees[:-1] if r.id in en_cours]
    return [Version(genre, lire_formulaire(session, r.id)) for genre, r in voulues]


def _revisions_en_cours(session: Session, demarche_id: int) -> Sequence[int]:
    return session.scalars(
        select(Dossier.revision_id)
        .where(Dossier.demarche_id == demarche_id, Dossier.state.not_in(TERMINE))
        .distinct()
    ).all()


def _reponses(
    session: Session, dossier: Dossier, formulaire: Formulaire, nommees: Sequence[Mention]
) -> dict[Cle, Reponse]:
    balises = des_champs(formulaire)
    voulus = set(_a_lire(formulaire, (balises.get(mention.cle) for mention in nommees)))
    champs = session.scalars(
        select(Champ).where(
            Champ.dossier_id == dossier.id,
            Champ.flux == MAIN,
            Champ.stable_id.in_(voulus),
            Champ.retire_le.is_(None),
        )
    )
    reponses: dict[Cle, Reponse] = {}
    for champ in champs:
        lu_comme = formulaire.par_stable_id[champ.stable_id].type_champ
        if reponse := lire_comme(champ, ecrit=champ.type_champ, lu=lu_comme):
            reponses[champ.stable_id, champ.row_id] = reponse
    return reponses


def _a_lire(formulaire: Formulaire, balises: Iterable[BaliseDeChamp | None]) -> Iterator[int]:
    """The champs named, those inside them, and what decides whether these are shown."""
    for balise in balises:
        if balise is None or balise.empechement:
            continue
        yield balise.descripteur.stable_id
        for enfant in formulaire.enfants.get(balise.descripteur.stable_id, ()):
            yield enfant.stable_id
            yield from _sources(formulaire, enfant, set())


def _sources(formulaire: Formulaire, champ: Descripteur, vus: set[int]) -> Iterator[int]:
    for stable_id in sources(champ.condition) if champ.condition else ():
        source = formulaire.par_stable_id.get(stable_id)
        if source is not None and stable_id not in vus:
            vus.add(stable_id)
            yield stable_id
            yield from _sources(formulaire, source, vus)
