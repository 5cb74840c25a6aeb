"""One message to all the drafts of a démarche (rules 4.16.1)."""

from typing import Any

from domain.identifiants import identifiant
from tests.bureau.accueil import ALI, IGOR, INES, SEUL
from tests.bureau.bureau import Bureau
from tests.empreintes import empreintes

MONDE = "accueil"

VUE = """brouillons { label mien nombre }
envoisAuxBrouillons { body auteur dateFin envoyes enAttente echecs { dossierNumber raison } }"""
DEMARCHE = f"query ($n: Int!) {{ moi {{ instructeur {{ demarche(number: $n) {{ {VUE} }} }} }} }}"
CORPS = "La démarche ferme vendredi."


def vue(bureau: Bureau, email: str, n: int = 700) -> Any:
    return bureau.lire(email, DEMARCHE, n=n)["moi"]["instructeur"]["demarche"]


def ecrire(bureau: Bureau, email: str = INES, n: int = 700, **plus: Any) -> Any:
    return bureau.muter(
        email, "demarcheEcrireAuxBrouillons", f"errors {{ code message }} demarche {{ {VUE} }}",
        demarcheId=identifiant("Procedure", n), **{"body": CORPS, **plus},
    )  # fmt: skip


def groupe(bureau: Bureau, label: str, demarche_id: int = 700) -> str:
    [(numero,)] = bureau.lignes(
        "SELECT id FROM groupes_instructeurs WHERE demarche_id = %s AND label = %s",
        demarche_id, label,
    )  # fmt: skip
    return identifiant("GroupeInstructeur", numero)


def messages(bureau: Bureau) -> list[Any]:
    return bureau.lignes(
        "SELECT dossier_id, email FROM messages WHERE corps = %s ORDER BY dossier_id", CORPS
    )


def courriels(bureau: Bureau) -> list[Any]:
    return bureau.lignes(
        "SELECT dossier_id, destinataire FROM courriels WHERE genre = 'nouveau_message' ORDER BY 1"
    )


def test_drafts_are_counted_by_groupe_and_never_read(bureau: Bureau) -> None:
    """7013 is hidden by its owner."""
    assert vue(bureau, INES) == {
        "brouillons": [
            {"label": "Nord", "mien": True, "nombre": 1},
            {"label": "Sud", "mien": False, "nombre": 1},
            {"label": None, "mien": False, "nombre": 1},
        ],
        "envoisAuxBrouillons": [],
    }


def test_all_of_them_have_the_message_and_a_mail_and_it_is_told(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    ecrit = ecrire(bureau)
    [envoi] = ecrit["demarche"]["envoisAuxBrouillons"]
    assert (ecrit["errors"], envoi["enAttente"], envoi["dateFin"]) == (None, 3, None)
    assert messages(bureau) == []

    bureau.suivre()
    assert messages(bureau) == [(7010, INES), (7011, INES), (7012, INES)]
    assert courriels(bureau) == [
        (7010, ALI), (7011, "zoe@exemple.fr"), (7012, "zoe@exemple.fr"),
    ]  # fmt: skip
    [fini] = vue(bureau, IGOR)["envoisAuxBrouillons"]  # everybody sees what was sent
    assert fini.pop("dateFin") is not None
    assert fini == {"body": CORPS, "auteur": INES, "envoyes": 3, "enAttente": 0, "echecs": []}

    # Done again, it does nothing: the work may come twice.
    bureau.lignes("INSERT INTO outbox (nom, donnees) SELECT 'MessageAuxBrouillonsEcrit',"
                  " jsonb_build_object('envoi_id', id, 'demarche_id', 700) FROM envois_aux_brouillons")  # fmt: skip
    bureau.suivre()
    assert len(messages(bureau)) == 3


def test_only_those_of_the_groupes_that_are_chosen(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    for labels, sans_groupe, attendus in (
        (["Nord"], False, [7010]),
        (["Nord", "Sud"], False, [7010, 7011]),
        (["Sud"], True, [7011, 7012]),
        ([], True, [7012]),
    ):
        groupes = [groupe(bureau, label) for label in labels]
        ecrire(bureau, groupeInstructeurIds=groupes, sansGroupe=sans_groupe)
        bureau.suivre()
        assert [numero for numero, _ in messages(bureau)] == attendus
        bureau.lignes("DELETE FROM messages WHERE corps = %s", CORPS)


def test_a_draft_that_is_none_any_more_is_said_to_have_had_nothing(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    ecrire(bureau)
    bureau.lignes("UPDATE dossiers SET cache_par_usager_le = now() WHERE id = 7011")
    bureau.lignes("UPDATE dossiers SET state = 'en_construction', depose_le = now(), en_construction_le = now() WHERE id = 7010")  # fmt: skip
    bureau.suivre()

    assert [numero for numero, _ in messages(bureau)] == [7012]
    [envoi] = vue(bureau, INES)["envoisAuxBrouillons"]
    assert envoi["dateFin"] is not None
    assert (envoi["envoyes"], envoi["enAttente"], envoi["echecs"]) == (1, 0, [
        {"dossierNumber": 7010, "raison": "Le dossier a été déposé entre-temps"},
        {"dossierNumber": 7011, "raison": "Le brouillon a été supprimé entre-temps"},
    ])  # fmt: skip


INTROUVABLE = "Cette démarche n’existe pas, ou vous ne l’instruisez pas"


def test_what_is_refused_sends_nothing(bureau: Bureau) -> None:
    bureau.de(INES), bureau.de(SEUL), bureau.de(ALI)
    avant = empreintes(bureau.serveur.database_url)
    etranger = [groupe(bureau, "Est", 800)]
    refus = [
        ecrire(bureau, body=" \n"),
        ecrire(bureau, groupeInstructeurIds=etranger),
        ecrire(bureau, groupeInstructeurIds=["abc"]),
        ecrire(bureau, groupeInstructeurIds=[]),
        ecrire(bureau, n=750),
        ecrire(bureau, n=800),
        ecrire(bureau, n=99),
        ecrire(bureau, SEUL),
        ecrire(bureau, ALI),
    ]
    assert [(r["errors"][0]["code"], r["errors"][0]["message"]) for r in refus] == [
        ("message_vide", "Le champ « Votre message » ne peut être vide"),
        ("groupe_introuvable", "Un de ces groupes n’est pas de cette démarche"),
        ("groupe_introuvable", "Un de ces groupes n’est pas de cette démarche"),
        ("aucun_brouillon", "Aucun brouillon n’attend ce message"),
        ("aucun_brouillon", "Aucun brouillon n’attend ce message"),
        *[("demarche_introuvable", INTROUVABLE)] * 4,
    ]
    assert empreintes(bureau.serveur.database_url) == avant
