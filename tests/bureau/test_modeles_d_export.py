"""Templates of exports: kept by a groupe, used by who may, with its columns and its names (rules 8.7)."""

import io
from typing import Any
from zipfile import ZipFile

import httpx

from domain.identifiants import identifiant
from tests.bureau.bureau import Bureau
from tests.empreintes import empreintes
from tests.exports.lecture import lire_ods, lire_xlsx, local
from tests.exports.preparation import DEMANDE, demande, preparer

MONDE = "exports"
INES, IRMA, IGOR = "ines@exemple.fr", "irma@exemple.fr", "igor@exemple.fr"
NUMERO = "--numéro du dossier--"
LE_MODELE = "modele { id nom format partage modifiable colonnes { colonne libelle } archive { dossier } } errors { message }"  # fmt: skip
MODELES = """query { moi { instructeur { demarche(number: 900) {
  modelesDExport { nom modifiable }
  colonnesExportables { colonne libelle famille }
  piecesExportables { champ libelle nom }
  exports { id fichier { url } }
} } } }"""
ARCHIVE: dict[str, Any] = {
    "dossier": f"{NUMERO} --nom--",
    "pdf": {"actif": True, "nom": f"resume-{NUMERO}"},
    "attestation": {"actif": True, "nom": f"attestation-{NUMERO}"},
    "pieces": [
        {"champ": 910, "actif": True, "nom": f"plan-{NUMERO}---nom original du fichier--"},
        {"champ": 916, "actif": True, "nom": "photo"},
    ],
}


def groupe(bureau: Bureau, label: str) -> str:
    [(numero,)] = bureau.lignes(
        "SELECT id FROM groupes_instructeurs WHERE label = %s AND demarche_id = 900", label
    )
    return identifiant("GroupeInstructeur", numero)


def enregistrer(bureau: Bureau, email: str, **entree: Any) -> dict[str, Any]:
    fait: dict[str, Any] = bureau.muter(email, "modeleDExportEnregistrer", LE_MODELE, **entree)
    return fait


def bureau_de(bureau: Bureau, email: str) -> dict[str, Any]:
    lu: dict[str, Any] = bureau.lire(email, MODELES)["moi"]["instructeur"]["demarche"]
    return lu


def exporter(bureau: Bureau, email: str, **voulu: Any) -> bytes:
    fait = bureau.lire(email, DEMANDE, input=demande(**voulu))["exportDemander"]
    assert fait["errors"] is None
    assert preparer(bureau.serveur.settings) == []
    [url] = [e["fichier"]["url"] for e in bureau_de(bureau, email)["exports"] if e["id"] == fait["export"]["id"]]  # fmt: skip
    return httpx.get(url).content


def test_the_columns_that_may_be_chosen_are_in_the_order_of_a_new_template(bureau: Bureau) -> None:
    lu = bureau_de(bureau, INES)
    assert [c["colonne"] for c in lu["colonnesExportables"]] == [
        "self/id", "self/user_email_for_display", "self/user_from_france_connect?", "individual/gender", "individual/nom",
        "individual/prenom", "self/mandataire_last_name", "self/mandataire_first_name", "self/for_tiers", "self/state",
        "self/archived", "self/created_at", "self/updated_at", "self/last_champ_updated_at", "self/depose_at",
        "self/en_construction_at", "self/en_instruction_at", "self/processed_at", "self/expired_at", "self/motivation",
        "groupe_instructeur/id", "followers_instructeurs/email", "dossier_labels/label_id",
        *(f"type_de_champ/{n}" for n in (902, 903, 904, 905, 910, 911, 912, 913, 914, 915, 950, 908, 909, 916)),
    ]  # fmt: skip
    assert lu["piecesExportables"] == [
        {"champ": 916, "libelle": "Photo", "nom": f"photo-{NUMERO}"},
        {"champ": 910, "libelle": "Plan de masse", "nom": f"plan-de-masse-{NUMERO}"},
    ]


