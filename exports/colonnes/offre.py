"""The columns that a template may choose: those of dossiers, as a table, then those of the forms (rules E.1, E.2)."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from domain.calendrier import PARIS
from domain.formulaires.formulaire import Descripteur
from domain.formulaires.reponses import Reponse, nombre, vrai
from domain.formulaires.types_de_champ import TypeChamp
from exports.colonnes.champs import TITRE_IDENTITE, Lecture, Partie, parties
from exports.colonnes.contenu import ChampLu, Dossier, Etablissement, Individu, Reglages
from exports.colonnes.dossiers import ETATS
from exports.colonnes.etablissements import SIRET, SUITE
from exports.colonnes.formulaires import Fusion
from exports.colonnes.tableau import a_paris
from exports.tableur.cellules import Cellule

T = TypeChamp


class Famille(StrEnum):
    usager = "usager"
    dossier = "dossier"
    formulaire = "formulaire"
    annotations = "annotations"


class Offerte(NamedTuple):
    """A column that may be chosen: of a dossier (`lire`), or a part of a champ’s answer (`partie`)."""

    id: str
    libelle: str
    famille: Famille
    lire: Callable[[Dossier], Cellule] | None = None
    champ: Descripteur | None = None
    partie: Partie | None = None


Offre = Mapping[str, Offerte]


def offre(reglages: Reglages, fusion: Fusion) -> Offre:
    """By id, in the order in which they are offered, which is that of a new template."""
    toutes = [*_du_dossier(reglages), *_des_champs(fusion)]
    return {offerte.id: offerte for offerte in toutes}


# --- of dossiers -----------------------------------------------------------------------------------

Condition = Callable[[Reglages], bool]


class Prevue(NamedTuple):
    id: str
    libelle: str
    famille: Famille
    lire: Callable[[Dossier], Cellule]
    si: Condition = lambda _: True


def _individu(lire: Callable[[Individu], Cellule]) -> Callable[[Dossier], Cellule]:
    return lambda d: lire(d.individu) if d.individu else None


def _etablissement(lire: Callable[[Etablissement], Cellule]) -> Callable[[Dossier], Cellule]:
    return lambda d: lire(d.etablissement) if d.etablissement else None


def _particulier(reglages: Reglages) -> bool:
    return reglages.pour_individu


def _avec_civilite(reglages: Reglages) -> bool:
    return reglages.pour_individu and not reglages.sans_civilite


def _avec_sva(reglages: Reglages) -> bool:
    return reglages.sva_svr is not None


def _avec_groupes(reglages: Reglages) -> bool:
    return reglages.routage


U, D = Famille.usager, Famille.dossier

DE_L_USAGER = (
    Prevue("self/id", "N° dossier", U, lambda d: d.id),
    Prevue("self/user_email_for_display", "Adresse électronique", U, lambda d: d.email),
    Prevue("self/user_from_france_connect?", "France connecté ?", U, lambda d: d.france_connect),
    Prevue("individual/gender", "Civilité", U, _individu(lambda i: i.civilite), _avec_civilite),
    Prevue("individual/nom", "Nom", U, _individu(lambda i: i.nom), _particulier),
    Prevue("individual/prenom", "Prénom", U, _individu(lambda i: i.prenom), _particulier),
    Prevue("self/mandataire_last_name", "Nom du mandataire", U, lambda d: d.mandataire_nom, _particulier),
    Prevue("self/mandataire_first_name", "Prénom du mandataire", U, lambda d: d.mandataire_prenom, _particulier),
    Prevue("self/for_tiers", "Dépôt pour un tiers", U, lambda d: d.pour_un_tiers, _particulier),
)  # fmt: skip

DU_DOSSIER = (
    Prevue("self/state", "État du dossier", D, lambda d: ETATS[d.state]),
    Prevue("self/archived", "Archivé", D, lambda d: d.archive),
    Prevue("self/created_at", "Date de création", D, lambda d: a_paris(d.cree_le)),
    Prevue("self/updated_at", "Date du dernier évènement", D, lambda d: a_paris(d.modifie_le)),
    Prevue("self/last_champ_updated_at", "Date de dernière modification (usager)", D, lambda d: a_paris(d.champs_modifies_le)),
    Prevue("self/depose_at", "Date de dépôt", D, lambda d: a_paris(d.depose_le)),
    Prevue("self/en_construction_at", "Date de passage en construction", D, lambda d: a_paris(d.en_construction_le)),
    Prevue("self/en_instruction_at", "Date de passage en instruction", D, lambda d: a_paris(d.en_instruction_le)),
    Prevue("self/processed_at", "Date de traitement", D, lambda d: a_paris(d.traite_le)),
    Prevue("self/expired_at", "Date d’expiration", D, lambda d: a_paris(d.expire_le)),
    Prevue("self/motivation", "Motivation de la décision", D, lambda d: d.motivation),
    Prevue("self/sva_svr_decision_on", "Date décision {sva_svr}", D, lambda d: d.decision_sva_svr_le, _avec_sva),
    Prevue("groupe_instructeur/id", "Groupe instructeur", D, lambda d: d.groupe, _avec_groupes),
    Prevue("followers_instructeurs/email", "Instructeurs", D, lambda d: " ".join(d.instructeurs) or None),
    Prevue("dossier_labels/label_id", "Labels", D, lambda d: " ".join(d.labels) or None),
)  # fmt: skip

CHORUS = (
    ("procedure/domaine_fonctionnel", "Domaine Fonctionnel"),
    ("procedure/referentiel_prog", "Référentiel De Programmation"),
    ("procedure/centre_de_cout", "Centre De Coût"),
)


def _du_dossier(reglages: Reglages) -> Iterator[Offerte]:
    yield from _prevues(DE_L_USAGER, reglages)
    if not reglages.pour_individu:
        for titre, lire in (SIRET, *SUITE):
            yield Offerte(f"etablissement/{cle_de(titre)}", titre, U, _etablissement(lire))
    for (id_, libelle), code in zip(CHORUS, reglages.chorus or (), strict=False):
        yield Offerte(id_, libelle, U, _toujours(code))
    yield from _prevues(DU_DOSSIER, reglages)


def _prevues(prevues: tuple[Prevue, ...], reglages: Reglages) -> Iterator[Offerte]:
    for id_, libelle, famille, lire, si in prevues:
        if si(reglages):
            yield Offerte(id_, libelle.format(sva_svr=reglages.sva_svr), famille, lire)


def _toujours(code: str) -> Callable[[Dossier], Cellule]:
    return lambda _: code


def cle_de(libelle: str) -> str:
    """A label as a part of an id: « (Code INSEE) » is `code_insee`."""
    lettres = unicodedata.normalize("NFKD", libelle).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", lettres).strip("_")


# --- of champs -------------------------------------------------------------------------------------


def _jour(reponse: Reponse) -> Cellule:
    """What is no date stays what was typed."""
    try:
        return date.fromisoformat((reponse.value or "")[:10])
    except ValueError:
        return reponse.value


def _instant(reponse: Reponse) -> Cellule:
    try:
        instant = datetime.fromisoformat(reponse.value or "")
    except ValueError:
        return reponse.value
    return a_paris(instant if instant.tzinfo else instant.replace(tzinfo=PARIS))


def _nombre(reponse: Reponse) -> Cellule:
    valeur = nombre(reponse)
    return reponse.value if valeur is None else float(valeur)


def _si_rempli(lire: Callable[[Reponse], Cellule]) -> Lecture:
    def dire(champ: ChampLu) -> Cellule:
        rempli = champ.reponse is not None and (champ.reponse.value or "").strip()
        return lire(champ.reponse) if champ.reponse is not None and rempli else None

    return dire


# In templates cells have the type of their champ, and nothing where nothing was answered (rules 8.7.3).
TYPEES: dict[TypeChamp, Lecture] = {
    T.checkbox: _si_rempli(vrai),
    T.date: _si_rempli(_jour),
    T.datetime: _si_rempli(_instant),
    T.decimal_number: _si_rempli(_nombre),
    T.integer_number: _si_rempli(_nombre),
    T.yes_no: _si_rempli(vrai),
}


def _des_champs(fusion: Fusion) -> Iterator[Offerte]:
    """In the form's order, the fields of a repetition after it."""
    for champ in fusion.champs:
        yield from _du_champ(champ)
    for repetition in fusion.repetitions:
        for enfant in fusion.enfants.get(repetition.stable_id, ()):
            yield from _du_champ(enfant)


def _du_champ(champ: Descripteur) -> Iterator[Offerte]:
    famille = Famille.annotations if champ.prive else Famille.formulaire
    for partie in _parties(champ):
        suffixe = f"/{cle_de(partie.suffixe)}" if partie.suffixe else ""
        id_ = f"type_de_champ/{champ.stable_id}{suffixe}"
        yield Offerte(id_, f"{champ.libelle}{partie.suffixe}", famille, champ=champ, partie=partie)


def _parties(champ: Descripteur) -> tuple[Partie, ...]:
    if champ.type_champ in TYPEES and champ.options.get("nature") != TITRE_IDENTITE:
        return (Partie("", TYPEES[champ.type_champ]),)
    return parties(champ)
