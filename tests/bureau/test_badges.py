"""Each badge: when it comes, to whom, when it goes (rules 4.7). Inès follows, Igor is of the same groupe and
does not, Sam is of another. Each test has dossiers of its own."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from domain.actes import (
    corrections,
    depot,
    instruction,
    messages,
    messages_d_experts,
    prolongation,
    suppression,
)
from domain.actes.avis import demander
from domain.actes.avis_demandes import revoquer
from domain.actes.avis_rendus import rendre
from domain.actes.identite import modifier_l_identite
from domain.actes.lectures import demarche_de
from domain.auteurs import SYSTEME
from domain.avis.models import Avis
from domain.badges.regles import EFFETS, Fait
from domain.badges.types import TypeBadge
from domain.comptes.auteurs import comme_profil
from domain.comptes.models import Compte, Instructeur
from domain.demarches.models import Demarche
from domain.dossiers.demandeurs import Individu
from domain.dossiers.states import TransitionInterdite
from domain.expirations import conservation
from domain.formulaires.chargement import charger_formulaire
from domain.identifiants import identifiant
from domain.reponses.ecriture import ecrire as ecrire_une_reponse
from domain.transactions import Transaction
from tests.bureau.bureau import Bureau
from tests.bureau.gestes_de_badges import (
    ALI,
    EVE,
    IGOR,
    INES,
    SAM,
    arriver,
    dossier,
    executer,
    faire,
    gardes,
    le_dossier,
    maintenant,
    par_l_expert,
    par_l_usager,
    suivre,
    vus,
)

MONDE = "badges"


def lire(bureau: Bureau, email: str, numero: int, onglet: str) -> None:
    entree = {"dossierId": dossier(numero), "onglet": onglet}
    assert bureau.muter(email, "dossierMarquerVu", **entree) == {"errors": None}


def test_every_badge_has_a_fact_that_makes_it() -> None:
    assert {effet.cree for effet in EFFETS.values()} - {None} == set(TypeBadge)


def test_deposited_for_long(bureau: Bureau) -> None:
    """For all the groupe, after seven days; until somebody follows, or it is taken in hand by itself."""
    for numero in (9001, 9002):
        par_l_usager(bureau, depot.deposer, numero)
        assert gardes(bureau, numero) == {"ines": ["dossier_depose"], "igor": ["dossier_depose"]}
    assert vus(bureau, INES, 9001) == []
    assert bureau.lignes(
        "SELECT DISTINCT affiche_le - depose_le FROM badges JOIN dossiers d ON d.id = dossier_id"
        " WHERE dossier_id = 9001 AND affiche_le - depose_le = interval '7 days'"
    )
    bureau.lignes(
        "UPDATE badges SET affiche_le = affiche_le - interval '7 days' WHERE dossier_id = 9001"
    )
    bureau.lignes(
        "UPDATE dossiers SET depose_le = depose_le - interval '7 days',"
        " en_construction_le = en_construction_le - interval '7 days' WHERE id = 9001"
    )
    for email in (INES, IGOR):
        assert vus(bureau, email, 9001) == ["dossier_depose"]
    assert vus(bureau, SAM, 9001) is None
    suivre(bureau, IGOR, 9001)
    assert gardes(bureau, 9001) == {}

    def seul(tx: Transaction) -> None:
        pris = le_dossier(tx, 9002)
        instruction.prendre_en_main(
            tx, pris, demarche=demarche_de(tx, pris), correction=None, instructeur=None,
            auteur=SYSTEME, at=maintenant(tx),
        )  # fmt: skip

    executer(bureau, seul)
    assert gardes(bureau, 9002) == {}


def expirant(bureau: Bureau, numero: int) -> None:
    arriver(bureau, numero, Fait.expire_bientot)
    assert gardes(bureau, numero) == {"igor": ["dossier_expirant"], "ines": ["dossier_expirant"]}


def test_about_to_expire(bureau: Bureau) -> None:
    """For all the groupe, whatever they prefer; until it is kept longer, taken in hand, or expired."""
    expirant(bureau, 9003)
    bureau.lignes("UPDATE dossiers SET expire_le = now() + interval '3 days' WHERE id = 9003")
    assert badges(bureau, IGOR, 9003) == [
        {
            "type": "dossier_expirant", "classe": "avertissement", "libelle": "expire dans 3 j.",
            "jours": 3, "volet": None,
        }
    ]  # fmt: skip
    faire(bureau, INES, "dossierProlonger", 9003)
    assert gardes(bureau, 9003) == {}
    expirant(bureau, 9003)
    par_l_usager(bureau, prolongation.prolonger_par_l_usager, 9003)
    assert gardes(bureau, 9003) == {}
    expirant(bureau, 9003)
    faire(bureau, INES, "dossierPasserEnInstruction", 9003)
    assert gardes(bureau, 9003) == {}
    expirant(bureau, 9012)
    faire(bureau, INES, "dossierRepasserEnInstruction", 9012)
    assert gardes(bureau, 9012) == {}


def badges(bureau: Bureau, email: str, numero: int) -> Any:
    return bureau.lire(
        email,
        "query ($n: Int!) { moi { instructeur { dossier(number: $n) {"
        " badges { type classe libelle jours volet } } } } }",
        n=numero,
    )["moi"]["instructeur"]["dossier"]["badges"]


def test_about_to_be_purged(bureau: Bureau) -> None:
    """Expired, which takes the place of « expires »; or thrown away by both sides. Until it is kept longer,
    or taken back."""
    expirant(bureau, 9013)
    executer(
        bureau,
        lambda tx: suppression.supprimer_par_expiration(
            tx, le_dossier(tx, 9013), at=maintenant(tx)
        ),
    )
    tous = {"igor": ["dossier_suppression"], "ines": ["dossier_suppression"]}
    assert gardes(bureau, 9013) == tous
    assert [(b["libelle"], b["jours"]) for b in badges(bureau, IGOR, 9013)] == [
        ("suppression dans 14 j.", 14)
    ]
    entree = {"dossierId": dossier(9013)}
    assert bureau.muter(INES, "dossierRestaurerEtProlonger", **entree) == {"errors": None}
    assert gardes(bureau, 9013) == {}
    faire(bureau, INES, "dossierSupprimer", 9014)
    assert gardes(bureau, 9014) == {}
    par_l_usager(bureau, suppression.supprimer_par_l_usager, 9014)
    assert gardes(bureau, 9014) == tous
    assert vus(bureau, IGOR, 9014) == ["dossier_suppression"]
    faire(bureau, INES, "dossierRestaurer", 9014)
    assert gardes(bureau, 9014) == {}


def test_changed_by_its_usager(bureau: Bureau) -> None:
    def reecrire(tx: Transaction) -> None:
        pris = le_dossier(tx, 9004)
        ecrire_une_reponse(
            tx, pris, formulaire=charger_formulaire(tx.session, pris.revision_id), stable_id=1,
            row_id=None, valeur="Avenue", flux="user:buffer", auteur_email=ALI, at=maintenant(tx),
        )  # fmt: skip

    executer(bureau, reecrire)
    par_l_usager(bureau, depot.redeposer, 9004)
    assert gardes(bureau, 9004) == {"ines": ["dossier_modifie"]}
    assert [b["volet"] for b in badges(bureau, INES, 9004)] == ["demande"]
    lire(bureau, INES, 9004, "messagerie")
    assert vus(bureau, INES, 9004) == ["dossier_modifie"]
    lire(bureau, INES, 9004, "demande")
    assert gardes(bureau, 9004) == {}


def test_somebody_else_asks(bureau: Bureau) -> None:
    """At once on a dossier en construction (rules 3.5.5), where his instructeur sees the new name."""
    nouveau = {"demandeur": Individu(nom="Benali", prenom="Nora"), "mandataire": ("Ali", "Benali")}
    par_l_usager(bureau, modifier_l_identite, 9004, **nouveau)
    assert gardes(bureau, 9004) == {"ines": ["dossier_modifie"]}
    lu = "SELECT i.prenom, mandataire_prenom FROM individus i JOIN dossiers d ON d.id = dossier_id WHERE d.id = %s"
    assert bureau.lignes(lu, 9004) == [("Nora", "Ali")]
    par_l_usager(bureau, modifier_l_identite, 9004, demandeur=Individu(nom="Benali", prenom="Ali"))
    assert bureau.lignes(lu, 9004) == [("Ali", None)]
    lire(bureau, INES, 9004, "demande")
    with pytest.raises(TransitionInterdite):
        par_l_usager(bureau, modifier_l_identite, 9012, demandeur=Individu(nom="B", prenom="A"))
    assert gardes(bureau, 9012) == gardes(bureau, 9004) == {}


def ecrire(bureau: Bureau, email: str, numero: int, **autres: Any) -> None:
    faire(bureau, email, "dossierEnvoyerMessage", numero, body="Bonjour", **autres)


def test_messages(bureau: Bureau) -> None:
    """Of the usager, of an expert, of a colleague; never of one's own."""
    par_l_usager(bureau, messages.ecrire, 9005, corps="Bonjour")
    assert gardes(bureau, 9005) == {"ines": ["message"]}
    lire(bureau, INES, 9005, "messagerie")
    assert gardes(bureau, 9005) == {}
    ecrire(bureau, INES, 9005)
    assert gardes(bureau, 9005) == {}
    ecrire(bureau, IGOR, 9005)
    assert gardes(bureau, 9005) == {"ines": ["message"], "igor": ["message"]}, "Igor follows now"
    lire(bureau, IGOR, 9005, "messagerie")
    assert gardes(bureau, 9005) == {"ines": ["message"]}
    lire(bureau, INES, 9005, "messagerie")
    par_l_expert(bureau, messages_d_experts.envoyer_message, 9005, corps="Mon avis")
    assert gardes(bureau, 9005) == {"ines": ["message"], "igor": ["message"]}
    for email in (INES, IGOR):
        lire(bureau, email, 9005, "messagerie")
    bureau.jeton().lire(
        "mutation ($i: DossierEnvoyerMessageInput!) { dossierEnvoyerMessage(input: $i) { errors { message } } }",
        i={
            "dossierId": dossier(9005),
            "instructeurId": id_de(bureau, IGOR),
            "body": "Par programme",
        },
    )
    assert gardes(bureau, 9005) == {}, "by API nobody is told (api 14.17)"


