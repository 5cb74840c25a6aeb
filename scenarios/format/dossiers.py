from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag

from domain.dossiers.states import State
from domain.dossiers.suppression import Cote
from domain.messagerie.models import RaisonCorrection
from scenarios.format.bases import (
    Booleen,
    Email,
    Format,
    Instant,
    Jour,
    Nombre,
    TextePlein,
    lire_email,
)
from scenarios.format.etablissements import Etablissement
from scenarios.format.fichiers import Fichier

USAGER = "usager"


def _civilite(valeur: Any) -> Any:
    """The demandeur's « M » and the champ's « M. » are taken for each other."""
    return "M" if valeur == "M." else valeur


class Personne(Format):
    civilite: Annotated[Literal["M", "Mme"], BeforeValidator(_civilite)] | None = None
    nom: TextePlein
    prenom: TextePlein
    date_de_naissance: Jour | None = None
    email: Email | None = Field(default=None, description="Du bénéficiaire, pour un tiers.")


class Mandataire(Format):
    prenom: TextePlein
    nom: TextePlein


def _auteur(valeur: str) -> str:
    return valeur if valeur == USAGER else lire_email(valeur)


class Message(Format):
    de: Annotated[str, AfterValidator(_auteur)] = Field(
        description="« usager », ou l’adresse d’un instructeur ou d’un expert."
    )
    corps: TextePlein
    le: Instant | None = None
    pieces: list[Fichier] = []
    correction: Annotated[RaisonCorrection, Field(strict=False)] | None = None
    resolue_le: Instant | None = None
    supprime_le: Instant | None = None


class Avis(Format):
    expert: Email
    demandeur: Email
    introduction: str = ""
    question: str | None = None
    confidentiel: Booleen = False
    reponse: TextePlein | None = None
    reponse_question: Booleen | None = None
    le: Instant | None = None
    repondu_le: Instant | None = None
    revoque_le: Instant | None = None
    pieces: list[Fichier] = []


class Suppression(Format):
    par: Annotated[Cote, Field(strict=False)]
    le: Instant | None = None
    purge_le: Instant | None = None


def _liste(valeur: Any) -> Any:
    """One of them may be written without the dashes of a list."""
    if valeur is None:
        return []
    return [valeur] if isinstance(valeur, dict) else valeur


def _nature(valeur: Any) -> str:
    """A demandeur with a SIRET is an establishment. The parentheses keep the word out of places."""
    return "(etablissement)" if isinstance(valeur, dict) and "siret" in valeur else "(personne)"


Demandeur = Annotated[
    Annotated[Personne, Tag("(personne)")] | Annotated[Etablissement, Tag("(etablissement)")],
    Discriminator(_nature),
]


class Dossier(Format):
    cle: TextePlein | None = None
    number: Nombre | None = None
    usager: Email
    demandeur: Demandeur | None = None
    mandataire: Mandataire | None = None
    etat: Annotated[State, Field(strict=False)]
    groupe: TextePlein | None = None
    cree_le: Instant | None = None
    depose_le: Instant | None = None
    en_construction_le: Instant | None = None
    en_instruction_le: Instant | None = None
    traite_le: Instant | None = None
    traite_par: Email | None = None
    motivation: str | None = None
    justificatif: Fichier | None = None
    modifie_le: Instant | None = None
    archive: Booleen = False
    champs: dict[int, Any] = {}
    annotations: dict[int, Any] = {}
    labels: list[TextePlein] = []
    suivi_par: list[Email] = []
    messages: list[Message] = []
    avis: list[Avis] = []
    supprime: Annotated[
        list[Suppression],
        BeforeValidator(_liste),
        Field(description="Un côté, ou une liste : un élément par côté."),
    ] = []
