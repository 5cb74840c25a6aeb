"""Every type of champ, printed: answered, and not."""

import re

import pytest

from tests.api.client import Client
from tests.api.documents import Imprime, imprimer

MONDE = "types_de_champ"


@pytest.fixture(scope="module")
def plein(client: Client) -> Imprime:
    return imprimer(client, 7001)


@pytest.fixture(scope="module")
def vide(client: Client) -> Imprime:
    return imprimer(client, 7002)


REPONSES = [
    "Texte court Rue Haute",
    "Texte long Ligne 1 Ligne 2",
    "Texte formaté AB12",
    "Nombre ancien 12",
    "Entier 42",
    "Décimal 42.1",
    "Jour 10 juillet 2019",
    "Instant 15 septembre 1962 15:35",
    "Case Oui",
    "Oui ou non Non",
    "Civilité Mme",
    "Courriel contact@exemple.fr",
    "Téléphone 06 12 34 56 78",
    "Compte FR7630006000011234567890189",
    "Entreprise SIRET : 41816609600051 Raison sociale : GRTGAZ Nom commercial : GRT "
    "Siège social : Oui Adresse : 6 RUE RAOUL NORDLING 92270 BOIS-COLOMBES",
    "Association W173847273 Titre : Croix bleue Objet : Aider "
    "Adresse : 33 rue de Modagor 75019 Paris Création : 01 janvier 2015 "
    "Déclaration : 01 février 2015 Publication : 01 mars 2015",
    "Fondation 075-FDD-00003-01 Titre : Fondation SFR "
    "Adresse : 16 Rue du Général de Boissieu 75015 Paris",
    "Adresse 33 Rue Rébeval 75019 Paris",
    "Commune Coye-la-Forêt (60580)",
    "Département 01 - Ain",
    "Région Guadeloupe",
    "Pays Allemagne",
    "EPCI CC de la Dombes",
    "École École maternelle UAI : 0751017C",
    "Dossier lié 7002",
    "Choix Rouge",
    "Choix multiple Lundi Jeudi",
    "Choix liés Fruit / Poire",
    "Pièce plan.pdf (13 octets) photo été.png (8 octets, analyse antivirus en attente)",
    "Identité Présent",
    "Carte Point : 48,85° N, 2,34° E : Ici Parcelle 000 A11 n° 42, commune 75119, 1 234 m²",
    "Enfants – 1 sur 2 Réponse Prénom Lou Âge 7 Enfants – 2 sur 2 Réponse Prénom Max Âge 9",
    "Section",
    "Explication La suite",
    "CNAF Code postal : 75019 Numéro d’allocataire : 1234567",
    "DGFiP Numéro fiscal : 1122299999092 Référence de l’avis d’imposition : 2299999999092",
    "Emploi Identifiant : georges_moustaki_77",
    "Études INE : 090601811AB",
    "Accréditation 123 – 1991-11-01",
    "Référentiel PG46YY6YWCX8 Nom : Grande roue",
    "Si rouge visible",
    "Engagement EJ-123",
    "Note à vérifier",
]


@pytest.mark.parametrize("ligne", REPONSES)
def test_an_answer_of_each_type_is_printed(plein: Imprime, ligne: str) -> None:
    assert ligne in plein.texte


@pytest.mark.parametrize("cache", ["virus.pdf", "cni.png"])
def test_infected_files_and_titres_d_identite_are_not_named(plein: Imprime, cache: str) -> None:
    assert cache not in plein.texte


def test_what_was_not_answered_says_so(vide: Imprime) -> None:
    # 38 questions show; two always have an answer: a box that was not ticked, an absent title.
    formulaire = re.search("Formulaire (.*) Annotations privées (.*) Avis ", vide.texte)

    assert formulaire is not None
    assert formulaire.group(1).count("Non renseigné") == 36
    assert "Case Non " in formulaire.group(1)
    assert "Identité Absent" in formulaire.group(1)
    assert "Si rouge" not in formulaire.group(1)
    assert formulaire.group(2) == ("Question Réponse Engagement Non renseigné Note Non renseigné")