def id_de(bureau: Bureau, email: str) -> str:
    [(numero,)] = bureau.lignes(
        "SELECT i.id FROM instructeurs i JOIN comptes c ON c.id = compte_id WHERE email = %s", email
    )
    return identifiant("Instructeur", numero)


def test_annotations_of_others(bureau: Bureau) -> None:
    def annoter(email: str, valeur: str) -> None:
        faire(
            bureau, email, "dossierModifierAnnotationText", 9006,
            annotationId=identifiant("Champ", 9), value=valeur,
        )  # fmt: skip

    annoter(INES, "La mienne")
    assert gardes(bureau, 9006) == {}
    annoter(IGOR, "La sienne")
    assert gardes(bureau, 9006) == {"ines": ["annotation_instructeur"]}
    lire(bureau, INES, 9006, "annotations")
    assert gardes(bureau, 9006) == {}
    annoter(IGOR, "La sienne")
    assert gardes(bureau, 9006) == {}, "written again as it was, it has not changed"


def demander_un_avis(bureau: Bureau, numero: int, *emails: str) -> list[int]:
    def agir(tx: Transaction) -> list[int]:
        lu = select(Instructeur).join(Instructeur.compte).where(Compte.email == INES)
        ines = tx.session.scalars(lu.options(joinedload(Instructeur.compte))).one()
        faits = demander(
            tx, le_dossier(tx, numero), instructeur=ines, auteur=comme_profil(ines), emails=emails,
            introduction="Qu’en pensez-vous ?", at=maintenant(tx),
        )  # fmt: skip
        return [avis.id for avis in faits]

    numeros: list[int] = executer(bureau, agir)
    return numeros


