"""One dossier on the desk, tab by tab (rules 4.10, 4.12, D.3): what each shows, to whom, in how many
statements."""

import re
from typing import Any

import httpx

from tests.bureau.bureau import Bureau
from tests.bureau.sur_un_dossier import ALI, EVE, IGOR, INES, IVAN, voir

MONDE = "dossier"

DEPOT, INSTRUCTION, DECISION = (
    f"2026-02-{jour}T10:00:00+01:00" for jour in ("01", "02", "10")
)  # fmt: skip
TOUT = """
  id number state suivi dansLaCorbeille onglets gestes
  visites { demande annotations avis messagerie }
  expiration { cause date depuis bientot }
  demande { identiteModifieeLe identiteNouvelle sommaire { libelle niveau } historique { event }
    champs { modifieLe nouveau champ { id label }
      rangees { id champs { modifieLe champ { stringValue } } } } }
  piecesJustificatives { fichier { filename url } ajouteeLe provenance libelle modifiee }
  annotations { version modifieeLe modifieePar nouvelle champ { label stringValue }
    rangees { id annotations { version } } }
  avis { nouveau confidentiel revoque avis { reponse expert { email } } }
  messagerie { fermeture brouillon { body } messages { genre message { body attachments { filename } } } }
  rendezVous { id historique { date } }
  personnes { suiveurs { instructeur { email } } anciensSuiveurs { depuis jusquA } experts { email }
    invites { email depuis } archivage { date par } }
  decisions { event dateTraitement emailAgentTraitant motivation }
  reaffectations { groupes { label closed } historique { date par groupe groupePrecedent } }
  dossier { labels { name } usager { email } demandeur { ... on PersonnePhysique { nom } } }
"""


def test_the_demande_is_told_with_its_titles_its_history_and_its_end(bureau: Bureau) -> None:
    """rules 4.10.2, 9.1; F265, F359, F360"""
    vu = voir(
        bureau,
        7001,
        """dossier { demandeur { ... on PersonnePhysique { prenom nom } } labels { name } }
        expiration { cause date depuis bientot }
        demande { sommaire { libelle niveau } historique { event dateTraitement }
          champs { champ { label stringValue } rangees { champs { champ { stringValue } } } } }""",
    )
    assert vu["dossier"] == {
        "demandeur": {"prenom": "Ali", "nom": "Benali"},
        "labels": [{"name": "Urgent"}],
    }
    assert vu["expiration"] == {
        "cause": "conservation_apres_decision",
        "date": "2027-02-10T10:00:00+01:00",
        "depuis": DECISION,
        "bientot": False,
    }
    assert vu["demande"]["sommaire"] == [
        {"libelle": "Le lieu", "niveau": 1},
        {"libelle": "Les plantes", "niveau": 2},
    ]
    assert vu["demande"]["historique"] == [
        {"event": "depose", "dateTraitement": DEPOT},
        {"event": "passe_en_instruction", "dateTraitement": INSTRUCTION},
        {"event": "accepte", "dateTraitement": DECISION},
    ]
    champs = vu["demande"]["champs"]
    assert [(c["champ"]["label"], c["champ"]["stringValue"] or "") for c in champs] == [
        ("Le lieu", ""),
        ("Rue", "Rue du Nord"),
        ("Les plantes", ""),
        ("Plantes", ""),
        ("Plan", ""),
        ("Carte d’identité", ""),
        ("Arbre", "false"),  # and no « Essence », which only shows when there is a tree
    ]
    assert [
        rangee["champs"][0]["champ"]["stringValue"] for rangee in champs[3]["rangees"]
    ] == ["Lierre", "Rosier"]  # fmt: skip
    assert [c["rangees"] for c in champs if c["champ"]["label"] != "Plantes"] == [None] * 6


def test_the_gallery_has_every_file_and_says_where_each_comes_from(bureau: Bureau) -> None:
    """rules 4.10.3; F361, F362"""
    fichiers = voir(
        bureau,
        7001,
        "piecesJustificatives { fichier { filename url } ajouteeLe provenance libelle modifiee }",
    )["piecesJustificatives"]
    assert [
        (p["fichier"]["filename"], p["provenance"], p["libelle"], p["ajouteeLe"], p["modifiee"])
        for p in fichiers
    ] == [
        ("plan.pdf", "dossier_usager", "Plan", DEPOT, False),
        ("photo.png", "annotation", "Photo", DEPOT, False),
        ("usager.txt", "messagerie_usager", None, "2026-02-01T11:00:00+01:00", False),
        ("instructeur.txt", "messagerie_instructeur", None, "2026-02-02T11:00:00+01:00", False),
        ("avis.txt", "avis_expert", None, "2026-02-05T10:00:00+01:00", False),
        ("decision.pdf", "justificatif", None, DECISION, False),
    ]
    assert httpx.get(fichiers[0]["fichier"]["url"]).content == b"%PDF-1.4"

    # An identity document shows here, and nowhere else (rules 14.3-15).
    [carte] = voir(
        bureau, 7002, "piecesJustificatives { fichier { filename } provenance libelle }"
    )["piecesJustificatives"]
    assert carte == {
        "fichier": {"filename": "carte.png"},
        "provenance": "dossier_usager",
        "libelle": "Carte d’identité",
    }


