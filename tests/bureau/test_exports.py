"""Exports from end to end: asked for by POST, made, downloaded, read again (rules 8.1 to 8.10)."""

import io
import json
from datetime import date
from typing import Any
from zipfile import ZipFile

import httpx

from domain.identifiants import identifiant
from server.resources import open_storage
from tests.bureau.bureau import Bureau
from tests.empreintes import empreintes
from tests.exports.lecture import lire_csv, lire_ods, lire_xlsx, local
from tests.exports.preparation import DEMANDE, demande, preparer

MONDE = "exports"
INES, IRMA, IGOR = "ines@exemple.fr", "irma@exemple.fr", "igor@exemple.fr"
LISTE = """query ($number: Int!, $onglet: OngletDeDossiers) { moi { instructeur { demarche(number: $number) {
  exports { id format etat mien demandePar fichier { filename url contentType byteSizeBigInt checksum } }
  dernierExport(onglet: $onglet) { format }
} } } }"""


def demander(bureau: Bureau, email: str, **plus: Any) -> dict[str, Any]:
    fait: dict[str, Any] = bureau.lire(email, DEMANDE, input=demande(**plus))["exportDemander"]
    return fait


def exports(bureau: Bureau, email: str, **plus: Any) -> list[dict[str, Any]]:
    lus: list[dict[str, Any]] = bureau.lire(email, LISTE, number=900, **plus)["moi"]["instructeur"]["demarche"]["exports"]  # fmt: skip
    return lus


def telecharger(bureau: Bureau, email: str, *demandes: dict[str, Any]) -> list[bytes]:
    """Asked for, made together, and taken by their signed addresses."""
    faits = [demander(bureau, email, **voulu) for voulu in demandes]
    assert [fait["errors"] for fait in faits] == [None] * len(faits)
    assert preparer(bureau.serveur.settings) == []
    connus = {export["id"]: export for export in exports(bureau, email)}
    return [_contenu(connus[fait["export"]["id"]]) for fait in faits]


def _contenu(export: dict[str, Any]) -> bytes:
    assert export["etat"] == "pret"
    reponse = httpx.get(export["fichier"]["url"])
    assert reponse.status_code == 200
    assert reponse.headers["content-type"] == export["fichier"]["contentType"]
    assert len(reponse.content) == int(export["fichier"]["byteSizeBigInt"])
    return reponse.content


FIXES = [
    "ID", "Email", "FranceConnect ?", "Civilité", "Nom", "Prénom", "Dépôt pour un tiers", "Nom du mandataire",
    "Prénom du mandataire", "À archiver", "État du dossier", "Dernière mise à jour le",
    "Dernière mise à jour du dossier le", "Déposé le", "Passé en instruction le", "Traité le",
    "Motivation de la décision", "Instructeurs", "Groupe instructeur",
]  # fmt: skip
CHAMPS = [
    "Nom du chantier", "Nature", "Licence", "Surface", "Plan de masse", "Identité", "Séjour", "Emprise", "Entreprise",
    "Je m’engage", "Note interne",
]  # fmt: skip


# --- spreadsheets, cell by cell ------------------------------------------------------------------