def test_avis(bureau: Bureau) -> None:
    """Awaited until the last one has come, or is not awaited any more; told to those who follow."""
    numeros = demander_un_avis(bureau, 9007, EVE, "autre@exemple.fr")
    assert gardes(bureau, 9007) == {"ines": ["attente_avis"]}
    [celui_d_eve] = [
        numero for (numero,) in bureau.lignes(
            "SELECT a.id FROM avis a JOIN experts e ON e.id = expert_id JOIN comptes c ON c.id = compte_id"
            " WHERE email = %s AND dossier_id = 9007", EVE)
    ]  # fmt: skip

    def repondre(tx: Transaction, pris: Any, **autres: Any) -> None:
        rendre(tx, pris, avis=tx.session.get_one(Avis, celui_d_eve), reponse="Oui", **autres)

    par_l_expert(bureau, repondre, 9007)
    assert gardes(bureau, 9007) == {"ines": ["attente_avis", "avis_externe"]}
    [autre] = set(numeros) - {celui_d_eve}

    def annuler(tx: Transaction) -> None:
        lu = select(Instructeur).join(Instructeur.compte).where(Compte.email == INES)
        ines = tx.session.scalars(lu.options(joinedload(Instructeur.compte))).one()
        revoquer(
            tx, le_dossier(tx, 9007), instructeur=ines, auteur=comme_profil(ines),
            avis=tx.session.get_one(Avis, autre), at=maintenant(tx),
        )  # fmt: skip

    executer(bureau, annuler)
    assert gardes(bureau, 9007) == {"ines": ["avis_externe"]}
    lire(bureau, INES, 9007, "avis")
    assert gardes(bureau, 9007) == {}
    demander_un_avis(bureau, 9016, EVE)
    assert gardes(bureau, 9016) == {"ines": ["attente_avis"]}
    faire(bureau, INES, "dossierAccepter", 9016)
    assert gardes(bureau, 9016) == {}