def test_annotations_avis_and_messages_are_there_with_who_wrote_them(bureau: Bureau) -> None:
    """rules 4.10.4, 7.2; F266, F268, F280, F368"""
    vu = voir(
        bureau,
        7001,
        """annotations { version modifieeLe modifieePar champ { label stringValue }
          rangees { annotations { version } } }
        avis { confidentiel revoque avis { question reponse expert { email } } }
        messagerie { fermeture brouillon { body } messages { genre invite leMien luLe supprimable
          attendUneReponse message { body attachments { filename } } } }""",
    )
    note, plants, visites, photo = vu["annotations"]
    assert (note["champ"], note["modifieeLe"], note["modifieePar"]) == (
        {"label": "Note", "stringValue": "Première note"},
        DEPOT,
        INES,
    )
    assert re.fullmatch(r"[0-9a-f]{24}", note["version"])
    assert note["version"] != photo["version"]
    assert (plants["version"], plants["modifieeLe"], plants["modifieePar"]) == ("0", None, None)
    assert visites["rangees"] == [{"annotations": [{"version": "0"}]}]
    assert vu["avis"] == [
        {
            "confidentiel": True,
            "revoque": False,
            "avis": {"question": "Votre avis ?", "reponse": "Oui", "expert": {"email": EVE}},
        }
    ]
    recu, bonjour = vu["messagerie"].pop("messages")
    assert vu["messagerie"] == {"fermeture": None, "brouillon": None}
    assert recu == {
        "genre": "instructeur", "invite": False, "leMien": True, "luLe": None, "supprimable": True,
        "attendUneReponse": False,
        "message": {"body": "Reçu", "attachments": [{"filename": "instructeur.txt"}]},
    }  # fmt: skip
    assert bonjour == {
        "genre": "usager", "invite": False, "leMien": False, "luLe": None, "supprimable": False,
        "attendUneReponse": False,
        "message": {"body": "Bonjour", "attachments": [{"filename": "usager.txt"}]},
    }  # fmt: skip


def test_the_people_are_those_who_follow_answer_or_are_invited(bureau: Bureau) -> None:
    """rules 4.12, 4.13; F286, F287, F371"""
    vu = voir(
        bureau,
        7001,
        """personnes { suiveurs { instructeur { email } depuis jusquA } anciensSuiveurs { depuis }
          experts { email } invites { email } archivage { date } }
        decisions { event dateTraitement emailAgentTraitant }
        reaffectations { groupes { label closed } historique { date } }""",
    )
    assert vu["personnes"] == {
        "suiveurs": [
            {"instructeur": {"email": INES}, "depuis": INSTRUCTION, "jusquA": None},
            {"instructeur": {"email": "inna@exemple.fr"}, "depuis": DEPOT, "jusquA": None},
        ],
        "anciensSuiveurs": [],
        "experts": [{"email": EVE}],
        "invites": [],
        "archivage": None,
    }
    assert vu["decisions"] == [
        {"event": "depose", "dateTraitement": DEPOT, "emailAgentTraitant": None},
        {
            "event": "passe_en_instruction",
            "dateTraitement": INSTRUCTION,
            "emailAgentTraitant": INES,
        },
        {"event": "accepte", "dateTraitement": DECISION, "emailAgentTraitant": INES},
    ]
    assert vu["reaffectations"] == {
        "groupes": [{"label": "Ancien", "closed": True}, {"label": "Sud", "closed": False}],
        "historique": [],
    }
    assert voir(bureau, 7004, "personnes { archivage { date par } }")["personnes"]["archivage"] == {
        "date": "2026-03-01T09:00:00+01:00",
        "par": INES,
    }


def test_the_tabs_are_those_that_have_something_to_show(bureau: Bureau) -> None:
    """rules 4.10.1"""
    tous = [
        "demande", "pieces_justificatives", "annotations", "avis", "messagerie", "rendez_vous",
        "personnes_impliquees", "reaffectation",
    ]  # fmt: skip
    assert voir(bureau, 7001, "onglets")["onglets"] == tous
    sans_fichier = [onglet for onglet in tous if onglet != "pieces_justificatives"]
    assert voir(bureau, 7003, "onglets")["onglets"] == sans_fichier
    assert voir(bureau, 8001, "onglets", qui=IVAN)["onglets"] == [
        "demande", "avis", "messagerie", "personnes_impliquees",
    ]  # fmt: skip