def test_the_three_spreadsheets_of_all_that_one_may_see(bureau: Bureau) -> None:
    formats = [{"format": format} for format in ("xlsx", "ods", "csv")]
    xlsx, ods, csv = telecharger(bureau, IRMA, *formats)
    en_xlsx, en_ods, en_csv = lire_xlsx(xlsx), lire_ods(ods), lire_csv(csv)

    assert en_xlsx == en_ods
    assert list(en_xlsx) == ["Dossiers", "Etablissements", "Avis", "(907) Vehicules - engins"]
    titres, archive, sud, complet, hostile = en_xlsx["Dossiers"]  # by date of deposit (rules 8.1.4)
    assert titres == [*FIXES, *CHAMPS]
    fixes, champs = complet[:19], complet[19:]
    assert fixes[:11] == ["9001", "ali@exemple.fr", False, "Mme", "Benali", "Nora", True, "Benali", "Ali", False, "Accepté"]  # fmt: skip
    assert fixes[13:] == [
        local(2026, 2, 1, 10), local(2026, 2, 3, 10), local(2026, 2, 10, 16, 30), "Le dossier est conforme.",
        "ines@exemple.fr irma@exemple.fr", "Nord",
    ]  # fmt: skip
    assert champs == [
        "Rue Haute", "Travaux", None, 12.5, "plan.pdf, coupe.txt", "présent", "présent",
        "Ligne de 111,2\u00a0m : Le long du mur\nParcelle 000 A11 n°\u00a042, commune 75119, 1\u00a0234\u00a0m²",
        "41816609600051", "on", "À vérifier.",
    ]  # fmt: skip
    assert hostile[3:6] == ["M.", "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd"]
    assert hostile[19] == '=HYPERLINK("http://mal.exemple";"ici")'
    assert hostile[-1] == "-2+3\t<b>&amp;</b>\nfin"
    assert sud[19:22] == ["Secret du sud", "Terrasse", "L-7"]
    assert archive[9:11] == [True, "Refusé"]

    assert [ligne[:3] for ligne in en_xlsx["Etablissements"][1:]] == [["9001", "Entreprise", "41816609600051"]]  # fmt: skip
    assert en_xlsx["Avis"][1:] == [[
        "9001", "Votre avis ?", "Sans réserve.", "Favorable ?", True, local(2026, 2, 4, 10), local(2026, 2, 5, 10),
        "ines@exemple.fr", "eve@exemple.fr",
    ]]  # fmt: skip
    assert en_xlsx["(907) Vehicules - engins"] == [
        ["Dossier ID", "Ligne", "Plaque", "Places", "Photo"],
        ["9001", 1, "AB-123-CD", 4, "avant.png"],
        ["9001", 2, "EF-456-GH", 0, None],
    ]

    assert en_csv[0] == [*FIXES, *CHAMPS]
    assert [ligne[0] for ligne in en_csv[1:]] == ["9004", "9003", "9001", "9002"]
    assert en_csv[3][13] == "2026-02-01 10:00:00+01:00"
    assert en_csv[4][4:6] == ["'=cmd|' /C calc'!A0", "'@SUM(1+1)*cmd"]


def test_a_company_has_its_own_columns(bureau: Bureau) -> None:
    fait = demander(bureau, IGOR, demarche=901, format="xlsx")
    demander(bureau, IGOR, demarche=901, format="csv")
    assert preparer(bureau.serveur.settings) == []
    lus = bureau.lire(IGOR, LISTE, number=901)["moi"]["instructeur"]["demarche"]["exports"]
    en_csv, en_xlsx = (httpx.get(e["fichier"]["url"]).content for e in lus)

    feuilles = lire_xlsx(en_xlsx)
    assert fait["export"]["nombreDeDossiers"] == 1
    assert dict(zip(*feuilles["Dossiers"], strict=True))["Entreprise raison sociale"] == "GRTGAZ"
    [dit] = [dict(zip(feuilles["Etablissements"][0], ligne, strict=True)) for ligne in feuilles["Etablissements"][1:]]  # fmt: skip
    assert (dit["Champ"], dit["Établissement siège social"], dit["Entreprise date de création"]) == ("Dossier", True, date(1990, 4, 24))  # fmt: skip
    ligne = dict(zip(*lire_csv(en_csv), strict=True))
    assert (ligne["Établissement SIRET"], ligne["Association RNA"]) == ("41816609600051", "W173847273")  # fmt: skip


# --- rights and scopes -----------------------------------------------------------------------------


def test_another_groupe_s_dossiers_are_never_inside(bureau: Bureau) -> None:
    [csv] = telecharger(bureau, INES, {"format": "csv"})
    lignes = lire_csv(csv)
    assert [ligne[0] for ligne in lignes[1:]] == ["9004", "9001", "9002"]
    assert "Secret du sud" not in str(lignes)

    # Those of both groupes may be told of either's exports, and nobody else of theirs (rules 8.1.8).
    assert all(e["demandePar"] == INES for e in exports(bureau, INES))
    assert {e["demandePar"] for e in exports(bureau, IRMA)} >= {INES, IRMA}
    assert all(e["demandePar"] != INES for e in exports(bureau, IGOR))


PORTEES: list[tuple[dict[str, Any], list[str]]] = [
    ({"onglet": "a_suivre"}, ["9002"]),
    ({"onglet": "suivis"}, []),
    ({"onglet": "traites"}, ["9001"]),
    ({"onglet": "tous"}, ["9001", "9002"]),
    ({"onglet": "tous", "avecArchives": True}, ["9004", "9001", "9002"]),
    ({"onglet": "archives"}, ["9004"]),
    ({"onglet": "supprimes"}, []),
    (
        {
            "onglet": "tous",
            "filtres": [
                {"colonne": "type_de_champ/902", "operateur": "correspond", "valeurs": ["haute"]}
            ],
        },
        ["9001"],
    ),
    ({"onglet": "tous", "filtres": []}, ["9001", "9002"]),
    ({"dossiers": [identifiant("Dossier", 9002), identifiant("Dossier", 9001)]}, ["9001", "9002"]),
]


