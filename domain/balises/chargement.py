"""The facts that a template asks for, read from the database: the rest is not read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.balises.champs import BaliseDeChamp
from domain.balises.faits import Faits, Liens
from domain.balises.rendu import champs_nommes, des_champs
from domain.balises.syntaxe import Mention
from domain.balises.verification import Genre, Version
from domain.base import parmi
from domain.comptes.models import Compte
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
from domain.groupes_instructeurs.contacts import ContactDeGroupe
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.services.models import Service

DESCRIPTEUR = tuple(getattr(TypeDeChamp, nom) for nom in Descripteur._fields)


# What is beside a dossier, a row each. Its demandeur is one or the other, as the démarche asks.
_ENTOURAGE = (
    select(
        Dossier.id, GroupeInstructeur.label, Compte.email, ContactDeGroupe, Individu, Etablissement
    )
    .outerjoin(GroupeInstructeur, GroupeInstructeur.id == Dossier.groupe_instructeur_id)
    .outerjoin(Compte, Compte.id == Dossier.usager_id)
    .outerjoin(ContactDeGroupe, contact_du_dossier(Dossier.groupe_instructeur_id))
    .outerjoin(Individu, Individu.dossier_id == Dossier.id)
    .outerjoin(Etablissement, Etablissement.dossier_id == Dossier.id)
    .where(parmi(Dossier.id, "dossiers"))
)


def charger(
    session: Session, dossier: Dossier, mentions: Iterable[Mention], *, liens: Liens
) -> Faits:
    """Flushes what the transaction has written so far, so that templates tell of it."""
    return charger_tous(session, [dossier], mentions, liens={dossier.id: liens})[0]


def charger_tous(
    session: Session, dossiers: Sequence[Dossier], mentions: Iterable[Mention], *,
    liens: Mapping[int, Liens],
) -> list[Faits]:  # fmt: skip
    """The same of several dossiers of one démarche, in as many statements as of one; `liens` by
    number."""
    session.flush()
    demarche = session.get_one(Demarche, dossiers[0].demarche_id)
    service = session.get(Service, demarche.service_id) if demarche.service_id else None
    formulaires, reponses = _reponses_nommees(session, dossiers, champs_nommes(mentions))
    numeros = {"dossiers": [dossier.id for dossier in dossiers], "demarche": demarche.id}
    entourages = {ligne[0]: ligne for ligne in session.execute(_ENTOURAGE, numeros)}

    def faits(dossier: Dossier) -> Faits:
        _, groupe, usager, contact, individu, etablissement = entourages[dossier.id]
        return Faits(
            dossier=dossier,
            demarche=demarche,
            service=service.nom if service else None,
            groupe=groupe,
            contact=contact,
            usager=usager,
            individu=individu if demarche.pour_individu else None,
            etablissement=None if demarche.pour_individu else etablissement,
            liens=liens[dossier.id],
            formulaire=formulaires.get(dossier.revision_id),
            reponses=reponses.get(dossier.id, {}),
        )

    return [faits(dossier) for dossier in dossiers]


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


def _reponses_nommees(
    session: Session, dossiers: Sequence[Dossier], nommees: Sequence[Mention]
) -> tuple[dict[int, Formulaire], dict[int, dict[Cle, Reponse]]]:
    """The forms, by revision, and the answers that are named, by dossier; nothing when none is."""
    if not nommees:
        return {}, {}
    revisions = {dossier.id: dossier.revision_id for dossier in dossiers}
    lus = {numero: lire_formulaire(session, numero) for numero in set(revisions.values())}
    voulus: set[int] = set()
    for formulaire in lus.values():
        balises = des_champs(formulaire)
        voulus.update(_a_lire(formulaire, (balises.get(mention.cle) for mention in nommees)))
    champs = session.scalars(
        select(Champ).where(
            Champ.dossier_id.in_(revisions),
            Champ.flux == MAIN,
            Champ.stable_id.in_(voulus),
            Champ.retire_le.is_(None),
        )
    )
    reponses: dict[int, dict[Cle, Reponse]] = defaultdict(dict)
    for champ in champs:
        descripteur = lus[revisions[champ.dossier_id]].par_stable_id.get(champ.stable_id)
        if descripteur is None:
            continue  # named by the form of another
        lue = lire_comme(champ, ecrit=champ.type_champ, lu=descripteur.type_champ)
        if lue:
            reponses[champ.dossier_id][champ.stable_id, champ.row_id] = lue
    return lus, reponses


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