def test_a_correction_that_is_awaited(bureau: Bureau) -> None:
    """Its author sees it too; it is a message to the others."""
    suivre(bureau, IGOR, 9017)
    ecrire(bureau, INES, 9017, correction="incomplete")
    assert gardes(bureau, 9017) == {
        "ines": ["attente_correction"], "igor": ["attente_correction", "message"],
    }  # fmt: skip
    executer(bureau, lambda tx: corrections.resoudre(tx, le_dossier(tx, 9017), at=maintenant(tx)))
    assert gardes(bureau, 9017) == {"igor": ["message"]}
    ecrire(bureau, INES, 9017, correction="incorrect")
    assert "attente_correction" in gardes(bureau, 9017)["igor"]
    faire(bureau, INES, "dossierPasserEnInstruction", 9017)
    assert gardes(bureau, 9017) == {"igor": ["message"]}


def test_an_answer_that_is_awaited(bureau: Bureau) -> None:
    entree: dict[str, Any] = {
        "dossierId": dossier(9008),
        "body": "Et donc ?",
        "attendReponse": True,
    }
    assert bureau.muter(INES, "dossierEcrireMessage", **entree) == {"errors": None}
    assert gardes(bureau, 9008) == {"ines": ["attente_reponse"]}
    par_l_usager(bureau, messages.ecrire, 9008, corps="Voici")
    assert gardes(bureau, 9008) == {"ines": ["message"]}