def test_each_scope_holds_its_dossiers(bureau: Bureau) -> None:
    contenus = telecharger(bureau, INES, *({"format": "csv", **portee} for portee, _ in PORTEES))
    trouves = [[ligne[0] for ligne in lire_csv(contenu)[1:]] for contenu in contenus]
    assert trouves == [numeros for _, numeros in PORTEES]


def test_what_cannot_be_asked_is_refused_and_leaves_nothing(bureau: Bureau) -> None:
    for email in (INES, IGOR):
        bureau.de(email)
    avant = empreintes(bureau.serveur.database_url)
    refus: list[tuple[str, dict[str, Any], str]] = [
        (INES, {"demarche": 901, "format": "csv"}, "Cette démarche n’existe pas"),
        (INES, {"demarche": 999_999, "format": "csv"}, "Cette démarche n’existe pas"),
        (INES, {"format": "csv", "dossiers": [identifiant("Dossier", 9003)]}, "Un de ces dossiers n’existe pas"),
        (INES, {"format": "csv", "dossiers": ["faux"]}, "Un de ces dossiers n’existe pas"),
        (INES, {"format": "csv", "dossiers": []}, "Un export prend de 1 à 500 dossiers à la fois"),
        (INES, {"format": "csv", "avecArchives": True}, "Les dossiers à archiver ne s’ajoutent qu’à l’onglet « au total »"),
        (INES, {"format": "csv", "periode": "trente_jours", "onglet": "tous"}, "L’export des trente derniers jours ne se limite ni à un onglet ni à des dossiers"),
        (IGOR, {"demarche": 901, "format": "json"}, "Le formulaire de cette démarche n’a pas de carte à exporter"),
    ]  # fmt: skip
    for email, voulu, message in refus:
        fait = demander(bureau, email, **voulu)
        assert (fait["export"], fait["errors"][0]["message"]) == (None, message)
    jeton = bureau.jeton()
    for voulu, message in (
        (demande(901, format="csv"), "Cette démarche n’existe pas"),
        (demande(format="csv", onglet="suivis"), "L’onglet « suivis par moi » est celui d’une personne"),
    ):  # fmt: skip
        fait = jeton.lire(DEMANDE, input=voulu)["exportDemander"]
        assert (fait["export"], fait["errors"][0]["message"]) == (None, message)
    assert empreintes(bureau.serveur.database_url) == avant


def test_a_token_takes_the_whole_demarche_out(bureau: Bureau) -> None:
    jeton = bureau.jeton()
    fait = jeton.lire(DEMANDE, input=demande(format="csv"))["exportDemander"]
    assert fait["export"]["nombreDeDossiers"] == 4
    assert preparer(bureau.serveur.settings) == []

    liste = "{ demarche(number: 900) { exports { id etat fichier { url } } } }"
    [export] = [e for e in jeton.lire(liste)["demarche"]["exports"] if e["id"] == fait["export"]["id"]]  # fmt: skip
    assert [ligne[0] for ligne in lire_csv(httpx.get(export["fichier"]["url"]).content)[1:]] == ["9004", "9003", "9001", "9002"]  # fmt: skip
    assert export["id"] not in [
        e["id"] for e in exports(bureau, IRMA)
    ]  # who instructs is told of groupes


def test_the_same_is_not_made_twice_in_five_minutes(bureau: Bureau) -> None:
    premier = demander(bureau, INES, format="ods", onglet="traites")
    assert demander(bureau, INES, format="ods", onglet="traites") == {**premier, "reutilise": True}
    # Another scope is another export: colleagues of other groupes, another tab, another format.
    autres = [
        demander(bureau, IRMA, format="ods", onglet="traites"),
        demander(bureau, INES, format="ods", onglet="tous"),
        demander(bureau, INES, format="xlsx", onglet="traites"),
    ]
    assert [fait["reutilise"] for fait in autres] == [False] * 3

    assert preparer(bureau.serveur.settings) == []
    encore = demander(bureau, INES, format="ods", onglet="traites")
    assert (encore["reutilise"], encore["export"]["etat"]) == (True, "pret")
    bureau.lignes("UPDATE exports SET termine_le = termine_le - interval '5 minutes 1 second'")
    assert demander(bureau, INES, format="ods", onglet="traites")["reutilise"] is False

    lu = bureau.lire(INES, LISTE, number=900, onglet="traites")["moi"]["instructeur"]["demarche"]
    assert lu["dernierExport"] == {"format": "ods"}
    bureau.lignes("UPDATE exports SET demande_le = demande_le - interval '61 minutes'")
    lu = bureau.lire(INES, LISTE, number=900, onglet="traites")["moi"]["instructeur"]["demarche"]
    assert lu["dernierExport"] is None


