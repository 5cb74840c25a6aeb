"""The mails that instructeurs choose: each of them, to whom, and how many (rules 4.9, B.3)."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from adapters.base_de_donnees import base_synchrone
from domain.actes import depot, messages, suppression
from domain.actes.avis import demander
from domain.actes.avis_rendus import rendre
from domain.avis.models import Avis
from domain.badges.regles import Fait
from domain.comptes.auteurs import comme_profil
from domain.comptes.models import Instructeur
from domain.transactions import Transaction
from jobs.contexte import Contexte
from jobs.horaires import HORAIRES, certains_jours, chaque_jour, lire_cadence, reglees
from jobs.travaux import executer as travailler
from server.resources import CONNECTION, known, open_storage
from tests.bureau.bureau import Bureau
from tests.bureau.gestes_de_badges import (
    DEMARCHE,
    EVE,
    IGOR,
    INES,
    SAM,
    arriver,
    executer,
    faire,
    le_dossier,
    maintenant,
    par_l_expert,
    par_l_usager,
    suivre,
)

MONDE = "badges"


@pytest.fixture(autouse=True)
def sans_courrier(bureau: Bureau) -> None:
    """Nobody has chosen, nothing was sent."""
    bureau.lignes("DELETE FROM courriels")
    bureau.lignes("DELETE FROM preferences")


def vouloir(bureau: Bureau, email: str, **choix: Any) -> None:
    reponse = bureau.muter(email, "demarcheReglerCourriels", demarcheId=DEMARCHE, **choix)
    assert reponse == {"errors": None}


def recus(bureau: Bureau, *genres: str) -> list[tuple[str, str]]:
    lignes = bureau.lignes(
        "SELECT genre, destinataire FROM courriels WHERE genre = ANY (%s) ORDER BY 1, 2",
        list(genres),
    )
    return [(genre, a) for genre, a in lignes]


def test_each_deposit(bureau: Bureau) -> None:
    par_l_usager(bureau, depot.deposer, 9001)
    assert recus(bureau, "dossier_depose") == []
    vouloir(bureau, IGOR, nouveauDossier=True)
    vouloir(bureau, SAM, nouveauDossier=True)
    par_l_usager(bureau, depot.deposer, 9002)
    assert recus(bureau, "dossier_depose") == [("dossier_depose", IGOR)]


def test_no_deposit_of_a_declarative_demarche(bureau_neuf: Bureau) -> None:
    vouloir(bureau_neuf, IGOR, nouveauDossier=True)
    bureau_neuf.lignes("UPDATE demarches SET declarative = 'en_instruction' WHERE id = 900")
    par_l_usager(bureau_neuf, depot.deposer, 9001)
    assert recus(bureau_neuf, "dossier_depose") == []


def test_each_message_on_a_followed_dossier(bureau: Bureau) -> None:
    vouloir(bureau, INES, nouveauMessage=True)
    vouloir(bureau, IGOR, nouveauMessage=True)
    par_l_usager(bureau, messages.ecrire, 9003, corps="Bonjour")
    assert recus(bureau, "message_d_usager") == [("message_d_usager", INES)]
    suivre(bureau, IGOR, 9003)
    vouloir(bureau, INES, nouveauMessage=False)
    par_l_usager(bureau, messages.ecrire, 9003, corps="Encore")
    assert recus(bureau, "message_d_usager") == [
        ("message_d_usager", IGOR), ("message_d_usager", INES),
    ]  # fmt: skip
    faire(bureau, IGOR, "dossierEnvoyerMessage", 9003, body="Réponse")
    assert len(recus(bureau, "message_d_usager")) == 2, "only usagers' messages"


def test_each_avis_once_in_half_an_hour(bureau: Bureau) -> None:
    vouloir(bureau, INES, nouvelAvis=True)
    vouloir(bureau, IGOR, nouvelAvis=True)

    def demande(tx: Transaction) -> int:
        lu = select(Instructeur).join(Instructeur.compte).where(Instructeur.compte.has(email=INES))
        ines = tx.session.scalars(lu.options(joinedload(Instructeur.compte))).one()
        [avis] = demander(
            tx, le_dossier(tx, 9004), instructeur=ines, auteur=comme_profil(ines), emails=[EVE],
            introduction="?", at=maintenant(tx),
        )  # fmt: skip
        return avis.id

    numero: int = executer(bureau, demande)

    def repondre(tx: Transaction, dossier: Any, **autres: Any) -> None:
        rendre(tx, dossier, avis=tx.session.get_one(Avis, numero), reponse="Oui", **autres)

    par_l_expert(bureau, repondre, 9004)
    assert recus(bureau, "avis_rendu") == [("avis_rendu", INES)]
    par_l_expert(bureau, repondre, 9004)
    assert recus(bureau, "avis_rendu") == [("avis_rendu", INES)]
    bureau.lignes("UPDATE avis SET repondu_le = repondu_le - interval '31 minutes'")
    par_l_expert(bureau, repondre, 9004)
    assert recus(bureau, "avis_rendu") == [("avis_rendu", INES)] * 2


def test_a_followed_dossier_that_its_usager_throws_away(bureau: Bureau) -> None:
    par_l_usager(bureau, suppression.supprimer_par_l_usager, 9005)
    assert recus(bureau, "dossier_supprime_par_l_usager") == [
        ("dossier_supprime_par_l_usager", INES)
    ]
    vouloir(bureau, INES, suppression=False)
    par_l_usager(bureau, suppression.supprimer_par_l_usager, 9006)
    par_l_usager(bureau, suppression.supprimer_par_l_usager, 9012)
    assert len(recus(bureau, "dossier_supprime_par_l_usager")) == 1


def lancer(bureau: Bureau, travail: str) -> None:
    settings = bureau.serveur.settings
    base = base_synchrone(bureau.serveur.database_url, CONNECTION, known(settings))
    try:
        travailler(Contexte(base, open_storage(settings), settings.url), travail, {})
    finally:
        base.fermer()


def corps(bureau: Bureau, genre: str, email: str) -> list[str]:
    [(texte,)] = bureau.lignes(
        "SELECT corps_texte FROM courriels WHERE genre = %s AND destinataire = %s", genre, email
    )
    return [ligne for ligne in str(texte).split("\n--\n")[0].splitlines() if ligne]


def test_every_day(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    lancer(bureau, "envoyer_les_resumes_quotidiens")
    assert bureau.lignes("SELECT * FROM courriels") == [], "nobody asked for it"
    vouloir(bureau, INES, quotidien=True)
    vouloir(bureau, SAM, quotidien=True)
    par_l_usager(bureau, messages.ecrire, 9003, corps="Bonjour")
    arriver(bureau, 9003, Fait.redepose)
    par_l_usager(bureau, messages.ecrire, 9004, corps="Bonjour")
    faire(bureau, INES, "dossierArchiver", 9012)
    bureau.lignes("DELETE FROM courriels")
    lancer(bureau, "envoyer_les_resumes_quotidiens")
    lancer(bureau, "envoyer_les_resumes_quotidiens")
    assert recus(bureau, "resume_quotidien") == [("resume_quotidien", INES)], "Sam has no dossier"
    assert corps(bureau, "resume_quotidien", INES) == [
        "Bonjour,",
        "« Permis de végétaliser » (n° 900)",
        "En construction : 10",
        "En instruction : 2",
        "Traités : 2 (acceptés : 2, refusés : 0, classés sans suite : 0)",
        "Dossiers avec du nouveau : 2 (dossier modifié : 1, message : 2)",
        f"Voir mes démarches : {bureau.serveur.settings.url}/procedures",
    ]
    bureau.lignes("DELETE FROM courriels")
    bureau.lignes("UPDATE demarches SET etat = 'close', fermee_le = now() WHERE id = 900")
    lancer(bureau, "envoyer_les_resumes_quotidiens")
    assert bureau.lignes("SELECT * FROM courriels") == [], "published ones only"


def test_every_week(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    lancer(bureau, "envoyer_les_resumes_hebdomadaires")
    assert bureau.lignes("SELECT * FROM courriels") == []
    for email in (INES, SAM):
        vouloir(bureau, email, hebdomadaire=True)
    par_l_usager(bureau, depot.deposer, 9001)
    bureau.lignes("UPDATE dossiers SET depose_le = now() - interval '30 days' WHERE id <> 9001")
    bureau.lignes("UPDATE dossiers SET cree_le = now() - interval '30 days'")
    bureau.lignes("UPDATE dossiers SET cree_le = now() WHERE id IN (9001, 9003)")
    bureau.lignes("UPDATE dossiers SET en_instruction_le = now() WHERE id = 9016")
    bureau.lignes("DELETE FROM courriels")
    lancer(bureau, "envoyer_les_resumes_hebdomadaires")
    assert recus(bureau, "resume_hebdomadaire") == [("resume_hebdomadaire", INES)]
    [(lundi,)] = bureau.lignes(
        "SELECT to_char(date_trunc('week', now() AT TIME ZONE 'Europe/Paris') - interval '7 days',"
        " 'DD/MM/YYYY')"
    )
    assert corps(bureau, "resume_hebdomadaire", INES)[1:5] == [
        "« Permis de végétaliser » (n° 900)",
        f"Créés depuis le {lundi} : 2",
        "En construction : 11, dont déposés depuis plus de 7 jours : 10",
        "En instruction : 2, dont depuis plus de 7 jours : 1",
    ]


def test_when(bureau: Bureau) -> None:
    """From Monday to Saturday at ten, and on Monday: an installation may choose others (rules 14.1)."""

    def due(cadence: Any, quand: str) -> str:
        return str(cadence(datetime.fromisoformat(f"{quand}+00:00")))[:16]

    cadences = {horaire.travail: horaire.cadence for horaire in HORAIRES}
    quotidien = cadences["envoyer_les_resumes_quotidiens"]
    assert due(quotidien, "2026-01-09T08:59") == "2026-01-08 09:00", "a Friday, before ten in Paris"
    assert due(quotidien, "2026-01-10T09:00") == "2026-01-10 09:00"
    assert due(quotidien, "2026-01-11T12:00") == "2026-01-10 09:00", "no Sunday"
    hebdomadaire = cadences["envoyer_les_resumes_hebdomadaires"]
    assert due(hebdomadaire, "2026-01-12T03:04") == "2026-01-05 03:05"
    assert due(hebdomadaire, "2026-01-12T03:05") == "2026-01-12 03:05"
    reglee = {h.travail: h.cadence for h in reglees("1-5 09:00")}
    assert due(reglee["envoyer_les_resumes_quotidiens"], "2026-01-10T12:00") == "2026-01-09 08:00"
    assert reglee["faire_le_menage"] is cadences["faire_le_menage"]
    for faux in ("", "0-3 10:00", "1-8 10:00", "1-6 24:00", "1-6", "10:00", "5-2 10:00"):
        with pytest.raises(ValueError, match="cadence illisible"):
            lire_cadence(faux)
    tous = certains_jours(range(1, 8), 10)
    assert due(tous, "2026-01-11T12:00") == due(chaque_jour(10), "2026-01-11T12:00")