def test_a_spreadsheet_has_the_columns_chosen_under_the_names_given(bureau_neuf: Bureau) -> None:
    choisies = [
        {"colonne": "type_de_champ/915", "libelle": "Engagé"},
        {"colonne": "dossier_labels/label_id"},
        {"colonne": "self/id", "libelle": "Numéro"},
        {"colonne": "type_de_champ/905"},
        {"colonne": "type_de_champ/909", "libelle": "Sièges"},
        {"colonne": "self/depose_at"},
    ]
    nord = groupe(bureau_neuf, "Nord")
    fait = enregistrer(bureau_neuf, INES, groupeInstructeurId=nord, format="xlsx", nom=" Suivi ", colonnes=choisies)  # fmt: skip
    assert fait["errors"] is None
    assert (fait["modele"]["nom"], fait["modele"]["partage"], fait["modele"]["modifiable"]) == ("Suivi", False, True)  # fmt: skip
    id_ = fait["modele"]["id"]

    feuilles = lire_xlsx(exporter(bureau_neuf, INES, modeleId=id_, onglet="tous"))
    assert list(feuilles) == ["Dossiers", "Etablissements", "Avis", "(907) Vehicules - engins"]
    assert feuilles["Dossiers"] == [
        ["Labels", "Numéro", "Date de dépôt", "Surface", "Engagé"],
        ["Urgent À revoir", 9001, local(2026, 2, 1, 10), 12.5, True],
        [None, 9002, local(2026, 2, 2, 10), None, None],
    ]
    assert feuilles["(907) Vehicules - engins"] == [["Dossier ID", "Ligne", "Sièges"], ["9001", 1, 4], ["9001", 2, None]]  # fmt: skip

    # The same in ods, where what is true is 1; a champ that the form has no more leaves its place empty.
    en_ods = enregistrer(bureau_neuf, INES, groupeInstructeurId=nord, format="ods", nom="Suivi", colonnes=choisies[:4])  # fmt: skip
    bureau_neuf.lignes("DELETE FROM types_de_champ WHERE stable_id = 905")
    lu = lire_ods(exporter(bureau_neuf, INES, modeleId=en_ods["modele"]["id"], onglet="traites"))
    assert lu["Dossiers"] == [["Labels", "Numéro", "Engagé", "Surface"], ["Urgent À revoir", 9001, 1, None]]  # fmt: skip

    # A template that goes leaves the exports that it made.
    assert bureau_neuf.muter(INES, "modeleDExportSupprimer", modeleId=id_) == {"errors": None}
    assert bureau_neuf.lignes("SELECT count(*) FROM exports WHERE etat = 'pret'") == [(2,)]


def test_a_zip_has_the_folders_and_the_names_of_its_template(bureau_neuf: Bureau) -> None:
    fait = enregistrer(bureau_neuf, INES, groupeInstructeurId=groupe(bureau_neuf, "Nord"), format="zip", nom="Pièces", archive=ARCHIVE)  # fmt: skip
    assert fait["errors"] is None
    contenu = exporter(bureau_neuf, INES, modeleId=fait["modele"]["id"], onglet="tous")
    with ZipFile(io.BytesIO(contenu)) as archive:
        noms = archive.namelist()
    assert noms == [
        "export/9001 Benali/resume-9001.pdf",
        "export/9001 Benali/photo-01-01.png",
        "export/9001 Benali/plan-9001-plan-01.pdf",
        "export/9001 Benali/plan-9001-coupe-02.txt",
        "export/9002 =cmd_' _C calc'!A0/resume-9002.pdf",
        "export/9002 =cmd_' _C calc'!A0/plan-9002-..fdp_exe-01.pdf",
        "export/9002 =cmd_' _C calc'!A0/plan-9002-_CON-02.txt",
        "export/-LISTE-DES-FICHIERS-EN-ERREURS.txt",
    ]  # fmt: skip


APERCU = """query ($archive: ContenuDArchiveInput) { moi { instructeur { demarche(number: 900) {
  apercuDArchive(archive: $archive) { chemins erreurs }
} } } }"""


def test_the_tree_of_a_zip_is_shown_while_its_template_is_written(bureau: Bureau) -> None:
    def apercu(archive: dict[str, Any] | None) -> tuple[list[str], list[str]]:
        lu = bureau.lire(INES, APERCU, archive=archive)["moi"]["instructeur"]["demarche"]
        return lu["apercuDArchive"]["chemins"], lu["apercuDArchive"]["erreurs"]

    bureau.de(INES)
    avant = empreintes(bureau.serveur.database_url)
    defaut = "export/dossier-123456"  # rules 8.7.4
    assert apercu(None) == ([f"{defaut}/export-123456.pdf", f"{defaut}/attestation-123456.pdf"], [])
    tout = {**ARCHIVE, "messages": True, "avis": True, "justificatif": True}
    assert apercu(tout) == (
        [
            "export/123456 Exemple/resume-123456.pdf",
            "export/123456 Exemple/photo-01-01.pdf",  # in a repetition, its row comes first (rules 8.7.7)
            "export/123456 Exemple/plan-123456-nom-du-fichier-01.pdf",
            "export/123456 Exemple/dossier/nom-du-fichier-15-01-2026-10-30-1.pdf",
            "export/123456 Exemple/attestation-123456.pdf",
            "export/123456 Exemple/messagerie/nom-du-fichier-15-01-2026-10-30-3.pdf",
            "export/123456 Exemple/avis/nom-du-fichier-15-01-2026-10-30-4.pdf",
        ],
        [],
    )  # fmt: skip
    faux = {**ARCHIVE, "dossier": "x", "pdf": {"actif": True, "nom": "--motivation--"}}
    assert apercu(faux) == (
        [],
        [
            f"Le nom du dossier contient la balise {NUMERO}",
            "Le nom de l’export PDF contient une balise inconnue : --motivation--",
        ],
    )
    assert empreintes(bureau.serveur.database_url) == avant