# --- zip and GeoJSON -------------------------------------------------------------------------------


def test_the_zip_holds_each_dossier_and_its_files(bureau: Bureau) -> None:
    [contenu] = telecharger(bureau, INES, {"format": "zip", "onglet": "tous"})
    with ZipFile(io.BytesIO(contenu)) as archive:
        assert archive.testzip() is None
        fichiers = {nom: archive.read(nom) for nom in archive.namelist()}

    numeros = dict(bureau.lignes("SELECT nom, id FROM fichiers"))
    cree = dict(
        bureau.lignes(
            "SELECT nom, to_char(cree_le AT TIME ZONE 'Europe/Paris', 'DD-MM-YYYY-HH24-MI') FROM fichiers"
        )
    )

    def nom(original: str) -> str:
        base, _, extension = original.rpartition(".")
        return f"{base}-{cree[original]}-{numeros[original] % 10_000}.{extension}"

    [(le,)] = bureau.lignes(
        "SELECT to_char(modifie_le AT TIME ZONE 'Europe/Paris', 'DD-MM-YYYY-HH24-MI') FROM dossiers WHERE id = 9001"
    )
    du_complet = {n: c for n, c in fichiers.items() if n.startswith("export/dossier-9001/")}
    assert set(du_complet) == {
        f"export/dossier-9001/export-9001-{le}-9001.pdf",
        f"export/dossier-9001/pieces_justificatives/{nom('avant.png')}",
        f"export/dossier-9001/pieces_justificatives/{nom('plan.pdf')}",
        f"export/dossier-9001/pieces_justificatives/{nom('coupe.txt')}",
        f"export/dossier-9001/dossier/{nom('arrêté.pdf')}",
        f"export/dossier-9001/messagerie/{nom('lettre.txt')}",
        f"export/dossier-9001/avis/{nom('avis-eve.pdf')}",
    }
    assert du_complet[f"export/dossier-9001/messagerie/{nom('lettre.txt')}"] == b"abc"
    assert du_complet[f"export/dossier-9001/export-9001-{le}-9001.pdf"].startswith(b"%PDF-")
    liste = fichiers["export/-LISTE-DES-FICHIERS-EN-ERREURS.txt"].decode()
    assert sorted(ligne.rpartition(" : ")[2] for ligne in liste.splitlines()[2:]) == ["écarté par l’antivirus"] * 2  # fmt: skip
    assert "nora" not in " ".join(fichiers)
    assert "9003" not in " ".join(fichiers)
    assert all(".." not in n.split("/") and "\u202e" not in n for n in fichiers)
    assert any(n.rpartition("/")[2].startswith("_CON-") or "/CON-" in n for n in fichiers)


def test_a_file_gone_from_the_store_is_listed_and_the_export_succeeds(bureau_neuf: Bureau) -> None:
    [(cle,)] = bureau_neuf.lignes("SELECT cle FROM fichiers WHERE nom = 'coupe.txt'")
    open_storage(bureau_neuf.serveur.settings).delete([cle])
    [contenu] = telecharger(bureau_neuf, INES, {"format": "zip", "onglet": "traites"})
    with ZipFile(io.BytesIO(contenu)) as archive:
        liste = archive.read("export/-LISTE-DES-FICHIERS-EN-ERREURS.txt").decode()
    assert "absent du stockage" in liste
    assert "coupe-" in liste
    assert bureau_neuf.lignes("SELECT etat, manquants FROM exports") == [("pret", 3)]


def test_the_shapes_of_cartes_go_out_as_one_geojson(bureau: Bureau) -> None:
    plein, vide = telecharger(
        bureau, INES, {"format": "json"}, {"format": "json", "onglet": "archives"}
    )
    lu = json.loads(plein)
    assert (lu["type"], lu["bbox"]) == ("FeatureCollection", [-1.5, 47.2, 2.0, 48.001])
    ligne, parcelle = (f["properties"] for f in lu["features"])
    assert (ligne["champ_label"], ligne["dossier_id"], ligne["length"], ligne["description"]) == ("Emprise", 9001, 111.2, "Le long du mur")  # fmt: skip
    assert (parcelle["source"], parcelle["section"], parcelle["surface"]) == ("cadastre", "A11", 1234)  # fmt: skip
    assert json.loads(vide) == {"type": "FeatureCollection", "features": []}


# --- archives --------------------------------------------------------------------------------------

