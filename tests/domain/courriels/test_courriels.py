"""What the usager is told, in our words or in those of a démarche."""

from datetime import timedelta
from typing import Any

import pytest

from domain.balises.verification import ModeleInvalide
from domain.courriels import distribution
from domain.courriels.adresses import verifier
from domain.courriels.catalogue import CATALOGUE, Nom, conditions_de
from domain.courriels.defauts import AVEC_ATTESTATION, BENEFICIAIRE, DEFAUTS, ETATS, NEUTRE
from domain.courriels.demandeur import annoncer_au_demandeur
from domain.courriels.modeles import TexteDeCourrielRefuse, mentions, retablir
from domain.courriels.models import Etat, Modele, Motif
from domain.demarches.models import Demarche
from domain.dossiers.decisions import repasser_en_instruction
from domain.dossiers.models import Dossier
from domain.transactions import Transaction
from tests.domain.courriels.monde import LE, PLATEFORME, Monde, personnaliser_le


@pytest.mark.parametrize(
    "texte", [*DEFAUTS.values(), *AVEC_ATTESTATION.values(), NEUTRE, BENEFICIAIRE]
)
def test_our_words_use_tags_that_exist(monde: Monde, texte: Any) -> None:
    """Those of BENEFICIAIRE and NEUTRE are said at several steps: they hold to what all have."""
    from domain.balises.table import Usage
    from domain.balises.verification import defauts

    etats = {
        etat
        for modele, etat in ETATS.items()
        if texte in (DEFAUTS[modele], AVEC_ATTESTATION.get(modele), BENEFICIAIRE)
    }
    trouves = monde.agir(
        lambda tx, d, demarche: [
            defaut
            for etat in etats
            for defaut in defauts(
                mentions(texte), demarche=demarche, usage=Usage.courriel, etat=etat, versions=[]
            )
        ]
    )
    assert trouves == []


def test_the_catalogue_is_whole_and_fills_its_own_blanks() -> None:
    mots = dict.fromkeys(
        (
            "auteur",
            "demarche",
            "dossier",
            "groupe",
            "decision",
            "echeance",
            "reste",
            "nouvelle",
            "fournisseur",
            "dossiers",
            "resume",
            "nom",
            "jeton",
        ),
        "x",
    )
    assert set(CATALOGUE) == set(Nom)
    for nom, envoi in CATALOGUE.items():
        assert "{" not in (envoi.objet + envoi.corps).format_map(mots)
        assert conditions_de(nom) == envoi.conditions


# --- telling the usager --------------------------------------------------------------------------


def test_a_decision_is_told_in_the_messagerie_and_by_mail(monde: Monde) -> None:
    monde.decider()

    (message,) = monde.messages
    assert message["email"] == "contact@exemple.fr"
    assert (message["usager_id"], message["instructeur_id"], message["expert_id"]) == (
        None,
        None,
        None,
    )
    assert message["corps"].startswith(
        "[Dossier n° 701 : accepté (Une aide &lt;utile&gt;)]<br><br><p>Bonjour,</p><p>Nous avons le plaisir"
    )
    assert "<strong>701</strong> pour la démarche « Une aide &lt;utile&gt; » a été accepté le 05/02/2026." in message["corps"]  # fmt: skip
    (courriel,) = monde.courriels
    assert courriel["destinataire"] == "ali@exemple.fr"
    assert courriel["objet"] == "Dossier n° 701 : accepté (Une aide <utile>)"
    assert courriel["genre"] == "closed_mail"
    assert (courriel["etat"], courriel["envoyer_apres"]) == (Etat.en_attente, LE)
    assert "https://guichet.exemple.fr/dossiers/701" in courriel["corps_texte"]
    assert "Bureau des aides\nMairie\n1 place Lavault\n05 49 00 00 00\naides@exemple.fr\nDu lundi au vendredi" in courriel["corps_texte"]  # fmt: skip
    assert "lien attestation" not in courriel["corps_html"]
    assert "canari-prive" not in str(monde.courriels) + str(monde.messages)


def test_without_notification_only_the_messagerie_says_it(monde: Monde) -> None:
    monde.decider(notifier=False)
    assert len(monde.messages) == 1
    assert monde.courriels == []


def test_a_decision_taken_twice_is_told_twice_under_two_names(monde: Monde) -> None:
    monde.decider()

    def reprendre(tx: Transaction, dossier: Dossier, demarche: Demarche) -> None:
        at = LE + timedelta(hours=1)
        repasser_en_instruction(tx, dossier, demarche=demarche, instructeur=None, at=at)
        annoncer_au_demandeur(tx, dossier, modele=Modele.re_instructed_mail, plateforme=PLATEFORME, at=at)  # fmt: skip

    monde.agir(reprendre)
    monde.decider(at=LE + timedelta(hours=2))
    genres = [courriel["genre"] for courriel in monde.courriels]
    assert genres == ["closed_mail", "re_instructed_mail", "closed_mail"]
    assert len({courriel["identifiant"] for courriel in monde.courriels}) == 3
    assert len(monde.messages) == 3


@pytest.mark.parametrize(
    "modele", [Modele.closed_mail, Modele.refused_mail, Modele.without_continuation]
)
def test_with_the_accuse_de_lecture_nobody_learns_the_decision_by_mail(
    monde: Monde, modele: Modele
) -> None:
    monde.ecrire("UPDATE demarches SET options = options || '{\"accuse_lecture\": true}'")
    monde.decider(modele)
    dit = (
        monde.messages[0]["corps"] + monde.courriels[0]["corps_html"] + monde.courriels[0]["objet"]
    )
    assert "une décision a été rendue" in dit
    assert [mot for mot in ("accept", "refus", "sans suite", "Parce que") if mot in dit] == []


