"""The messagerie of a dossier (rules 7, F280 to F284, F292, F368, F369): what is sent, read, kept, taken back."""

from typing import Any

from adapters.base_de_donnees import base_synchrone
from domain.actes.visites import lire_par_l_usager
from domain.comptes.models import Compte
from domain.dossiers.models import Dossier
from domain.identifiants import identifiant
from domain.transactions import Transaction
from server.resources import CONNECTION, known
from tests.bureau.bureau import Bureau
from tests.bureau.sur_un_dossier import (
    ERREURS,
    INES,
    INNA,
    du_dossier,
    instructeur,
    refus,
    televerser,
    voir,
)
from tests.empreintes import empreintes

MONDE = "dossier"

TROP_LOURD = b"%PDF-1.7\n".ljust(20 * 1024**2, b"-")  # what a message takes, and one byte
BROUILLON = "messagerie { brouillon { body modifieLe } }"
VIDE = ("Le champ « Votre message » ne peut être vide", "message_vide")
FERMEE = (
    "Il n’est pas possible d’envoyer un message sur un dossier supprimé, à archiver ou en brouillon",
    "messagerie_fermee",
)


def ecrire(bureau: Bureau, numero: int = 7003, *, qui: str = INES, **entree: Any) -> Any:
    fait = bureau.muter(
        qui, "dossierEcrireMessage",
        f"{ERREURS} message {{ id body email attachments {{ filename byteSizeBigInt }} }}",
        dossierId=du_dossier(numero), **entree,
    )  # fmt: skip
    assert fait["errors"] is None
    return fait["message"]


def messages(bureau: Bureau, numero: int = 7003, *, qui: str = INES) -> list[dict[str, Any]]:
    lus: list[dict[str, Any]] = voir(
        bureau, numero,
        "messagerie { messages { leMien nouveau luLe supprimable attendUneReponse message { body discardedAt } } }",
        qui=qui,
    )["messagerie"]["messages"]  # fmt: skip
    return lus


def brouillon(bureau: Bureau, *, qui: str = INES) -> str | None:
    garde = voir(bureau, 7003, BROUILLON, qui=qui)["messagerie"]["brouillon"]
    return None if garde is None else str(garde["body"])


def garder(bureau: Bureau, corps: str, *, qui: str = INES, numero: int = 7003) -> None:
    fait = bureau.muter(
        qui, "dossierGarderBrouillonDeMessage", ERREURS, dossierId=du_dossier(numero), body=corps
    )
    assert fait["errors"] is None


def test_a_message_bears_several_files_and_its_author_follows(bureau_neuf: Bureau) -> None:
    """rules 7.1, 7.5, 3.11"""
    pieces = [televerser(bureau_neuf, 7003, nom=nom) for nom in ("un.pdf", "deux.pdf")]
    envoye = ecrire(bureau_neuf, body="Voici deux notes", attachments=pieces, attendReponse=True)
    assert (envoye["body"], envoye["email"]) == ("Voici deux notes", INES)
    assert envoye["attachments"] == [
        {"filename": "un.pdf", "byteSizeBigInt": "8"},
        {"filename": "deux.pdf", "byteSizeBigInt": "8"},
    ]
    assert voir(bureau_neuf, 7003, "suivi")["suivi"] is True
    [seul] = messages(bureau_neuf)
    assert (seul["leMien"], seul["nouveau"], seul["attendUneReponse"]) == (True, False, True)
    assert bureau_neuf.lignes("SELECT genre, envoyer_apres > now() FROM courriels") == [
        ("nouveau_message", True)
    ]
    assert [p["fichier"]["filename"] for p in voir(
        bureau_neuf, 7003, "piecesJustificatives { fichier { filename } }"
    )["piecesJustificatives"]] == ["un.pdf", "deux.pdf"]  # fmt: skip

    avant = empreintes(bureau_neuf.serveur.database_url)
    assert refus(
        bureau_neuf, "dossierEcrireMessage", dossierId=du_dossier(7003), body="Alors ?",
        attendReponse=True,
    ) == ("Une réponse est déjà attendue sur ce dossier", "reponse_deja_attendue")  # fmt: skip
    assert empreintes(bureau_neuf.serveur.database_url) == avant


