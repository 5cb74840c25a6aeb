"""Whatever the schema has that can be read, asked by everybody, of one's own house and of the other: nobody
reads a word that he has no right to, and who has the right reads it. A new field is asked as soon as it
is declared."""

from collections.abc import Mapping

import pytest

from domain.identifiants import identifiant
from schema import schema
from tests.permissions.appelants import APPELANTS, Appelant
from tests.permissions.liens import suivre
from tests.permissions.maisons import BLEU, ROUGE, Maison, mots
from tests.permissions.parcours import Parcours, tous_les_champs
from tests.permissions.ville import Ville


def valeurs(maison: Maison) -> Mapping[str, list[str]]:
    """What arguments are given to reach the things of a house."""
    dossiers = [str(maison.dossier), str(maison.ailleurs)]
    return {
        "Query.demarche(number)": [str(maison.demarche)],
        "Query.dossier(number)": dossiers,
        "Query.groupeInstructeur(number)": ["1", "2", "4", "5"],
        "Query.demarcheParId(id)": [global_("Procedure", maison.demarche)],
        "Query.dossierParId(id)": [global_("Dossier", numero) for numero in dossiers],
        "Query.groupeInstructeurParId(id)": [global_("GroupeInstructeur", n) for n in (1, 2, 4, 5)],
        "Query.demarcheDescriptor(demarche)": [f"{{number: {maison.demarche}}}"],
        "EspaceInstructeur.demarche(number)": [str(maison.demarche)],
        "EspaceInstructeur.dossier(number)": dossiers,
        "EspaceExpert.unAvis(id)": [global_("Avis", n) for n in range(1, 7)],
        "dossier": [str(maison.dossier)],
        "jusquA": ['"2030-01-01"'],
        "texte": [f'"{maison.mot}"'],
        "first": ["8"],
    }


def global_(classe: str, cle: int | str) -> str:
    return f'"{identifiant(classe, cle)}"'


def documents(maison: Maison) -> list[str]:
    return list(Parcours(schema, valeurs(maison)).documents())


DOCUMENTS = {maison: documents(maison) for maison in (ROUGE, BLEU)}


def lus(ville: Ville, qui: Appelant, de: Maison, sur: Maison) -> set[str]:
    """The words that somebody of a house reads when he asks all that there is of one."""
    trouves: set[str] = set()
    for document in DOCUMENTS[sur]:
        reponse = ville.demander(qui, de, document)
        assert reponse.status_code < 500, (qui, document, reponse.text)
        assert "internal_server_error" not in reponse.text, (qui, document, reponse.text)
        trouves |= mots(reponse.text) | suivre(reponse.text, ville.serveur.url)
    return trouves


@pytest.mark.parametrize("qui", APPELANTS, ids=str)
def test_everybody_reads_what_he_may_and_nothing_else(ville: Ville, qui: Appelant) -> None:
    assert lus(ville, qui, ROUGE, ROUGE) == qui.permis(ROUGE)
    assert lus(ville, qui, ROUGE, BLEU) <= qui.permis(ROUGE)


def test_every_field_is_asked() -> None:
    parcours = Parcours(schema, valeurs(ROUGE))
    demandes = list(parcours.documents())
    tous = tous_les_champs(schema)
    part = f"{len(parcours.visites & tous)} champs demandés sur {len(tous)}"
    assert parcours.visites == tous, part
    assert len(demandes) == len(DOCUMENTS[ROUGE])
