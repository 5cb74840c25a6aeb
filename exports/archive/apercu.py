"""The tree that a template would give to an invented dossier, shown while it is written (rules 8.7.8)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from domain.calendrier import PARIS
from domain.dossiers.states import State
from domain.formulaires.formulaire import Descripteur, Formulaire
from exports.archive.arborescence import Origine, Piece, pdf
from exports.archive.modele import Chemins, ModeleDArchive, PieceNommee, Rangee
from exports.colonnes.contenu import Dossier, Etablissement, Individu

LE = datetime(2026, 1, 15, 10, 30, tzinfo=PARIS)
NUMERO = 123_456
FICHIER = "nom-du-fichier.pdf"


def apercu(
    modele: ModeleDArchive, champs: Sequence[Descripteur], *, pour_individu: bool
) -> list[str]:
    """Paths, as a real export gives them. `champs` are those whose files may be chosen; each has one."""
    places = Chemins(modele).du_dossier(_dossier(pour_individu=pour_individu), _pieces(champs))
    return [chemin for _, chemin in places if chemin is not None]


def _pieces(champs: Sequence[Descripteur]) -> Iterator[PieceNommee]:
    yield PieceNommee(pdf(NUMERO, LE))
    for champ in champs:
        ligne = None if champ.parent_id is None else 1
        piece = Piece(Origine.champ, FICHIER, LE, champ.stable_id)
        yield PieceNommee(piece, Rangee(champ.stable_id, ligne, 1))
    for rang, origine in enumerate(
        (Origine.justificatif, Origine.attestation, Origine.message, Origine.avis), start=1
    ):
        yield PieceNommee(Piece(origine, FICHIER, LE, rang))


def _dossier(*, pour_individu: bool) -> Dossier:
    return Dossier(
        id=NUMERO,
        email="camille.exemple@exemple.fr",
        state=State.accepte,
        formulaire=Formulaire(0, ()),
        modifie_le=LE,
        depose_le=LE,
        champs_modifies_le=LE,
        groupe="Groupe d’exemple",
        individu=Individu("Mme", "Exemple", "Camille") if pour_individu else None,
        etablissement=None if pour_individu else SOCIETE,
    )


SOCIETE = Etablissement(
    siret="12345678900011",
    siren="123456789",
    siret_siege_social="12345678900011",
    numero_tva_intracommunautaire="FR00123456789",
    raison_sociale="Société d’exemple",
    adresse="1 rue de l’Exemple, 75001 Paris",
)