def test_what_may_be_done_depends_on_where_the_dossier_is(bureau: Bureau) -> None:
    """rules 4.10.5, 14.1"""
    possibles = {
        7001: ["repasser_en_instruction", "archiver", "supprimer"],
        7002: ["suivre", "passer_en_instruction", "demander_correction"],
        7003: [
            "suivre", "demander_correction", "repasser_en_construction", "accepter", "refuser",
            "classer_sans_suite",
        ],
        7004: ["desarchiver", "supprimer"],
        7005: ["restaurer"],
        7006: ["restaurer_et_prolonger"],
        7007: ["archiver", "supprimer"],  # nobody to instruct it again for
        7011: ["restaurer_et_prolonger"],
    }  # fmt: skip
    assert {numero: voir(bureau, numero, "gestes")["gestes"] for numero in possibles} == possibles
    # Under SVA, only a correction sends back (rules 1.10).
    assert voir(bureau, 8001, "gestes", qui=IVAN)["gestes"] == [
        "suivre", "demander_correction", "accepter", "refuser", "classer_sans_suite",
    ]  # fmt: skip


def test_the_corbeille_and_the_archives_are_read_and_not_written_to(bureau: Bureau) -> None:
    """rules 3.15.2, 7.3, D.3; F252, F305"""
    vues = {
        numero: voir(bureau, numero, "dansLaCorbeille messagerie { fermeture }")
        for numero in (7001, 7004, 7005, 7006, 7007, 7011)
    }
    assert {n: (v["dansLaCorbeille"], v["messagerie"]["fermeture"]) for n, v in vues.items()} == {
        7001: (False, None),
        7004: (False, "archive"),
        7005: (True, "supprime"),
        7006: (True, "supprime"),
        7007: (False, "usager_parti"),
        7011: (True, "supprime"),
    }
    assert voir(bureau, 7006, "expiration { cause date }")["expiration"] == {
        "cause": "expire",
        "date": "2026-02-20T10:00:00+01:00",
    }
    assert voir(bureau, 7003, "expiration { cause }")["expiration"] is None


def test_what_is_not_mine_is_not_there_to_the_byte(bureau: Bureau) -> None:
    """Of another groupe, of another démarche, hidden by its usager, a draft, and none at all."""
    texte = f"query ($n: Int!) {{ moi {{ instructeur {{ dossier(number: $n) {{ {TOUT} }} }} }} }}"

    def octets(qui: str, numero: int) -> bytes:
        return (
            bureau.de(qui)
            .post("/graphql", json={"query": texte, "variables": {"n": numero}})
            .content
        )

    absent = octets(INES, 999_999)
    assert absent == b'{"data":{"moi":{"instructeur":{"dossier":null}}}}'
    assert [octets(INES, numero) == absent for numero in (7008, 7009, 7010, 8001, -1)] == [True] * 5
    assert [octets(IVAN, numero) == absent for numero in (7001, 7002, 7005, 7009)] == [True] * 4
    assert voir(bureau, 7009, "number", qui=IGOR) == {"number": 7009}
    # Who administers the démarche is of no groupe; an expert and an usager have no desk.
    assert octets("admin@exemple.fr", 7001) == absent
    for qui in (EVE, ALI):
        assert bureau.poster(qui, texte, n=7001) == {"data": {"moi": {"instructeur": None}}}
    assert bureau.jeton().lire("{ moi { instructeur { id } } }") == {"moi": None}


def test_the_pdf_and_the_geojson_open_for_who_is_signed_in(bureau: Bureau) -> None:
    """rules 4.10.7"""
    liens = voir(bureau, 7002, "dossier { pdf { url } geojson { url } }")["dossier"]
    pdf, geojson = (httpx.get(liens[nom]["url"], timeout=60) for nom in ("pdf", "geojson"))
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    assert (geojson.status_code, geojson.json()["type"]) == (200, "FeatureCollection")


def test_a_dossier_of_a_hundred_messages_costs_what_one_of_two_does(bureau: Bureau) -> None:
    def instructions() -> float:
        texte = httpx.get(f"{bureau.serveur.url}/metrics").text
        lus = re.findall(r"guichet_sql_statements_sum\{[^}]*\} (\S+)", texte)
        return sum(map(float, lus))

    def cout() -> tuple[int, float]:
        avant = instructions()
        vu: dict[str, Any] = voir(bureau, 7001, TOUT)
        return len(vu["messagerie"]["messages"]), instructions() - avant

    voir(bureau, 7001, TOUT)  # the document is compiled the second time
    peu = cout()
    bureau.lignes(
        "INSERT INTO messages (dossier_id, usager_id, email, corps) "
        "SELECT 7001, usager_id, 'ali@exemple.fr', 'Encore' FROM dossiers, generate_series(1, 98) "
        "WHERE dossiers.id = 7001"
    )
    try:
        beaucoup = cout()
    finally:
        bureau.lignes("DELETE FROM messages WHERE corps = 'Encore'")

    assert (peu[0], beaucoup[0]) == (2, 100)
    assert peu[1] == beaucoup[1]
    assert 0 < peu[1] <= 35
