"""The PDF of a dossier: all that the administration sees of it, and nothing else (api 11, rules 8.8.7)."""

import re

import pytest

from tests.api.conftest import Monde
from tests.api.documents import Imprime, imprimer

MONDE = "documents"


@pytest.fixture(scope="module")
def complet(monde: Monde) -> Imprime:
    return imprimer(monde.client(), 9001)


@pytest.fixture(scope="module")
def hostile(monde: Monde) -> Imprime:
    return imprimer(monde.client(), 9002)


@pytest.mark.parametrize(
    "ligne",
    [
        "Mairie de Coye – Service de la voirie Dossier n° 9001 Permission de voirie Accepté",
        "Déposé le 01 février 2026 à 10:00",
        "Passé en instruction le 03 février 2026 à 10:00",
        "Décision le 10 février 2026 à 16:30",
        "Usager ali@exemple.fr",
        "Groupe instructeur Nord",
        "Suivi par ines@exemple.fr",
        "Labels Urgent, À revoir",
        "Dossier déposé par (mandataire) Ali Benali",
        "Civilité Mme Nom Benali Prénom Nora Date de naissance 01 mai 1950",
        "Adresse électronique nora@exemple.fr",
        "Décision Accepté Motivation Le dossier est conforme.",
        "Justificatif arrêté.pdf (17 octets)",
        "À savoir Joindre un plan. Au format A4.",
        "Nom du chantier Rue Haute",
        "Véhicules – 1 sur 2 Réponse Immatriculation AB-123-CD Stationnement Non renseigné",
        "Véhicules – 2 sur 2 Réponse Immatriculation EF-456-GH "
        "Stationnement Ligne de 111,2 m : Le long du mur",
        "Plan plan.pdf (13 octets) coupe.png (8 octets, analyse antivirus en attente)",
        "Titre d’identité Présent Carte de séjour Présent",
        "Emprise Surface de 103,6 m² : Devant la porte Point : 48,85° N, 2,34° E "
        "Parcelle 000 A11 n° 42, commune 75119, 1 234 m²",
        "Entreprise SIRET : 41816609600051 Raison sociale : GRTGAZ Siège social : Oui",
        "Annotations privées Question Réponse Note interne À vérifier avec le service des eaux.",
        "Avis de eve@exemple.fr (confidentiel)",
        "Demande Votre avis sur l’emprise ? Question Favorable ? Réponse à la question Oui "
        "Avis rendu Sans réserve. Rendu le 05 février 2026 à 10:00 "
        "Pièces jointes avis-eve.pdf (13 octets)",
        "Avis de max@exemple.fr Information Valeur Demandé par ines@exemple.fr "
        "Demandé le 04 février 2026 à 11:00 Demande Et la circulation ? Avis rendu En attente",
        "ali@exemple.fr 02 février 2026 à 10:00 Bonjour, voici mon dossier. "
        "Pièces jointes : lettre.txt (3 octets)",
        "Correction demandée, faite le 03 février 2026 à 09:00 : le dossier est incomplet "
        "Merci de corriger le plan.",
        "Supprimé le 02 février 2026 à 12:30 Message supprimé",
        "01 février 2026 à 10:00 Déposé Usager 03 février 2026 à 10:00 Passé en instruction "
        "ines@exemple.fr 10 février 2026 à 16:30 Accepté ines@exemple.fr Le dossier est conforme.",
    ],
)
def test_everything_of_the_dossier_is_there(complet: Imprime, ligne: str) -> None:
    assert ligne in complet.texte


@pytest.mark.parametrize(
    "cache",
    ["virus.pdf", "ver.exe", "passeport-nora", "sejour-nora", "Envoyé par erreur", "licence"],
)
def test_what_is_not_to_be_seen_is_not_there(complet: Imprime, cache: str) -> None:
    """Infected files, titres d’identité, the text of a removed message, a champ whose condition fails."""
    assert cache not in complet.texte
    assert cache.encode() not in complet.octets


