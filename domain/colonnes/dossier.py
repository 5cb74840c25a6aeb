"""The columns that every dossier has, whatever its form: rules 4.6.1 and E.1, as a table."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.badges.types import LIBELLES as BADGES
from domain.colonnes.colonne import Colonne, Famille, Genre, Option
from domain.dossiers.states import State

NUMERO = "self/id"
ETAT = "self/state"
DECISION_AVANT = "self/sva_svr_decision_before"
EMAIL = "user/email"
CIVILITE = "individual/gender"
GROUPE = "groupe_instructeur/id"
LABELS = "dossier_labels/label_id"
NOTIFICATIONS = "dossier_notifications/notification_type"

# As a filter shows them: the API's own words are in lower case (rules E.3).
ETATS = (
    Option(State.en_construction, "En construction"),
    Option(State.en_instruction, "En instruction"),
    Option(State.accepte, "Accepté"),
    Option(State.refuse, "Refusé"),
    Option(State.sans_suite, "Classé sans suite"),
)
CIVILITES = (Option("Mme", "Mme"), Option("M.", "M."))


@dataclass(frozen=True, slots=True)
class Reglages:
    """What the columns of a démarche depend on. `sva_svr` is « SVA », « SVR » or nothing; `badges` are
    those that the instructeur has not turned off."""

    pour_individu: bool
    sans_civilite: bool
    sva_svr: str | None
    groupes: tuple[Option, ...] = ()
    labels: tuple[Option, ...] = ()
    badges: tuple[Option, ...] = tuple(Option(t, libelle) for t, libelle in BADGES.items())


def _toujours(_: Reglages) -> bool:
    return True


def _individu(reglages: Reglages) -> bool:
    return reglages.pour_individu


def _civilite(reglages: Reglages) -> bool:
    return reglages.pour_individu and not reglages.sans_civilite


def _etablissement(reglages: Reglages) -> bool:
    return not reglages.pour_individu


def _sva(reglages: Reglages) -> bool:
    return reglages.sva_svr is not None


def _sans_option(_: Reglages) -> tuple[Option, ...]:
    return ()


class Prevue(NamedTuple):
    """`existe` says on which démarches; `libelle` may hold the name of the automatic decision."""

    id: str
    libelle: str
    genre: Genre
    famille: Famille = Famille.dossier
    affichable: bool = True
    filtrable: bool = True
    existe: Callable[[Reglages], bool] = _toujours
    options: Callable[[Reglages], Sequence[Option]] = _sans_option


G, F = Genre, Famille

COLONNES: tuple[Prevue, ...] = (
    Prevue(NUMERO, "N° dossier", G.entier),
    Prevue(ETAT, "État du dossier", G.choix, affichable=False, options=lambda _: ETATS),
    Prevue("self/created_at", "Date de création", G.date_heure),
    Prevue("self/updated_at", "Date du dernier évènement", G.date_heure),
    Prevue("self/last_champ_updated_at", "Date de dernière modification (usager)", G.date_heure),
    Prevue("self/depose_at", "Date de dépôt", G.date_heure),
    Prevue("self/en_construction_at", "Date de passage en construction", G.date_heure),
    Prevue("self/en_instruction_at", "Date de passage en instruction", G.date_heure),
    Prevue("self/processed_at", "Date de traitement", G.date_heure),
    Prevue("self/expired_at", "Date d’expiration", G.date_heure),
    Prevue("self/sva_svr_decision_on", "Date décision {sva_svr}", G.date, existe=_sva),
    Prevue(DECISION_AVANT, "Date décision {sva_svr} avant", G.date, affichable=False, existe=_sva),
    Prevue(GROUPE, "Groupe instructeur", G.choix, options=lambda r: r.groupes),
    Prevue("followers_instructeurs/email", "Instructeurs", G.texte),
    Prevue("traitements/instructeur_email", "Instructeur ayant participé à l’instruction", G.texte, affichable=False),
    Prevue("avis/question_answer", "Avis oui/non", G.texte, filtrable=False),
    Prevue(LABELS, "Labels", G.choix, options=lambda r: r.labels),
    Prevue(NOTIFICATIONS, "Notifications sur le dossier", G.choix, affichable=False, options=lambda r: r.badges),
    Prevue(EMAIL, "Demandeur", G.texte, F.usager),
    Prevue(CIVILITE, "Civilité", G.choix, F.usager, existe=_civilite, options=lambda _: CIVILITES),
    Prevue("individual/nom", "Nom", G.texte, F.usager, existe=_individu),
    Prevue("individual/prenom", "Prénom", G.texte, F.usager, existe=_individu),
    Prevue("self/for_tiers", "Dépôt pour un tiers", G.booleen, F.usager, existe=_individu),
    Prevue("self/mandataire_last_name", "Nom du mandataire", G.texte, F.usager, existe=_individu),
    Prevue("self/mandataire_first_name", "Prénom du mandataire", G.texte, F.usager, existe=_individu),
    Prevue("etablissement/siret", "Établissement SIRET", G.texte, F.usager, existe=_etablissement),
    Prevue("etablissement/entreprise_raison_sociale", "Entreprise raison sociale", G.texte, F.usager, existe=_etablissement),
    Prevue("etablissement/entreprise_siren", "Entreprise SIREN", G.texte, F.usager, existe=_etablissement),
    Prevue("etablissement/entreprise_nom_commercial", "Entreprise nom commercial", G.texte, F.usager, existe=_etablissement),
    Prevue("etablissement/entreprise_forme_juridique", "Entreprise forme juridique", G.texte, F.usager, existe=_etablissement),
    Prevue("etablissement/entreprise_date_creation", "Entreprise date de création", G.date, F.usager, filtrable=False, existe=_etablissement),
    Prevue("etablissement/libelle_naf", "Libellé NAF", G.texte, F.usager, existe=_etablissement),
    Prevue("etablissement/code_postal", "Code postal", G.texte, F.usager, existe=_etablissement),
)  # fmt: skip


def colonnes_du_dossier(reglages: Reglages) -> Iterator[Colonne]:
    for prevue in COLONNES:
        if prevue.existe(reglages):
            yield Colonne(
                prevue.id,
                prevue.libelle.format(sva_svr=reglages.sva_svr),
                prevue.genre,
                prevue.famille,
                prevue.affichable,
                prevue.filtrable,
                tuple(prevue.options(reglages)),
            )
