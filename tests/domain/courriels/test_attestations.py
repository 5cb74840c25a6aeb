"""Attestations: their templates, and the documents made of them."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from domain.attestations.modeles import (
    ImageRefusee,
    PiedTropLong,
    SansBrouillon,
    ecrire_v2,
    est_active,
    publier_v2,
)
from domain.attestations.models import EtatDeModele, ModeleDAttestation, Nature
from domain.attestations.redaction import champs_vides
from domain.balises.chargement import charger
from domain.balises.document import DocumentInvalide
from domain.balises.faits import Liens
from domain.balises.verification import ModeleInvalide
from domain.courriels.coherence import avertissements
from domain.courriels.models import Modele
from domain.demarches.models import Demarche
from domain.dossiers.decisions import repasser_en_instruction
from domain.dossiers.models import Dossier
from domain.fichiers.models import Fichier
from domain.transactions import Transaction
from tests.domain.courriels.monde import LE, NUMERO, Monde, personnaliser_le


def attestations(monde: Monde) -> list[dict[str, Any]]:
    return monde.lignes("SELECT * FROM fichiers WHERE role = 'attestation' ORDER BY id")


def test_an_acceptance_is_certified_once_and_its_mail_says_so(monde: Monde) -> None:
    monde.attester()
    monde.decider()
    monde.generer()
    monde.generer()

    (fichier,) = attestations(monde)
    assert (fichier["nom"], fichier["type_mime"]) == (
        "attestation-dossier-701.pdf",
        "application/pdf",
    )
    assert (fichier["dossier_id"], fichier["cree_le"]) == (NUMERO, LE)
    octets = b"".join(monde.storage.read(fichier["cle"]))
    assert len(octets) == fichier["taille"]
    texte = PdfReader(BytesIO(octets)).pages[0].extract_text()
    assert "Récépissé 701" in texte
    assert "Délivré à Ali Benali le 05/02/2026." in texte
    assert "Projet : Un jardin" in texte
    assert "https://guichet.exemple.fr/dossiers/701/attestation" in monde.courriels[0]["corps_html"]


def test_a_second_decision_has_an_attestation_of_its_own(monde: Monde) -> None:
    monde.attester()
    monde.decider()
    monde.generer()
    monde.agir(
        lambda tx, d, demarche: repasser_en_instruction(
            tx, d, demarche=demarche, instructeur=None, at=LE
        )
    )
    monde.ecrire("DELETE FROM fichiers WHERE role = 'attestation'")
    monde.generer()
    assert attestations(monde) == []

    monde.decider(at=LE + timedelta(days=1))
    monde.generer()
    assert len(attestations(monde)) == 1
    assert attestations(monde)[0]["cle"].startswith("attestations/701-")


@pytest.mark.parametrize("modele", [Modele.refused_mail, Modele.without_continuation])
def test_only_the_decision_that_a_template_is_for_is_certified(
    monde: Monde, modele: Modele
) -> None:
    monde.attester()
    monde.attester(nature=Nature.refus, active=False)
    monde.decider(modele)
    monde.generer()
    assert attestations(monde) == []


def test_a_rich_template_is_a_draft_until_it_is_published(monde: Monde) -> None:
    document = {
        "type": "doc",
        "content": [
            {
                "type": "heading",
                "attrs": {"level": 1},
                "content": [{"type": "text", "text": "Arrêté"}],
            },
            {"type": "paragraph", "content": [{"type": "mention", "attrs": {"id": "tdc1"}}]},
        ],
    }
    monde.attester(active=False)
    with pytest.raises(SansBrouillon):
        monde.agir(lambda tx, d, m: publier_v2(tx, m, nature=Nature.acceptation, at=LE))
    monde.agir(
        lambda tx, d, m: ecrire_v2(tx, m, nature=Nature.acceptation, active=True, document=document,
                                   libelle_logo="Mairie", at=LE) and None
    )  # fmt: skip
    assert monde.agir(lambda tx, d, m: est_active(tx.session, m.id, Nature.acceptation)) is False

    monde.agir(lambda tx, d, m: publier_v2(tx, m, nature=Nature.acceptation, at=LE) and None)
    restes = monde.lignes("SELECT version, etat FROM modeles_d_attestation")
    assert restes == [{"version": 2, "etat": EtatDeModele.publie}]
    monde.decider()
    monde.generer()
    octets = b"".join(monde.storage.read(attestations(monde)[0]["cle"]))
    texte = PdfReader(BytesIO(octets)).pages[0].extract_text()
    assert [mot for mot in ("Mairie", "Arrêté", "Un jardin") if mot not in texte] == []


@pytest.mark.parametrize(
    ("champs", "refus"),
    [
        ({"pied": "x" * 191}, PiedTropLong),
        ({"corps": "--lien dossier--"}, ModeleInvalide),
        ({"titre": "--rien--"}, ModeleInvalide),
        ({"logo": Fichier(id=1, type_mime="image/gif", taille=10)}, ImageRefusee),
        ({"signature": Fichier(id=1, type_mime="image/png", taille=1024 * 1024)}, ImageRefusee),
    ],
)
def test_a_template_that_errs_is_refused_and_the_former_stays(
    monde: Monde, champs: dict[str, Any], refus: type[Exception]
) -> None:
    monde.attester()
    avant = monde.lignes("SELECT * FROM modeles_d_attestation")
    with pytest.raises(refus):
        monde.attester(**champs)
    assert monde.lignes("SELECT * FROM modeles_d_attestation") == avant


def test_a_document_that_is_none_is_refused(monde: Monde) -> None:
    with pytest.raises(DocumentInvalide):
        monde.agir(
            lambda tx, d, m: ecrire_v2(
                tx, m, nature=Nature.refus, active=True, document={"type": "x"}, at=LE
            )
        )
    assert monde.lignes("SELECT * FROM modeles_d_attestation") == []


def test_what_mails_say_of_attestations_is_compared_with_what_there_is(monde: Monde) -> None:
    def lire() -> list[str]:
        return monde.agir(lambda tx, d, demarche: avertissements(tx.session, demarche))

    assert lire() == []
    personnaliser_le(monde, "Accepté", "Bravo")
    monde.attester()
    assert lire() == [
        "Le courriel d’acceptation ne contient pas la balise « lien attestation » : l’usager ne saura pas que son attestation l’attend."
    ]
    personnaliser_le(monde, "Accepté", "--lien attestation--")
    monde.attester(active=False)
    assert lire() == [
        "Le courriel d’acceptation contient la balise « lien attestation », mais aucune attestation n’est activée."
    ]


def test_before_deciding_one_sees_what_the_attestation_would_leave_blank(monde: Monde) -> None:
    monde.attester(corps="--Projet-- --Note interne-- --motivation-- --date de décision--")

    def vides(tx: Transaction, dossier: Dossier, demarche: Demarche) -> list[str]:
        from domain.attestations.modeles import mentions as du_modele

        modele = tx.session.scalars(select(ModeleDAttestation)).one()
        return champs_vides(modele, charger(tx.session, dossier, du_modele(modele), liens=Liens()))

    assert monde.agir(vides) == ["motivation", "date de décision"]