def test_following_and_letting_go(bureau: Bureau) -> None:
    """Who comes to follow gets what holds; who lets go loses what he wanted because he followed."""
    par_l_usager(bureau, messages.ecrire, 9009, corps="Bonjour")
    demander_un_avis(bureau, 9009, EVE)
    assert gardes(bureau, 9009) == {"ines": ["attente_avis", "message"]}
    suivre(bureau, IGOR, 9009)
    assert gardes(bureau, 9009)["igor"] == ["attente_avis", "message"]
    lire(bureau, IGOR, 9009, "messagerie")
    suivre(bureau, IGOR, 9009)
    assert gardes(bureau, 9009)["igor"] == ["attente_avis"], "to follow twice is to follow once"
    suivre(bureau, IGOR, 9009, follow=False)
    assert gardes(bureau, 9009) == {"ines": ["attente_avis", "message"]}


def test_what_an_archived_or_hidden_dossier_shows(bureau: Bureau) -> None:
    """Everything is kept, so that taking it back computes nothing (rules 4.7.2, 4.8.7)."""
    par_l_usager(bureau, messages.ecrire, 9010, corps="Bonjour")
    arriver(bureau, 9010, Fait.expire_bientot)
    assert vus(bureau, INES, 9010) == ["dossier_expirant", "message"], "the most important first"
    faire(bureau, INES, "dossierPasserEnInstruction", 9010)
    faire(bureau, INES, "dossierAccepter", 9010)
    arriver(bureau, 9010, Fait.expire_bientot)
    faire(bureau, INES, "dossierArchiver", 9010)
    assert vus(bureau, INES, 9010) == ["dossier_expirant"]
    faire(bureau, INES, "dossierDesarchiver", 9010)
    faire(bureau, INES, "dossierSupprimer", 9010)
    assert vus(bureau, INES, 9010) == []
    par_l_usager(bureau, suppression.supprimer_par_l_usager, 9010)
    assert vus(bureau, INES, 9010) == ["dossier_suppression"]
    faire(bureau, INES, "dossierRestaurer", 9010)
    assert vus(bureau, INES, 9010) == ["dossier_expirant", "message"]


def test_counted_by_demarche_and_by_tab_until_they_are_kept_longer(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    par_l_usager(bureau, messages.ecrire, 9011, corps="Bonjour")
    for numero in (*range(9003, 9011), 9015, 9016, 9017):
        arriver(bureau, numero, Fait.expire_bientot)
    lu = bureau.lire(
        INES,
        "{ moi { instructeur { demarche(number: 900) { pastilles badges { type libelle classe nombre }"
        " tiroirs { onglet type libelle nombre dossiers } } } } }",
    )["moi"]["instructeur"]["demarche"]
    assert lu["pastilles"] == ["suivis"]
    assert lu["badges"] == [
        {"type": "dossier_expirant", "libelle": "Expire bientôt", "classe": "avertissement", "nombre": 11},
        {"type": "message", "libelle": "Message", "classe": "nouveaute", "nombre": 1},
    ]  # fmt: skip
    par_onglet = {(t["onglet"], t["type"]): (t["nombre"], t["dossiers"]) for t in lu["tiroirs"]}
    assert par_onglet["a_suivre", "dossier_expirant"] == (1, [9015])
    suivis = [9017, 9016, 9010, 9009, 9008, 9007, 9006, 9005, 9004, 9003]
    assert par_onglet["suivis", "dossier_expirant"] == (10, suivis)
    nombre, dossiers = par_onglet["tous", "dossier_expirant"]
    assert (nombre, dossiers) == (11, [9017, 9016, 9015, 9010, 9009, 9008, 9007, 9006, 9005, 9004])
    assert par_onglet["suivis", "message"] == (1, [9011])
    [autre] = bureau.lire(
        SAM, "{ moi { instructeur { demarche(number: 900) { badges { type } } } } }"
    )["moi"]["instructeur"].values()
    assert autre == {"badges": []}

    def allonger(tx: Transaction) -> None:
        conservation.allonger(
            tx, tx.session.get_one(Demarche, 900), mois=36, at=maintenant(tx)
        )  # fmt: skip

    bureau.lignes("UPDATE dossiers SET en_construction_le = now()")
    executer(bureau, allonger)
    assert bureau.lignes("SELECT dossier_id, type FROM badges") == [(9011, "message")]
