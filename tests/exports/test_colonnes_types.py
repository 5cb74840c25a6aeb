"""What each of the 41 types of champ becomes in the default layout (rules 2.4)."""

from decimal import Decimal
from typing import Any

import pytest

from domain.formulaires.types_de_champ import TypeChamp
from exports.colonnes.contenu import ChampEcrit, Reglages
from exports.colonnes.dossiers import tableau
from exports.colonnes.formulaires import fusionner
from tests.exports.dossiers import champ, dossier, formulaire

T = TypeChamp
INDIVIDU = Reglages(pour_individu=True)

E = ChampEcrit

# Type, answer, options; the columns that it makes and their cells (rules 2.4).
PAR_TYPE: list[tuple[T, ChampEcrit | None, dict[str, Any], dict[str, Any]]] = [
    (T.text, E(T.text, "Bonjour"), {}, {"Champ": "Bonjour"}),
    (T.text, None, {}, {"Champ": None}),
    (T.number, E(T.number, "12"), {}, {"Champ": "12"}),
    (T.integer_number, E(T.integer_number, "12"), {}, {"Champ": 12}),
    (T.integer_number, None, {}, {"Champ": 0}),
    (T.integer_number, E(T.integer_number, "douze"), {}, {"Champ": "douze"}),
    (T.decimal_number, E(T.decimal_number, "12.50"), {}, {"Champ": Decimal("12.50")}),
    (T.decimal_number, E(T.decimal_number, ""), {}, {"Champ": 0}),
    (T.date, E(T.date, "2026-02-28"), {}, {"Champ": "2026-02-28"}),
    (T.datetime, E(T.datetime, "2026-02-28T10:30:00+01:00"), {}, {"Champ": "2026-02-28T10:30:00+01:00"}),
    (T.checkbox, E(T.checkbox, "true"), {}, {"Champ": "on"}),
    (T.checkbox, E(T.checkbox, "false"), {}, {"Champ": "off"}),
    (T.checkbox, None, {}, {"Champ": "off"}),
    (T.yes_no, E(T.yes_no, "true"), {}, {"Champ": "Oui"}),
    (T.yes_no, E(T.yes_no, "false"), {}, {"Champ": "Non"}),
    (T.yes_no, None, {}, {"Champ": None}),
    (T.civilite, E(T.civilite, "M."), {}, {"Champ": "M."}),
    (T.phone, E(T.phone, "+33612345678"), {}, {"Champ": "+33612345678"}),
    (T.iban, E(T.iban, "FR76 3000"), {}, {"Champ": "FR76 3000"}),
    (T.siret, E(T.siret, None, external_id="13002526500013"), {}, {"Champ": "13002526500013"}),
    (T.rna, E(T.rna, "W751080001", data={"titre": "Amis"}), {}, {"Champ": "W751080001"}),
    (
        T.rnf,
        E(T.rnf, None, external_id="075-FDD-1", data={"titre": "Fondation", "adresse": {"label": "1 rue A", "city_code": "75056", "department_code": "75"}}),
        {},
        {"Champ": "075-FDD-1", "Champ (Nom)": "Fondation", "Champ (Adresse)": "1 rue A", "Champ (Code INSEE Ville)": "75056", "Champ (Département)": "75 – Paris"},
    ),
    (T.address, E(T.address, "1 rue A", {"label": "1 rue A, Paris"}), {}, {"Champ": "1 rue A, Paris"}),
    (
        T.communes,
        E(T.communes, "Gap", {"code_departement": "05", "code_postal": "05000"}, "05061"),
        {},
        {"Champ": "Gap", "Champ (Code INSEE)": "05061", "Champ (Département)": "05 – Hautes-Alpes"},
    ),
    (T.departements, E(T.departements, "Corse-du-Sud", None, "2A"), {}, {"Champ": "Corse-du-Sud", "Champ (Code)": "2A"}),
    (T.regions, E(T.regions, "Bretagne", None, "53"), {}, {"Champ": "Bretagne", "Champ (Code)": "53"}),
    (T.pays, E(T.pays, "Espagne", None, "ES"), {}, {"Champ": "Espagne", "Champ (Code)": "ES"}),
    (
        T.epci,
        E(T.epci, "CC du Lac", {"code_departement": "74"}, "247400690"),
        {},
        {"Champ": "CC du Lac", "Champ (Code)": "247400690", "Champ (Département)": "74 – Haute-Savoie"},
    ),
    (T.dossier_link, E(T.dossier_link, "42"), {}, {"Champ": "42"}),
    (T.drop_down_list, E(T.drop_down_list, "Rouge"), {}, {"Champ": "Rouge"}),
    (
        T.drop_down_list,
        E(T.drop_down_list, "3", {"referentiel": {"nom": "Rouge", "code": "R"}}),
        {"referentiel": {"colonnes": ["nom", "code"]}},
        {"Champ (nom)": "Rouge", "Champ (code)": "R"},
    ),
    (T.multiple_drop_down_list, E(T.multiple_drop_down_list, '["a","b"]'), {}, {"Champ": "a, b"}),
    (T.linked_drop_down_list, E(T.linked_drop_down_list, '["a","b"]'), {}, {"Champ": "a;b"}),
    (T.piece_justificative, E(T.piece_justificative, contenus=("a.pdf", "b.png")), {}, {"Champ": "a.pdf, b.png"}),
    (T.piece_justificative, None, {}, {"Champ": None}),
    (T.piece_justificative, E(T.piece_justificative, contenus=("cni.png",)), {"nature": "TITRE_IDENTITE"}, {"Champ": "présent"}),
    (T.titre_identite, E(T.titre_identite, contenus=("cni.png",)), {}, {"Champ": "présent"}),
    (T.titre_identite, None, {}, {"Champ": "absent"}),
    (T.carte, E(T.carte, contenus=("Parcelle A", "Zone B")), {}, {"Champ": "Parcelle A\nZone B"}),
    (T.cojo, E(T.cojo, None, None, "1", {"accreditation_number": "1", "accreditation_birthdate": "1990-01-01"}), {}, {"Champ": "1 – 1990-01-01"}),
    (T.referentiel, E(T.referentiel, None, external_id="PRG-1"), {}, {"Champ": "PRG-1"}),
    (T.engagement_juridique, E(T.engagement_juridique, "EJ-1"), {}, {"Champ": "EJ-1"}),
    (T.header_section, None, {}, {}),
    (T.explication, None, {}, {}),
    (T.repetition, None, {}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("type_champ", "ecrit", "options", "voulu"), PAR_TYPE)
def test_each_type_of_champ_has_its_columns(
    type_champ: T, ecrit: ChampEcrit | None, options: dict[str, Any], voulu: dict[str, Any]
) -> None:
    form = formulaire(champ(1, type_champ, options=options))
    plein = dossier(form, champs={(1, None): ecrit} if ecrit else {})
    table = tableau(INDIVIDU, fusionner([form]))

    titres, ligne = table.titres[18:], table.ligne(plein)[18:]

    assert dict(zip(titres, ligne, strict=True)) == voulu


def test_every_type_of_champ_is_looked_at() -> None:
    bruts = {T.annuaire_education, T.cnaf, T.dgfip, T.email, T.formatted, T.mesri, T.pole_emploi, T.textarea}  # fmt: skip

    assert set(TypeChamp) - {type_champ for type_champ, *_ in PAR_TYPE} == bruts