def test_what_cannot_be_sent_is_refused_and_changes_nothing(bureau_neuf: Bureau) -> None:
    """rules 7.1, 7.3, 14.2"""
    bonne = televerser(bureau_neuf, 7003)
    lourde = televerser(bureau_neuf, 7003, TROP_LOURD)
    onze = [televerser(bureau_neuf, 7003, nom=f"{rang}.pdf") for rang in range(11)]
    avant = empreintes(bureau_neuf.serveur.database_url)

    def dit(numero: int = 7003, **entree: Any) -> tuple[str, str | None]:
        return refus(bureau_neuf, "dossierEcrireMessage", dossierId=du_dossier(numero), **entree)

    assert dit(body="", attachments=[bonne]) == VIDE  # a file alone
    assert dit(body=" \n\t ") == VIDE
    assert (
        dit(body="Lourd", attachments=[bonne, lourde])[0] == "Le fichier doit faire moins de 20 Mo"
    )
    assert dit(body="Trop", attachments=onze) == (
        "Un message porte au plus 10 pièces jointes",
        "trop_de_pieces",
    )
    assert dit(body="Faux", attachments=["n’importe quoi"])[0] == (
        "L’identifiant du fichier téléversé est invalide"
    )
    assert dit(7004, body="Archivé") == FERMEE
    assert dit(7007, body="Parti") == FERMEE
    assert empreintes(bureau_neuf.serveur.database_url) == avant

    # None of the files was lost on the way: the text comes, and they go with it.
    assert len(ecrire(bureau_neuf, body="Dix", attachments=onze[:10])["attachments"]) == 10


def test_what_is_begun_is_kept_for_its_author_until_it_is_sent(bureau_neuf: Bureau) -> None:
    """F284 loses it; issue 5 keeps it."""
    assert brouillon(bureau_neuf) is None
    for texte in ("Bon", "Bonjour", "Bonjour,\nle plan"):
        garder(bureau_neuf, texte)
    garder(bureau_neuf, "Autre chose", qui=INNA)
    garder(bureau_neuf, "Sur un autre", numero=7002)
    assert (brouillon(bureau_neuf), brouillon(bureau_neuf, qui=INNA)) == (
        "Bonjour,\nle plan",
        "Autre chose",
    )
    assert bureau_neuf.jeton().lire("{ dossier(number: 7003) { messages { body } } }") == {
        "dossier": {"messages": []}
    }
    # What a program sends in her name is not what she was writing.
    assert bureau_neuf.jeton().lire(
        "mutation ($i: DossierEnvoyerMessageInput!) "
        "{ dossierEnvoyerMessage(input: $i) { errors { message } } }",
        i={"dossierId": du_dossier(7003), "instructeurId": instructeur(bureau_neuf), "body": "Robot"},
    ) == {"dossierEnvoyerMessage": {"errors": None}}  # fmt: skip
    assert brouillon(bureau_neuf) == "Bonjour,\nle plan"

    refus(bureau_neuf, "dossierEcrireMessage", dossierId=du_dossier(7003), body=" ")
    assert brouillon(bureau_neuf) == "Bonjour,\nle plan"
    ecrire(bureau_neuf, body="Bonjour,\nle plan est faux")
    assert (brouillon(bureau_neuf), brouillon(bureau_neuf, qui=INNA)) == (None, "Autre chose")
    garder(bureau_neuf, " \n", qui=INNA)
    assert brouillon(bureau_neuf, qui=INNA) is None
    assert bureau_neuf.lignes("SELECT dossier_id, corps FROM brouillons_de_message") == [
        (7002, "Sur un autre")
    ]


def test_each_side_is_told_that_the_other_has_read(bureau_neuf: Bureau) -> None:
    """rules 7.6; F369"""
    ecrire(bureau_neuf, 7001, body="Et ceci ?", qui=INNA)

    def accuses() -> list[tuple[str, bool]]:
        return bureau_neuf.lignes(
            "SELECT corps, lu_le IS NOT NULL FROM messages WHERE dossier_id = 7001 ORDER BY id"
        )

    def voir_la_messagerie(qui: str) -> None:
        fait = bureau_neuf.muter(
            qui, "dossierMarquerVu", ERREURS, dossierId=du_dossier(7001), onglet="messagerie"
        )
        assert fait["errors"] is None

    assert [lu for _, lu in accuses()] == [False, False, False]
    voir_la_messagerie(INNA)
    assert accuses() == [("Bonjour", True), ("Reçu", False), ("Et ceci ?", False)]
    [(premiere,)] = bureau_neuf.lignes("SELECT lu_le FROM messages WHERE corps = 'Bonjour'")
    voir_la_messagerie(INES)  # one of the side was enough, and its date stays
    assert bureau_neuf.lignes("SELECT lu_le FROM messages WHERE corps = 'Bonjour'") == [(premiere,)]

    base = base_synchrone(
        bureau_neuf.serveur.database_url, CONNECTION, known(bureau_neuf.serveur.settings)
    )

    def lire(tx: Transaction) -> None:
        dossier = tx.session.get_one(Dossier, 7001)
        lire_par_l_usager(
            tx, dossier, usager=tx.session.get_one(Compte, dossier.usager_id or 0), at=premiere
        )

    base.transaction(lire)
    base.fermer()
    assert [lu for _, lu in accuses()] == [True, True, True]
    # Only the author of a message learns that it was read.
    vues = {qui: messages(bureau_neuf, 7001, qui=qui) for qui in (INES, INNA)}
    assert [m["luLe"] is not None for m in vues[INES]] == [False, True, False]
    assert [m["luLe"] is not None for m in vues[INNA]] == [True, False, False]


