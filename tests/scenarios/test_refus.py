"""Broken variants of the example: each is refused with its line and reason, and changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import scenarios
from domain.formulaires.types_de_champ import TypeChamp
from server.resources import open_storage
from server.settings import Settings
from tests.databases import fresh_database
from tests.scenarios.conftest import EXEMPLE, Guichet

DEJA_LA = """
version: 1
comptes:
  - {email: chef@exemple.fr, roles: [administrateur]}
  - {email: luc@exemple.fr}
demarches:
  - cle: ancienne
    number: 1
    libelle: Une démarche d’avant
    administrateurs: [chef@exemple.fr]
    champs: [{id: 1, type: piece_justificative, libelle: Plan}]
    dossiers:
      - {number: 7, usager: luc@exemple.fr, etat: brouillon, champs: {1: [{nom: a.txt, contenu: a}]}}
"""

# What is replaced in the example, by what, a word of the line that is told (in the broken text), and
# the reason. One file may hold several errors: the first is told.
VARIANTES: dict[str, tuple[str, str, str, str]] = {
    # --- the form of the file
    "yaml mal formé": ("version: 1", "version: [1", "maintenant", "YAML mal formé : l’indentation, la ponctuation ou les guillemets sont faux"),
    "clé répétée": ("    number: 1001", "    number: 1001\n    number: 1002", "number: 1002", "la clé « number » est écrite deux fois"),
    "version inconnue": ("version: 1", "version: 2", "version", "version : « 2 » n’est pas possible ici ; possibles : 1"),
    "clé inconnue": ("description: Demander", "descriptif: Demander", "descriptif: Demander", "« descriptif » n’est pas une clé connue ici"),
    "clé manquante": ("    libelle: Permission de voirie\n", "", "- cle: voirie", "« libelle » manque"),
    "texte attendu": ("libelle: Permission de voirie", "libelle: 12", "libelle: 12", "libelle : un texte est attendu (entre guillemets s’il ressemble à un nombre)"),
    "liste attendue": ("labels: [Urgent]", "labels: Urgent", "labels: Urgent", "labels : une liste est attendue"),
    "tableau attendu": ("annotations: {201: à vérifier}", "annotations: [201]", "annotations: [201]", "annotations : un tableau clé : valeur est attendu"),
    "booléen attendu": ("opendata: true", "opendata: peut-être", "opendata", "opendata : true ou false est attendu"),
    "date illisible": ("depose_le: 2026-02-01T10:00:00+01:00", "depose_le: hier", "depose_le: hier", "depose_le : une date et une heure sont attendues, comme 2026-02-01T10:00:00+01:00"),
    "jour impossible": ("103: 2026-04-01", "103: 2026-04-31", "103: 2026-04-31", "champ 103 (date) : une date est attendue, comme 2026-02-01"),
    "adresse électronique fausse": ("ali@exemple.fr, roles", "ali.exemple.fr, roles", "ali.exemple.fr", "email : « ali.exemple.fr » n’est pas une adresse électronique valide"),
    "état inconnu": ("etat: en_instruction ", "etat: instruit ", "etat: instruit", "etat : « instruit » n’est pas possible ici ; possibles : brouillon, en_construction, en_instruction, accepte, refuse, sans_suite"),
    "type de champ inconnu": ("type: yes_no", "type: oui_non", "type: oui_non", f"type : « oui_non » n’est pas possible ici ; possibles : {', '.join(TypeChamp)}"),
    "réseau faux": ("reseaux: []", "reseaux: [partout]", "reseaux: [partout]", "« partout » n’est pas un réseau, comme 192.0.2.0/24"),
    "durée trop longue": ("duree_conservation: 12", "duree_conservation: 72", "duree_conservation", "duree_conservation : 60 au plus est attendu"),
    # --- accounts
    "rôle absent": ("administrateurs: [admin@exemple.fr]", "administrateurs: [ali@exemple.fr]", "administrateurs: [ali", "« ali@exemple.fr » n’est pas administrateur"),
    "compte inconnu": ("usager: ali@exemple.fr", "usager: bob@exemple.fr", "usager: bob", "« bob@exemple.fr » n’est un compte ni du fichier ni de la base"),
    "FranceConnect interdit": ("roles: [instructeur]}", "roles: [instructeur], france_connect: true}", "france_connect: true", "un instructeur ou un administrateur ne se connecte pas par FranceConnect"),
    "suppression d’un compte en instruction": ("france_connect: false}", "supprime_le: 2026-03-01}", "supprime_le: 2026-03-01", "ce compte ne peut pas être supprimé : un de ses dossiers est en instruction"),
    # --- the démarche
    "service inconnu": ("service: mairie", "service: prefecture", "service: prefecture", "« prefecture » n’est pas la clé d’un service"),
    "déclarative et SVA": ("declarative: null                      # en_instruction | accepte\n    sva_svr: null ", "declarative: accepte\n    sva_svr: {decision: sva} ", "sva_svr: {", "une démarche n’est pas à la fois déclarative et SVA/SVR"),
    "option inconnue": ("options: {} ", "options: {couleur: bleu} ", "couleur: bleu", "« couleur » n’est pas une option de démarche connue"),
    "option mal remplie": ("options: {} ", "options: {accuse_lecture: peut-être} ", "accuse_lecture", "accuse_lecture : true ou false est attendu"),
    "date de fermeture d’une démarche ouverte": ("creee_le: null ", "fermee_le: 2026-02-01 ", "fermee_le: 2026", "fermee_le n’a pas de sens sur une démarche publiee"),
    "démarche déjà là": ("cle: voirie ", "cle: Ancienne ", "cle: Ancienne", "la démarche « Ancienne » existe déjà (--remplacer le remplace) (et une autre erreur)"),
    "numéro de démarche déjà pris": ("number: 1001", "number: 1", "number: 1 ", "la démarche 1 existe déjà (--remplacer le remplace)"),
    # --- the form
    "id répété": ("{id: 103,", "{id: 101,", "{id: 101, type: date", "l’id 101 est déjà celui d’un autre champ (et une autre erreur)"),
    "option d’un autre type": ("id: 103, type: date", "id: 103, type: date, autre: true", "id: 103", "« autre » n’est pas une option du type date"),
    "liste sans options": (", options: [Travaux, Terrasse]", "", "id: 102", "la liste « Nature » n’a pas d’options (et 2 autres erreurs)"),
    "condition vers le bas": ("{champ: 102, op: eq, valeur: Travaux}}\n      - {id: 107", "{champ: 107, op: eq, valeur: Travaux}}\n      - {id: 107", "id: 106", "le champ 107 n’est pas placé plus haut : une condition ne peut pas le regarder"),
    "condition sur un texte": ("condition: {champ: 102", "condition: {champ: 101", "id: 106", "le champ 101, de type text, ne peut pas servir de condition"),
    "opérateur d’un autre type": ("condition: {champ: 102, op: eq", "condition: {champ: 102, op: lt", "id: 106", "l’opérateur lt ne s’applique pas au type drop_down_list ; possibles : eq, not_eq, empty"),
    "valeur hors de la liste": ("condition: {champ: 102, op: eq, valeur: Travaux}", "condition: {champ: 102, op: eq, valeur: Sport}", "id: 106", "« Sport » n’est pas une option du champ 102"),
    "condition sans valeur": ("condition: {champ: 102, op: eq, valeur: Travaux}", "condition: {champ: 102, op: eq}", "id: 106", "condition : l’opérateur eq attend une « valeur »"),
    "titre obligatoire": ("libelle: Lieu, niveau: 1", "libelle: Lieu, niveau: 1, obligatoire: true", "id: 108", "un champ header_section ne se remplit pas : il ne peut pas être obligatoire"),
    "règle sur un champ inconnu": ("regle: {champ: 102", "regle: {champ: 999", "regle:", "le champ 999 n’existe pas dans ce formulaire"),
    "groupe par défaut fermé": ("ferme: false", "ferme: true", "ferme: true", "le groupe par défaut ne peut pas être fermé"),
    # --- the dossier
    "groupe inconnu": ("groupe: Nord", "groupe: Sud", "groupe: Sud", "« Sud » n’est pas un groupe de cette démarche"),
    "label inconnu": ("labels: [Urgent]", "labels: [Perdu]", "labels: [Perdu]", "« Perdu » n’est pas un label de cette démarche"),
    "champ inconnu": ("101: Rue Haute", "999: Rue Haute", "999: Rue Haute", "le champ 999 n’existe pas dans le formulaire de ce dossier"),
    "annotation parmi les champs": ("101: Rue Haute", "201: Rue Haute", "201: Rue Haute", "201 est une annotation, pas parmi les champs"),
    "champ de répétition à la racine": ("101: Rue Haute", "105: Rue Haute", "105: Rue Haute", "le champ 105 se remplit dans les lignes de la répétition 104"),
    "texte attendu dans un champ": ("101: Rue Haute", "101: [Rue, Haute]", "101: [Rue", "champ 101 (text) : un texte est attendu (entre guillemets s’il ressemble à un nombre)"),
    "booléen attendu dans un champ": ("106: true", "106: souvent", "106: souvent", "champ 106 (yes_no) : true ou false est attendu"),
    "fichier sans contenu": (', contenu: "%PDF-1.4"', "", "107: [{nom", "« contenu » manque"),
    "fichier plus grand que dit": ('contenu: "%PDF-1.4"', 'contenu: "%PDF-1.4", taille: 3', "taille: 3", "taille est plus petite que le contenu (8 octets)"),
    "dates dans le désordre": ("en_instruction_le: 2026-02-03", "en_instruction_le: 2026-01-03", "en_instruction_le: 2026-01-03", "en_instruction_le est avant en_construction_le"),
    "décision datée sans décision": ("traite_le: null", "traite_le: 2026-02-05", "traite_le: 2026-02-05", "traite_le n’a pas de sens sur un dossier en\u00a0instruction"),
    "motivation sans décision": ("motivation: null", "motivation: Non", "motivation: Non", "« motivation » ne va qu’avec une décision"),
    "archive d’un dossier en cours": ("archive: false", "archive: true", "archive: true", "seul un dossier traité peut être archivé"),
    "suppression en instruction": ("supprime: null", "supprime: {par: usager}", "supprime: {par", "Un dossier en\u00a0instruction ne peut pas être supprimé par l’usager"),
    "signature d’un usager": ("traite_par: ines@exemple.fr", "traite_par: ali@exemple.fr", "traite_par: ali", "« ali@exemple.fr » n’est pas instructeur"),
    "résolution sans correction": (", correction: incomplete", "", "resolue_le", "resolue_le ne va qu’avec une correction"),
    "deux corrections en attente": (", resolue_le: 2026-02-03T09:00:00+01:00}", "}\n          - {de: ines@exemple.fr, corps: Encore, correction: outdated}", "corps: Encore", "une correction est déjà en attente"),
    "réponse sans question": (', question: "Favorable ?"', "", "reponse_question: true", "aucune « question » n’est posée"),
    "établissement sur une démarche de particuliers": ("demandeur: {civilite: M, nom: Benali, prenom: Ali, date_de_naissance: 1991-11-01}", 'demandeur: {siret: "21750001600019"}', "demandeur: {siret", "le demandeur de cette démarche est une personne {nom, prenom}"),
    "numéro de dossier déjà pris": ("number: 42", "number: 7", "number: 7 ", "le dossier 7 existe déjà (--remplacer le remplace)"),
    # --- tokens
    "démarche inconnue d’un jeton": ("demarches: [voirie]", "demarches: [voiries]", "demarches: [voiries]", "« voiries » n’est pas la clé d’une démarche"),
    "jeton de quelqu’un qui n’administre rien": ("{nom: ecriture, administrateur: admin@exemple.fr", "{nom: ecriture, administrateur: ines@exemple.fr", "nom: ecriture", "« ines@exemple.fr » n’est pas administrateur"),
}  # fmt: skip


@pytest.fixture(scope="module")
def reglages(stack: Settings) -> Iterator[Settings]:
    """A database and a bucket where something is already, so that « unchanged » means something."""
    with fresh_database(stack) as url:
        reglages = stack.model_copy(update={"database_url": url, "s3_bucket": "refus"})
        storage = open_storage(reglages)
        storage.ensure_bucket()
        scenarios.charger(DEJA_LA, database_url=url, storage=storage)
        yield reglages


@pytest.fixture
def guichet(
    reglages: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Guichet:
    return Guichet(reglages, monkeypatch, capsys, tmp_path)


@pytest.mark.parametrize("variante", VARIANTES)
def test_a_broken_scenario_is_refused_with_its_line_and_changes_nothing(
    guichet: Guichet, variante: str
) -> None:
    ancien, nouveau, repere, raison = VARIANTES[variante]
    assert ancien in EXEMPLE
    casse = EXEMPLE.replace(ancien, nouveau)
    ligne = 1 + next(rang for rang, texte in enumerate(casse.split("\n")) if repere in texte)
    avant, objets = guichet.empreinte(), guichet.cles()

    sortie = guichet.charger(casse, "--json")

    assert sortie.erreur == f"ligne {ligne} : {raison}\n"
    assert (sortie.code, sortie.texte) == (1, "")
    assert (guichet.empreinte(), guichet.cles()) == (avant, objets)


@pytest.mark.parametrize(
    ("octets", "erreur"),
    [
        (b"", "ligne 1 : le fichier est vide\n"),
        (b"version: 1\ncomptes: \xff\n", "ligne 2 : le fichier n’est pas écrit en UTF-8\n"),
        (b"version: 1\ncomptes: \x07\n", "ligne 2 : ce caractère est interdit en YAML\n"),
        (b'version: 1\ncomptes: "\\0"\n', "ligne 2 : ce caractère est interdit en YAML\n"),
        (b"- 1\n", "ligne 1 : un tableau clé : valeur est attendu\n"),
        (b"version: 1\n---\nversion: 1\n", "ligne 2 : YAML mal formé : un seul document YAML est attendu\n"),
        (b"version: &a [*a]\n", "ligne 1 : une ancre (&) se contient elle-même\n"),
        (b"version: !!python/name:os.system 1\n", "ligne 1 : « !!os.system » ne peut pas être lu ici\n"),
    ],
)  # fmt: skip
def test_what_is_not_even_yaml_is_refused_too(
    guichet: Guichet, tmp_path: Path, octets: bytes, erreur: str
) -> None:
    chemin = tmp_path / "faux.yaml"
    chemin.write_bytes(octets)
    avant = guichet.empreinte()
    sortie = guichet.charger(chemin)
    assert (sortie.code, sortie.erreur) == (1, erreur)
    assert guichet.empreinte() == avant


def test_a_file_that_aliases_blow_up_is_refused(guichet: Guichet) -> None:
    etages = [f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    sortie = guichet.charger("\n".join(["version: 1", "comptes:", "  a0: &a0 [1]", *etages]))
    assert "les ancres et alias déplient trop de valeurs" in sortie.erreur
    assert sortie.code == 1


def test_a_missing_file_is_one_line(guichet: Guichet, tmp_path: Path) -> None:
    sortie = guichet.charger(tmp_path / "absent.yaml")
    assert sortie.code == 2
    assert (
        sortie.erreur == f"Fichier illisible : {tmp_path / 'absent.yaml'} (fichier introuvable).\n"
    )


def test_a_dead_store_refuses_the_scenario_and_the_database_is_as_it_was(
    guichet: Guichet, monkeypatch: pytest.MonkeyPatch
) -> None:
    avant = guichet.empreinte()
    monkeypatch.setenv("S3_ENDPOINT_URL", "http://127.0.0.1:9")
    sortie = guichet.charger(EXEMPLE)
    assert sortie.code == 1
    assert sortie.erreur == "Le stockage des fichiers ne répond pas : rien n’a été chargé.\n"
    assert guichet.empreinte() == avant


@pytest.mark.parametrize("commande", ["charger", "lister"])
def test_a_dead_or_empty_database_is_one_line(
    guichet: Guichet, commande: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chemin = tmp_path / "exemple.yaml"
    chemin.write_text(EXEMPLE, "utf-8")
    arguments = {"charger": ("scenario", "charger", str(chemin)), "lister": ("jeton", "lister")}
    adresse = guichet.settings.require("database_url")

    monkeypatch.setenv("DATABASE_URL", f"{adresse.rpartition('/')[0]}/postgres")
    sortie = guichet(*arguments[commande])
    assert (sortie.code, sortie.erreur) == (
        1,
        "La base n’est pas à jour : lancez « guichet migrer ».\n",
    )

    monkeypatch.setenv("DATABASE_URL", "postgresql://app@127.0.0.1:9/vide")
    sortie = guichet(*arguments[commande])
    assert (sortie.code, sortie.erreur) == (
        1,
        "La base de données ne répond pas : rien n’a été fait.\n",
    )


def test_a_commit_that_fails_takes_the_files_back(guichet: Guichet) -> None:
    guichet.executer(
        "CREATE FUNCTION refuser() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE 'non'; END $$; "
        "CREATE CONSTRAINT TRIGGER au_commit AFTER INSERT ON fichiers DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION refuser()"
    )
    try:
        avant, objets = guichet.empreinte(), guichet.cles()
        sortie = guichet.charger(EXEMPLE)
        assert sortie.code == 70
        assert sortie.erreur.count("\n") == 1
        assert (guichet.empreinte(), guichet.cles()) == (avant, objets)
    finally:
        guichet.executer("DROP FUNCTION refuser CASCADE")