def test_a_template_is_of_a_groupe_and_serves_others_when_it_is_shared(bureau_neuf: Bureau) -> None:
    colonnes = [{"colonne": "self/id"}]
    du_sud = enregistrer(bureau_neuf, IGOR, groupeInstructeurId=groupe(bureau_neuf, "Sud"), format="csv", nom="Sud", colonnes=colonnes)  # fmt: skip
    id_ = du_sud["modele"]["id"]
    assert bureau_de(bureau_neuf, INES)["modelesDExport"] == []
    refuse = bureau_neuf.lire(INES, DEMANDE, input=demande(modeleId=id_))["exportDemander"]
    assert refuse["errors"][0]["message"] == "Ce modèle d’export n’existe pas"

    enregistrer(bureau_neuf, IGOR, modeleId=id_, nom="Sud", partage=True, colonnes=colonnes)
    assert bureau_de(bureau_neuf, INES)["modelesDExport"] == [{"nom": "Sud", "modifiable": False}]
    accepte = bureau_neuf.lire(INES, DEMANDE, input=demande(modeleId=id_))["exportDemander"]
    assert (accepte["errors"], accepte["export"]["format"]) == (None, "csv")

    avant = empreintes(bureau_neuf.serveur.database_url)
    for champ, entree in (
        ("modeleDExportEnregistrer", {"modeleId": id_, "nom": "Pris", "colonnes": colonnes}),
        ("modeleDExportSupprimer", {"modeleId": id_}),
    ):
        fait = bureau_neuf.muter(INES, champ, "errors { message code }", **entree)
        assert fait["errors"] == [{"message": "Ce modèle d’export n’existe pas", "code": "introuvable"}]  # fmt: skip
    fait = bureau_neuf.jeton().lire(
        "mutation ($input: ModeleDExportSupprimerInput!) { modeleDExportSupprimer(input: $input) { errors { code } } }",
        input={"modeleId": id_},
    )
    assert fait["modeleDExportSupprimer"]["errors"] == [{"code": "reservee_aux_personnes"}]
    assert empreintes(bureau_neuf.serveur.database_url) == avant


REFUS: list[tuple[dict[str, Any], str]] = [
    ({"nom": "  ", "format": "csv", "colonnes": [{"colonne": "self/id"}]}, "Le nom d’un modèle a de 1 à 200 caractères"),
    ({"format": "json", "colonnes": []}, "Un modèle fait un csv, un xlsx, un ods ou un zip"),
    ({"format": "csv", "colonnes": []}, "Un modèle de tableur a de 1 à 1000 colonnes"),
    ({"format": "csv"}, "Ce modèle donne ses colonnes"),
    ({"format": "zip"}, "Ce modèle donne le contenu de son archive"),
    ({"format": "csv", "colonnes": [{"colonne": "type_de_champ/961"}]}, "La colonne « type_de_champ/961 » n’existe pas"),
    ({"format": "csv", "colonnes": [{"colonne": "self/id"}, {"colonne": "self/id"}]}, "Une colonne ne se choisit qu’une fois"),
    ({"format": "zip", "archive": {**ARCHIVE, "dossier": "dossier"}}, f"Le nom du dossier contient la balise {NUMERO}"),
    ({"format": "zip", "archive": {**ARCHIVE, "pdf": {"actif": True, "nom": " "}}}, "Le nom de l’export PDF est vide"),
    ({"format": "zip", "archive": {**ARCHIVE, "pdf": {"actif": True, "nom": "PHOTO"}}}, "Le nom de « Photo » est déjà celui d’un autre fichier"),
    ({"format": "zip", "archive": {**ARCHIVE, "pdf": {"actif": True, "nom": "--motivation--"}}}, "Le nom de l’export PDF contient une balise inconnue : --motivation--"),
    ({"format": "zip", "archive": {**ARCHIVE, "pieces": [{"champ": 912, "actif": True, "nom": "x"}]}}, "Le champ 912 n’a pas de fichier à exporter"),
]  # fmt: skip


def test_what_is_no_template_is_refused_in_words(bureau: Bureau) -> None:
    nord = groupe(bureau, "Nord")
    for email in (INES, IGOR):
        bureau.de(email)
    avant = empreintes(bureau.serveur.database_url)
    for entree, message in REFUS:
        fait = enregistrer(bureau, INES, **{"groupeInstructeurId": nord, "nom": "Essai", **entree})
        assert (fait["modele"], fait["errors"]) == (None, [{"message": message}])
    fait = enregistrer(bureau, IGOR, groupeInstructeurId=nord, nom="Essai", format="csv", colonnes=[{"colonne": "self/id"}])  # fmt: skip
    assert fait["errors"] == [{"message": "Ce groupe d’instructeurs n’est pas l’un des vôtres"}]
    assert empreintes(bureau.serveur.database_url) == avant