def test_one_takes_back_what_one_wrote_and_its_place_stays(bureau_neuf: Bureau) -> None:
    """rules 7.7"""
    piece = televerser(bureau_neuf, 7003)
    envoye = ecrire(bureau_neuf, body="Trop vite", attachments=[piece], attendReponse=True)
    moi = {"messageId": envoye["id"], "instructeurId": instructeur(bureau_neuf)}
    bureau_neuf.de(INNA)
    avant = empreintes(bureau_neuf.serveur.database_url)
    assert refus(
        bureau_neuf, "dossierSupprimerMessage", qui=INNA, messageId=envoye["id"],
        instructeurId=instructeur(bureau_neuf, INNA),
    )[1] == "message_non_supprimable"  # fmt: skip
    assert empreintes(bureau_neuf.serveur.database_url) == avant

    assert messages(bureau_neuf)[0]["supprimable"] is True
    assert bureau_neuf.muter(INES, "dossierSupprimerMessage", ERREURS, **moi)["errors"] is None
    [reste] = messages(bureau_neuf)
    assert (reste["message"]["body"], reste["supprimable"], reste["attendUneReponse"]) == (
        "",
        False,
        False,
    )
    assert reste["message"]["discardedAt"] is not None
    assert (
        bureau_neuf.lignes(
            "SELECT nom FROM fichiers WHERE message_id IS NOT NULL AND dossier_id = 7003"
        )
        == []
    )
    assert refus(bureau_neuf, "dossierSupprimerMessage", **moi)[1] == "message_non_supprimable"
    assert identifiant("Commentaire", 1) != envoye["id"]


def test_a_correction_is_asked_with_a_message(bureau_neuf: Bureau) -> None:
    """rules 3.10; F294, F295, F373"""
    ecrire(bureau_neuf, body="Il manque un plan", correction="incomplete")
    vu = voir(
        bureau_neuf, 7003,
        "state gestes dossier { dateDerniereCorrectionEnAttente messages { correction { reason } } }",
    )  # fmt: skip
    assert vu["state"] == "en_construction"
    assert vu["gestes"] == ["ne_plus_suivre", "passer_en_instruction"]
    assert vu["dossier"]["dateDerniereCorrectionEnAttente"] is not None
    assert vu["dossier"]["messages"] == [{"correction": {"reason": "incomplete"}}]


def test_who_wrote_is_told_by_the_part_he_has_in_the_dossier(bureau_neuf: Bureau) -> None:
    """rules 3.12, 7.1, 7.10; F375"""
    bureau_neuf.lignes(
        "INSERT INTO messages (dossier_id, usager_id, email, corps, cree_le) "
        "SELECT 7002, id, email, 'Je l’aide', '2026-02-03' FROM comptes WHERE email = 'parti@exemple.fr' "
        "OR email = 'igor@exemple.fr'"
    )
    bureau_neuf.lignes(
        "INSERT INTO invitations (dossier_id, email, cree_le) "
        "VALUES (7002, 'igor@exemple.fr', '2026-02-02T10:00:00+01:00')"
    )
    bureau_neuf.muter(
        INES, "dossierPasserEnInstruction", ERREURS, dossierId=du_dossier(7002),
        instructeurId=instructeur(bureau_neuf),
    )  # fmt: skip
    vu = voir(
        bureau_neuf, 7002,
        "messagerie { messages { genre invite leMien } } personnes { invites { email depuis } }",
    )  # fmt: skip
    assert vu["messagerie"]["messages"] == [
        {"genre": "systeme", "invite": False, "leMien": False},
        {"genre": "usager", "invite": True, "leMien": False},
    ]
    assert vu["personnes"]["invites"] == [
        {"email": "igor@exemple.fr", "depuis": "2026-02-02T10:00:00+01:00"}
    ]