def test_the_motivation_of_a_refusal_is_text(monde: Monde) -> None:
    monde.decider(Modele.refused_mail)
    assert "<blockquote>Parce que &lt;oui&gt;</blockquote>" in monde.messages[0]["corps"]


def test_to_a_usager_who_left_nothing_is_mailed(monde: Monde) -> None:
    monde.ecrire("UPDATE dossiers SET usager_id = NULL, usager_supprime_email = 'ali@exemple.fr'")
    monde.decider()
    assert len(monde.messages) == 1
    assert monde.courriels == []


def test_a_beneficiary_is_told_that_it_moved_and_only_once_he_confirmed_his_address(
    monde: Monde,
) -> None:
    monde.ecrire(
        "UPDATE dossiers SET pour_un_tiers = true, mandataire_nom = 'K', mandataire_prenom = 'S'"
    )
    monde.ecrire("UPDATE individus SET email = 'odette@exemple.fr'")
    monde.decider(Modele.refused_mail)

    usager, beneficiaire = monde.courriels
    assert (usager["destinataire"], beneficiaire["destinataire"]) == ("ali@exemple.fr", "odette@exemple.fr")  # fmt: skip
    dit = beneficiaire["objet"] + beneficiaire["corps_html"]
    assert [mot for mot in ("refus", "Parce que", "dossiers/701", "Ali") if mot in dit] == []

    def pris() -> list[str]:
        suivant = lambda tx: distribution.prendre(tx, facteur="f")  # noqa: E731
        return [pli.destinataire for pli in iter(lambda: monde.base.transaction(suivant), None)]

    assert pris() == ["ali@exemple.fr"]
    assert monde.courriels[1]["motif"] == Motif.adresse_non_verifiee
    monde.ecrire("UPDATE courriels SET etat = 'en_attente', motif = NULL WHERE genre LIKE 'benef%'")
    monde.agir(lambda tx, d, m: verifier(tx, email="odette@exemple.fr", at=LE))
    assert pris() == ["odette@exemple.fr"]


# --- a démarche's own words ----------------------------------------------------------------------


def test_its_own_words_are_said_with_what_the_author_asked_for(monde: Monde) -> None:
    personnaliser_le(
        monde,
        "Bravo --prénom-- --nom--",
        '<p onclick="x()">Projet : --Projet-- (--Note interne--)</p><script>alert(1)</script>',
    )
    monde.decider()
    assert monde.courriels[0]["objet"] == "Bravo Ali Benali"
    # The annotation is told because the administrateur named it: nobody else could have.
    assert monde.messages[0]["corps"] == (
        "[Bravo Ali Benali]<br><br><p>Projet : Un jardin (canari-prive)</p>"
    )

    monde.agir(lambda tx, d, demarche: retablir(tx, demarche, modele=Modele.closed_mail))
    assert monde.lignes("SELECT * FROM modeles_de_courriel") == []


def test_the_document_of_a_decision_is_a_link_or_a_sentence(monde: Monde) -> None:
    personnaliser_le(monde, "Accepté", "--lien document justificatif--")
    monde.decider()
    assert monde.messages[0]["corps"].endswith(
        "<p>Aucun document n’est joint à cette décision.</p>"
    )

    monde.agir(
        lambda tx, d, demarche: repasser_en_instruction(
            tx, d, demarche=demarche, instructeur=None, at=LE
        )
    )
    monde.ecrire(
        "INSERT INTO fichiers (cle, nom, type_mime, taille, md5, role, dossier_id) "
        "VALUES ('j', 'j.pdf', 'application/pdf', 1, '', 'justificatif', 701)"
    )
    monde.decider(at=LE + timedelta(hours=1))
    assert (
        'href="https://guichet.exemple.fr/dossiers/701/justificatif"' in monde.messages[1]["corps"]
    )


def test_plain_words_become_paragraphs(monde: Monde) -> None:
    personnaliser_le(monde, "Accepté", "Bonjour --prénom--,\n\n1 < 2\nOui")
    monde.decider()
    assert (
        monde.messages[0]["corps"] == "[Accepté]<br><br><p>Bonjour Ali,</p><p>1 &lt; 2<br>Oui</p>"
    )


@pytest.mark.parametrize(
    ("objet", "corps", "modele", "phrase"),
    [
        ("x", "--rien--", Modele.closed_mail, "La balise « rien » n’existe pas."),
        ("--motivation--", "x", Modele.initiated_mail, "La balise « motivation » n’a pas encore de valeur à cette étape du dossier."),
        ("x", "--Note interne--", Modele.initiated_mail, "La balise « Note interne » n’a pas encore de valeur à cette étape du dossier."),
        ("x", "--SIREN--", Modele.closed_mail, "La balise « SIREN » ne correspond pas aux réglages de cette démarche."),
        (" ", "x", Modele.closed_mail, "L’objet du courriel compte de 1 à 200 caractères."),
        ("x", "\n", Modele.closed_mail, "Le corps du courriel compte de 1 à 50000 caractères."),
    ],
)  # fmt: skip
def test_words_that_would_mean_nothing_are_refused_and_nothing_changes(
    monde: Monde, objet: str, corps: str, modele: Modele, phrase: str
) -> None:
    with pytest.raises((ModeleInvalide, TexteDeCourrielRefuse)) as refus:
        personnaliser_le(monde, objet, corps, modele)
    assert str(refus.value) == phrase
    assert monde.lignes("SELECT * FROM modeles_de_courriel") == []