def test_questions_after_a_repetition_are_not_of_its_last_row(complet: Imprime) -> None:
    assert "Le long du mur Question Réponse Plan plan.pdf" in complet.texte


def test_a_company_is_told_whole_and_a_linked_dossier_by_its_number(monde: Monde) -> None:
    texte = imprimer(monde.client(), 9101).texte

    assert (
        "Demandeur Information Valeur SIRET 41816609600051 Raison sociale GRTGAZ Siège social Oui "
        "Adresse 6 RUE RAOUL NORDLING 92270 BOIS-COLOMBES Activité 4950Z – Transports par conduites "
        "SIREN 418166096 Forme juridique SA SIRET du siège 41816609600051 "
        "Capital social 537 100 000 € Date de création 24 avril 1990 "
        "État administratif En activité RNA W173847273 Nom de l’association Croix bleue "
        "Objet de l’association Aider Décision Information Valeur Décision Refusé "
        "Motivation Hors délai. Trop tard."
    ) in texte
    assert "Dossier lié 9001" in texte
    assert "Aucun message n’a été échangé." in texte


def test_a_company_known_by_its_siret_alone_says_so(monde: Monde) -> None:
    texte = imprimer(monde.client(), 9102).texte

    assert (
        "Demandeur Information Valeur SIRET 41816609600051 "
        "Établissement Les informations sur cet établissement n’ont pas encore été obtenues."
    ) in texte


@pytest.mark.parametrize(
    "ligne",
    [
        "Nom #evil[x] $y$ Prénom \\ *bold* <b>",
        'Nom du chantier #read("/etc/passwd") $y$ \\ *bold* _it_ `code` // commentaire @ref '
        "<label> = titre",
        "Note interne Family [visage rieur] [pouce vers le haut peau légèrement mate] "
        "[U+6F22][U+5B57] שלום",
        "facture[U+202E]fdp.exe #panic() [crochets] {accolades} ~ -- ...",
        "Véhicules Non renseigné Plan Non renseigné Titre d’identité Absent",
    ],
)
def test_what_people_write_stays_text(hostile: Imprime, ligne: str) -> None:
    assert ligne in hostile.texte


def test_it_is_accessible_and_made_to_last(complet: Imprime) -> None:
    catalogue = complet.catalogue

    declares = re.findall(
        rb"<(pdf(?:ua|a)id:\w+)>(\w+)<", catalogue["/Metadata"].get_object().get_data()
    )
    assert declares == [
        (b"pdfaid:part", b"2"),
        (b"pdfaid:conformance", b"A"),
        (b"pdfuaid:part", b"1"),
    ]
    assert catalogue["/Lang"] == "fr-FR"
    assert str(catalogue["/ViewerPreferences"]["/DisplayDocTitle"]) == "True"
    assert complet.lecteur.metadata is not None
    assert complet.lecteur.metadata.title == "Dossier n° 9001 – Permission de voirie"
    assert complet.lecteur.metadata.author == "Mairie de Coye – Service de la voirie"


def test_its_titles_and_tables_are_tagged(complet: Imprime) -> None:
    balises = complet.balises()

    # The dossier; its parts; « Le chantier » and the two avis; « Le détail », its level closed up.
    assert [balises[f"/H{niveau}"] for niveau in range(1, 6)] == [1, 7, 3, 1, 0]
    assert balises["/Table"] == balises["/THead"] == 11
    assert balises["/TH"] == 10 * 2 + 4


def test_each_page_bears_the_demarche_the_dossier_and_its_number(complet: Imprime) -> None:
    pages = [" ".join(page.extract_text().split()) for page in complet.lecteur.pages]

    for numero, page in enumerate(pages, 1):
        assert page.startswith("Démarche n° 900 · Permission de voirie Dossier n° 9001 ")
        assert page.endswith(f"page {numero} / {len(pages)}")