ARCHIVER = """mutation ($input: ArchiveDemanderInput!) { archiveDemander(input: $input) {
  errors { message code } reutilise export { id format etat nombreDeDossiers mois fichier { filename } }
} }"""
MOIS = """query { moi { instructeur { demarche(number: 900) {
  moisArchivables { mois nombreDeDossiers poidsEstime revolu }
  archives { mois etat fichier { filename } } exports { id }
} } } }"""


def test_the_archive_of_a_month_holds_what_was_decided_then(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    lu = bureau.lire(INES, MOIS)["moi"]["instructeur"]["demarche"]
    [(octets,)] = bureau.lignes(
        "SELECT sum(taille) / 2 FROM fichiers JOIN dossiers d ON d.id = dossier_id WHERE d.id IN (9001, 9004)"
    )
    assert lu == {
        "moisArchivables": [
            {"mois": mois, "nombreDeDossiers": 1, "poidsEstime": str(350_000 + int(octets)), "revolu": True}
            for mois in ("2026-02", "2026-01")
        ],
        "archives": [],
        "exports": [],
    }  # fmt: skip

    def archiver(**voulu: Any) -> dict[str, Any]:
        fait: dict[str, Any] = bureau.lire(INES, ARCHIVER, input=demande(**voulu))["archiveDemander"]  # fmt: skip
        return fait

    fait = archiver(mois="2026-02")
    assert (fait["errors"], fait["export"]["nombreDeDossiers"], fait["export"]["mois"]) == (None, 1, "2026-02-01")  # fmt: skip
    assert archiver(mois="2026-02") == {**fait, "reutilise": True}
    assert archiver()["export"]["nombreDeDossiers"] == 2
    assert preparer(bureau.serveur.settings) == []

    lu = bureau.lire(INES, MOIS)["moi"]["instructeur"]["demarche"]
    assert lu["archives"] == [
        {"mois": None, "etat": "pret", "fichier": {"filename": "procedure-900.zip"}},
        {"mois": "2026-02-01", "etat": "pret", "fichier": {"filename": "procedure-900-mois-2026-02.zip"}},
    ]  # fmt: skip
    assert lu["exports"] == []
    assert bureau.lignes("SELECT DISTINCT expire_le - termine_le = interval '4 days' FROM exports") == [(True,)]  # fmt: skip
    assert (
        bureau.lignes(
            "SELECT genre, destinataire FROM courriels WHERE genre = 'archive_prete' ORDER BY id"
        )
        == [("archive_prete", INES)] * 2
    )

    for mois, message in (
        ("2026-13", "Un mois s’écrit AAAA-MM"),
        ("9999-01", "Ce mois n’est pas terminé"),
    ):
        assert archiver(mois=mois)["errors"][0]["message"] == message
    bureau.lignes("UPDATE fichiers SET taille = 200000000000 WHERE dossier_id = 9001")
    assert archiver(mois="2026-01")["errors"] == [
        {"message": "Cette archive dépasserait 100 Go : demandez-la mois par mois", "code": "archive_trop_lourde"}
    ]  # fmt: skip


def test_a_tab_goes_out_with_the_filters_that_were_kept_on_it(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    [(ines,)] = bureau.lignes("SELECT i.id FROM instructeurs i JOIN comptes c ON c.id = compte_id WHERE email = %s", INES)  # fmt: skip
    bureau.lignes(
        "INSERT INTO presentations (instructeur_id, demarche_id, colonnes, tri_colonne, tri_sens, filtres)"
        " VALUES (%s, 900, '[\"user/email\"]', 'self/id', 'asc', %s)",
        ines,
        json.dumps({"tous": [{"colonne": "self/id", "operateur": "correspond", "valeurs": ["9002"]}]}),
    )  # fmt: skip
    sien = demander(bureau, INES, format="csv", onglet="tous")
    sans = demander(bureau, INES, format="csv", onglet="tous", filtres=[])
    assert sien["export"]["nombreDeDossiers"] == 1
    assert (sans["export"]["nombreDeDossiers"], sans["reutilise"]) == (2, False)
    assert demander(bureau, INES, format="csv", onglet="tous") == {**sien, "reutilise": True}
    # A colleague has other filters: none, here.
    assert demander(bureau, IRMA, format="csv", onglet="tous")["export"]["nombreDeDossiers"] == 3
    # The filters of another day, and dossiers that change, move nothing of what was asked.
    bureau.lignes("DELETE FROM presentations")
    assert preparer(bureau.serveur.settings) == []
    contenus = {e["id"]: e["fichier"]["url"] for e in exports(bureau, INES)}
    lignes = lire_csv(httpx.get(contenus[sien["export"]["id"]]).content)
    assert [ligne[0] for ligne in lignes[1:]] == ["9002"]
