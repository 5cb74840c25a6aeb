"""The default sheets, cell by cell: columns, order, names and types of rules 8.2 to 8.6."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from domain.dossiers.states import State
from domain.formulaires.types_de_champ import TypeChamp
from exports.colonnes.avis import AVIS
from exports.colonnes.contenu import (
    DU_DOSSIER,
    Avis,
    ChampEcrit,
    Chorus,
    Etablissement,
    EtablissementDit,
    Individu,
    Reglages,
)
from exports.colonnes.dossiers import tableau
from exports.colonnes.etablissements import ETABLISSEMENTS
from exports.colonnes.formulaires import colonnes, fusionner
from exports.colonnes.repetitions import FeuilleDeRepetition
from exports.tableur import csv, ods, xlsx
from exports.tableur.feuilles import Feuille
from tests.exports.dossiers import champ, dossier, formulaire
from tests.exports.lecture import lire_csv, lire_ods, lire_xlsx, local, octets

T = TypeChamp
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
LIGNES = ("01ARZ3NDEKTSV4RRFFQ69G5FAV", "01BX5ZZKBKACTAV9WEVGEMMVRZ")

FIXES_INDIVIDU = [
    "ID", "Email", "FranceConnect ?", "Civilité", "Nom", "Prénom", "Dépôt pour un tiers", "Nom du mandataire",
    "Prénom du mandataire", "À archiver", "État du dossier", "Dernière mise à jour le",
    "Dernière mise à jour du dossier le", "Déposé le", "Passé en instruction le", "Traité le",
    "Motivation de la décision", "Instructeurs",
]  # fmt: skip

INDIVIDU = Reglages(pour_individu=True)
ENTREPRISE = Reglages(pour_individu=False)


# --- the columns of a démarche ---------------------------------------------------------------------


def test_an_individual_s_dossier_with_one_file_has_nineteen_columns() -> None:  # rules 15.4
    form = fusionner([formulaire(champ(1, T.piece_justificative, "Plan"))])

    assert tableau(INDIVIDU, form).titres == (*FIXES_INDIVIDU, "Plan")
    assert len(tableau(INDIVIDU, form).titres) == 19
    assert tableau(INDIVIDU, form, csv=True).titres == (*FIXES_INDIVIDU, "Plan")


def test_settings_add_their_columns_in_their_places() -> None:
    reglages = Reglages(
        pour_individu=True, date_de_naissance=True, sva_svr="SVR", chorus=Chorus("D", "R", "C"), routage=True
    )  # fmt: skip

    titres = tableau(reglages, fusionner([])).titres

    assert titres == (
        *FIXES_INDIVIDU[:9], "Date de naissance", "Domaine Fonctionnel", "Référentiel De Programmation", "Centre De Coût",
        *FIXES_INDIVIDU[9:15], "Date décision SVR", *FIXES_INDIVIDU[15:], "Groupe instructeur",
    )  # fmt: skip


def test_an_establishment_has_one_column_in_sheets_and_all_of_them_in_the_csv() -> None:
    en_classeur = tableau(ENTREPRISE, fusionner([])).titres
    en_csv = tableau(ENTREPRISE, fusionner([]), csv=True).titres

    assert en_classeur == (*FIXES_INDIVIDU[:3], "Entreprise raison sociale", *FIXES_INDIVIDU[9:])
    assert en_csv[3:34] == (
        "Établissement SIRET", "Établissement siège social", "Établissement NAF", "Établissement libellé NAF",
        "Établissement Adresse", "Établissement numero voie", "Établissement type voie", "Établissement nom voie",
        "Établissement complément adresse", "Établissement code postal", "Établissement localité",
        "Établissement code INSEE localité", "Entreprise SIREN", "Entreprise capital social",
        "Entreprise numero TVA intracommunautaire", "Entreprise forme juridique", "Entreprise forme juridique code",
        "Entreprise nom commercial", "Entreprise raison sociale", "Entreprise SIRET siège social",
        "Entreprise code effectif entreprise", "Entreprise date de création", "Entreprise état administratif",
        "Entreprise nom", "Entreprise prénom", "Association RNA", "Association titre", "Association objet",
        "Association date de création", "Association date de déclaration", "Association date de publication",
    )  # fmt: skip
    assert en_csv[34:] == tuple(FIXES_INDIVIDU[9:])
    assert ETABLISSEMENTS.titres == ("Dossier ID", "Champ", "Établissement SIRET", "Etablissement enseigne", *en_csv[4:34])  # fmt: skip


def test_all_revisions_give_their_fields_under_their_newest_labels() -> None:
    ancienne = formulaire(
        champ(1, T.text, "Nom du projet"),
        champ(2, T.text, "Abandonné"),
        champ(5, T.text, "Note", prive=True, position=0),
        champ(6, T.repetition, "Enfants"),
        champ(7, T.text, "Prénom", parent_id=6),
    )
    nouvelle = formulaire(
        champ(3, T.header_section, "Titre"),
        champ(1, T.textarea, "Le projet"),
        champ(4, T.text, "Ajouté", position=2),
        champ(6, T.repetition, "Les enfants"),
        champ(8, T.date, "Né le", parent_id=6),
    )

    form = fusionner([ancienne, nouvelle])

    assert [d.libelle for d in form.champs] == ["Le projet", "Ajouté", "Abandonné", "Note"]
    assert [d.libelle for d in form.repetitions] == ["Les enfants"]
    assert [d.libelle for d in form.enfants[6]] == ["Prénom", "Né le"]


E = ChampEcrit

# --- the cells of a dossier ------------------------------------------------------------------------


def test_the_fixed_cells_of_a_dossier() -> None:
    form = formulaire()
    complet = dossier(
        form,
        state=State.accepte,
        france_connect=True,
        individu=Individu("Mme", "Dupont", "Camille", date(1990, 4, 1)),
        pour_un_tiers=True,
        mandataire_nom="Martin",
        mandataire_prenom="Lou",
        archive=True,
        champs_modifies_le=datetime(2026, 1, 31, 23, 30, tzinfo=UTC),
        en_instruction_le=datetime(2026, 2, 1, 8, tzinfo=UTC),
        traite_le=datetime(2026, 7, 1, 8, tzinfo=UTC),
        decision_sva_svr_le=date(2026, 4, 1),
        motivation="Dossier complet",
        instructeurs=["a@exemple.fr", "b@exemple.fr"],
        groupe="Nord",
    )
    reglages = Reglages(True, date_de_naissance=True, sva_svr="SVA", routage=True)

    ecrits = xlsx.ecrire(
        [
            Feuille(
                "Dossiers", (t := tableau(reglages, fusionner([form]))).titres, [t.ligne(complet)]
            )
        ],
        at=AT,
    )

    _, ligne = lire_xlsx(octets(ecrits))["Dossiers"]
    assert ligne == [
        "12", "camille@exemple.fr", True, "Mme", "Dupont", "Camille", True, "Martin", "Lou", date(1990, 4, 1), True, "Accepté",
        local(2026, 2, 1, 11), local(2026, 2, 1, 0, 30), local(2026, 2, 1, 0, 30), local(2026, 2, 1, 9),
        date(2026, 4, 1), local(2026, 7, 1, 10), "Dossier complet", "a@exemple.fr b@exemple.fr", "Nord",
    ]  # fmt: skip


def test_a_decision_taken_back_has_no_date() -> None:
    repris = dossier(
        formulaire(), state=State.en_instruction, traite_le=datetime(2026, 2, 2, tzinfo=UTC)
    )
    table = tableau(INDIVIDU, fusionner([]))

    ligne = dict(zip(table.titres, table.ligne(repris), strict=True))

    assert ligne["Traité le"] is None
    assert ligne["État du dossier"] == "En instruction"
    assert ligne["Civilité"] is None


def test_a_champ_that_does_not_show_leaves_its_cell_empty() -> None:
    si_oui = {"op": "eq", "champ": 1, "valeur": True}
    form = formulaire(
        champ(1, T.yes_no, "Avez-vous un plan ?"),
        champ(2, T.integer_number, "Combien", condition=si_oui),
    )
    champs = {(1, None): E(T.yes_no, "false"), (2, None): E(T.integer_number, "3")}
    table = tableau(INDIVIDU, fusionner([form]))

    assert table.ligne(dossier(form, champs=champs))[18:] == ["Non", None]
    champs[1, None] = E(T.yes_no, "true")
    assert table.ligne(dossier(form, champs=champs))[18:] == ["Oui", 3]


def test_what_a_former_form_asked_is_told_and_what_it_did_not_ask_is_empty() -> None:
    ancien = formulaire(champ(1, T.text, "Ancien"))
    nouveau = formulaire(champ(2, T.integer_number, "Nouveau"))
    table = tableau(INDIVIDU, fusionner([ancien, nouveau]))

    passe = dossier(nouveau, champs={(1, None): E(T.text, "gardé")})
    assert table.ligne(passe)[18:] == ["gardé", 0]
    assert table.ligne(dossier(ancien))[18:] == [None, None]


def test_an_answer_is_read_under_the_newest_type_of_its_field() -> None:
    ancien = formulaire(champ(1, T.integer_number, "Combien"))
    nouveau = formulaire(champ(1, T.text, "Combien"))
    table = tableau(INDIVIDU, fusionner([ancien, nouveau]))

    assert table.ligne(dossier(ancien, champs={(1, None): E(T.integer_number, "3")}))[18:] == ["3"]


# --- the other sheets ------------------------------------------------------------------------------

SOCIETE = Etablissement(
    siret="13002526500013", enseigne="La Ruche", siege_social=True, naf="8411Z", adresse="20 av. de Ségur",
    siren="130025265", capital_social=1_000, raison_sociale="DINUM", date_creation=date(2019, 10, 25), etat_administratif="Actif",
    association={"rna": "W751080001", "titre": "Amis", "date_creation": "2020-01-02", "date_publication": "inconnue"},
)  # fmt: skip


def test_the_line_of_an_establishment() -> None:
    ligne = ETABLISSEMENTS.ligne(EtablissementDit(12, DU_DOSSIER, SOCIETE))

    dits = dict(zip(ETABLISSEMENTS.titres, ligne, strict=True))
    assert {titre: dit for titre, dit in dits.items() if dit is not None} == {
        "Dossier ID": "12", "Champ": "Dossier", "Établissement SIRET": "13002526500013", "Etablissement enseigne": "La Ruche",
        "Établissement siège social": True, "Établissement NAF": "8411Z", "Établissement Adresse": "20 av. de Ségur",
        "Entreprise SIREN": "130025265", "Entreprise capital social": 1_000, "Entreprise raison sociale": "DINUM",
        "Entreprise date de création": date(2019, 10, 25), "Entreprise état administratif": "Actif",
        "Association RNA": "W751080001", "Association titre": "Amis", "Association date de création": date(2020, 1, 2),
        "Association date de publication": "inconnue",
    }  # fmt: skip


def test_the_line_of_an_avis() -> None:
    avis = Avis(12, "Que pensez-vous ?", "Du bien", "D’accord ?", True, datetime(2026, 2, 1, 8, tzinfo=UTC), datetime(2026, 2, 2, 8, tzinfo=UTC), "i@exemple.fr", "e@exemple.fr")  # fmt: skip

    assert AVIS.titres == ("Dossier ID", "Introduction", "Réponse", "Question", "Réponse oui/non", "Créé le", "Répondu le", "Instructeur", "Expert")  # fmt: skip
    _, ligne = lire_ods(octets(ods.ecrire([Feuille("Avis", AVIS.titres, [AVIS.ligne(avis)])], at=AT)))["Avis"]  # fmt: skip
    assert ligne == [
        "12", "Que pensez-vous ?", "Du bien", "D’accord ?", True,
        local(2026, 2, 1, 9), local(2026, 2, 2, 9), "i@exemple.fr", "e@exemple.fr",
    ]  # fmt: skip


def test_a_repetition_has_one_line_for_each_of_its_rows() -> None:
    repetition = champ(6, T.repetition, "Enfants / à charge")
    form = formulaire(
        repetition, champ(7, T.text, "Prénom", parent_id=6), champ(8, T.integer_number, "Âge", parent_id=6)
    )  # fmt: skip
    plein = dossier(
        form,
        champs={
            (6, LIGNES[1]): E(T.repetition),
            (6, LIGNES[0]): E(T.repetition),
            (7, LIGNES[1]): E(T.text, "Lou"),
            (7, LIGNES[0]): E(T.text, "Sacha"),
            (8, LIGNES[0]): E(T.integer_number, "7"),
        },
    )
    feuille = FeuilleDeRepetition(repetition, colonnes(fusionner([form]).enfants[6]))

    assert feuille.nom == "(6) Enfants / à charge"
    assert feuille.titres == ("Dossier ID", "Ligne", "Prénom", "Âge")
    assert list(feuille.lignes(plein)) == [["12", 1, "Sacha", 7], ["12", 2, "Lou", 0]]
    assert list(feuille.lignes(dossier(form))) == []


# --- the whole -------------------------------------------------------------------------------------


def test_the_three_formats_say_the_same_of_the_same_dossiers() -> None:
    repetition = champ(6, T.repetition, "Enfants")
    form = formulaire(
        champ(1, T.text, "Objet"),
        champ(2, T.decimal_number, "Montant"),
        repetition,
        champ(7, T.text, "Prénom", parent_id=6),
    )
    fusion = fusionner([form])
    dossiers = [
        dossier(form, id=n, champs={(1, None): E(T.text, f"=objet {n}"), (2, None): E(T.decimal_number, f"{n}.5")})
        for n in range(1, 4)
    ]  # fmt: skip
    dossiers[2] = dossier(form, id=3, champs={(6, LIGNES[0]): E(T.repetition), (7, LIGNES[0]): E(T.text, "Lou")})  # fmt: skip
    table = tableau(INDIVIDU, fusion)
    rangees = FeuilleDeRepetition(repetition, colonnes(fusion.enfants[6]))

    def feuilles() -> Iterator[Feuille]:
        yield Feuille("Dossiers", table.titres, map(table.ligne, dossiers))
        yield Feuille("Etablissements", ETABLISSEMENTS.titres, [])
        yield Feuille("Avis", AVIS.titres, [])
        lignes = (ligne for d in dossiers for ligne in rangees.lignes(d))
        yield Feuille(rangees.nom, rangees.titres, lignes, facultative=True)

    en_xlsx = lire_xlsx(octets(xlsx.ecrire(feuilles(), at=AT)))
    en_ods = lire_ods(octets(ods.ecrire(feuilles(), at=AT)))
    en_csv = lire_csv(octets(csv.ecrire(next(feuilles()))))

    assert en_xlsx == en_ods
    assert list(en_xlsx) == ["Dossiers", "Etablissements", "Avis", "(6) Enfants"]
    assert [ligne[18:] for ligne in en_xlsx["Dossiers"]] == [["Objet", "Montant"], ["=objet 1", 1.5], ["=objet 2", 2.5], [None, 0]]  # fmt: skip
    assert en_xlsx["(6) Enfants"] == [["Dossier ID", "Ligne", "Prénom"], ["3", 1, "Lou"]]
    assert [ligne[18:] for ligne in en_csv] == [["Objet", "Montant"], ["'=objet 1", "1.5"], ["'=objet 2", "2.5"], ["", "0"]]  # fmt: skip
