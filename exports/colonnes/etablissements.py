"""The sheet Etablissements, and the columns of an establishment in the csv (rules 8.4.2, 8.5.1)."""

from collections.abc import Callable
from datetime import date

from exports.colonnes.contenu import Etablissement, EtablissementDit
from exports.colonnes.tableau import Colonne, Tableau
from exports.tableur.cellules import Cellule

Lecture = Callable[[Etablissement], Cellule]


def _de_l_association(cle: str) -> Lecture:
    def lire(etablissement: Etablissement) -> Cellule:
        valeur = (etablissement.association or {}).get(cle)
        return str(valeur) if valeur else None

    return lire


def _date_de_l_association(cle: str) -> Lecture:
    """A date that the register wrote in its own way stays as it wrote it."""

    def lire(etablissement: Etablissement) -> Cellule:
        valeur = (etablissement.association or {}).get(cle)
        try:
            return date.fromisoformat(str(valeur)[:10]) if valeur else None
        except ValueError:
            return str(valeur)

    return lire


SIRET: Colonne[Etablissement] = Colonne("Établissement SIRET", lambda e: e.siret)
ENSEIGNE: Colonne[Etablissement] = Colonne("Etablissement enseigne", lambda e: e.enseigne)
RAISON_SOCIALE: Colonne[Etablissement] = Colonne(
    "Entreprise raison sociale", lambda e: e.raison_sociale
)

# From the head office to the association's publication: the same in the csv and in the sheet.
SUITE: tuple[Colonne[Etablissement], ...] = (
    Colonne("Établissement siège social", lambda e: e.siege_social),
    Colonne("Établissement NAF", lambda e: e.naf),
    Colonne("Établissement libellé NAF", lambda e: e.libelle_naf),
    Colonne("Établissement Adresse", lambda e: e.adresse),
    Colonne("Établissement numero voie", lambda e: e.numero_voie),
    Colonne("Établissement type voie", lambda e: e.type_voie),
    Colonne("Établissement nom voie", lambda e: e.nom_voie),
    Colonne("Établissement complément adresse", lambda e: e.complement_adresse),
    Colonne("Établissement code postal", lambda e: e.code_postal),
    Colonne("Établissement localité", lambda e: e.localite),
    Colonne("Établissement code INSEE localité", lambda e: e.code_insee_localite),
    Colonne("Entreprise SIREN", lambda e: e.siren),
    Colonne("Entreprise capital social", lambda e: e.capital_social),
    Colonne("Entreprise numero TVA intracommunautaire", lambda e: e.numero_tva_intracommunautaire),
    Colonne("Entreprise forme juridique", lambda e: e.forme_juridique),
    Colonne("Entreprise forme juridique code", lambda e: e.forme_juridique_code),
    Colonne("Entreprise nom commercial", lambda e: e.nom_commercial),
    RAISON_SOCIALE,
    Colonne("Entreprise SIRET siège social", lambda e: e.siret_siege_social),
    Colonne("Entreprise code effectif entreprise", lambda e: e.code_effectif_entreprise),
    Colonne("Entreprise date de création", lambda e: e.date_creation),
    Colonne("Entreprise état administratif", lambda e: e.etat_administratif),
    Colonne("Entreprise nom", lambda e: e.nom),
    Colonne("Entreprise prénom", lambda e: e.prenom),
    Colonne("Association RNA", _de_l_association("rna")),
    Colonne("Association titre", _de_l_association("titre")),
    Colonne("Association objet", _de_l_association("objet")),
    Colonne("Association date de création", _date_de_l_association("date_creation")),
    Colonne("Association date de déclaration", _date_de_l_association("date_declaration")),
    Colonne("Association date de publication", _date_de_l_association("date_publication")),
)

NOM = "Etablissements"


def _lire(lire: Lecture) -> Callable[[EtablissementDit], Cellule]:
    return lambda dit: lire(dit.etablissement)


ETABLISSEMENTS: Tableau[EtablissementDit] = Tableau(
    [
        Colonne("Dossier ID", lambda dit: str(dit.dossier_id)),
        Colonne("Champ", lambda dit: dit.champ),
        *(Colonne(titre, _lire(lire)) for titre, lire in (SIRET, ENSEIGNE, *SUITE)),
    ]
)
