"""Every column of a démarche's lists, for who asks: those of dossiers, then those of its forms."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from domain import identifiants
from domain.badges.types import LIBELLES as BADGES
from domain.badges.types import NON_REGLABLES
from domain.colonnes.colonne import Colonne, Famille, Genre, Option
from domain.colonnes.dossier import Reglages, colonnes_du_dossier
from domain.dossiers.sva_svr import silence
from domain.formulaires.formulaire import Descripteur
from domain.formulaires.types_de_champ import TypeChamp
from resolvers.bureau.demarche import DemarcheDuBureauRow
from resolvers.bureau.options_de_colonne import options_de, sont_libres
from resolvers.colonnes import Titre, colonnes_de
from resolvers.valeurs import TITRE_IDENTITE

Catalogue = Mapping[str, Colonne]

GENRES = {
    "AttachmentsColumn": Genre.pieces,
    "BooleanColumn": Genre.booleen,
    "DateColumn": Genre.date,
    "DateTimeColumn": Genre.date_heure,
    "DecimalColumn": Genre.decimal,
    "EnumColumn": Genre.choix,
    "EnumsColumn": Genre.choix_multiple,
    "IntegerColumn": Genre.entier,
    "TextColumn": Genre.texte,
}


def composer(
    demarche: DemarcheDuBureauRow,
    descripteurs: Sequence[Descripteur],
    groupes: Iterable[Option],
    labels: Iterable[Option],
    badges_refuses: Iterable[str],
) -> Catalogue:
    """By id, in the order in which they are offered. `badges_refuses` are the types that the
    instructeur has turned off, which is not possible of all of them (rules 4.6.1)."""
    refuses = set(badges_refuses) - {str(badge) for badge in NON_REGLABLES}
    reglages = Reglages(
        pour_individu=demarche.pour_individu,
        sans_civilite=bool(demarche.option("no_gender")),
        sva_svr=str(s).upper() if (s := silence(demarche.sva_svr)) else None,
        groupes=tuple(groupes),
        labels=tuple(labels),
        badges=tuple(Option(t, libelle) for t, libelle in BADGES.items() if t not in refuses),
    )
    toutes = [*colonnes_du_dossier(reglages), *_des_champs(descripteurs)]
    return {colonne.id: colonne for colonne in toutes}


def _des_champs(descripteurs: Sequence[Descripteur]) -> Iterator[Colonne]:
    """Public champs first, each repetition's own where it stands; annotations then."""
    racines = [d for d in descripteurs if d.parent_id is None]
    for racine in sorted(racines, key=_rang):
        if racine.type_champ is TypeChamp.repetition:
            enfants = [d for d in descripteurs if d.parent_id == racine.stable_id]
            for enfant in sorted(enfants, key=_rang):
                yield from _du_champ(enfant, racine)
        else:
            yield from _du_champ(racine, None)


def _rang(descripteur: Descripteur) -> tuple[bool, int, int]:
    return descripteur.prive, descripteur.position, descripteur.stable_id


def _du_champ(descripteur: Descripteur, repetition: Descripteur | None) -> Iterator[Colonne]:
    """A field of a repetition may be filtered on, and has no single value to show (rules 2.3). An
    identity document has no column, whichever type of field asked for it."""
    if descripteur.options.get("nature") == TITRE_IDENTITE:
        return
    for titre in colonnes_de(descripteur).titres:
        colonne = _colonne(titre, descripteur, repetition)
        # What is known of an establishment is not the answer's own: in a row it is not looked for.
        if not (repetition and colonne.suffixe and descripteur.type_champ is TypeChamp.siret):
            yield colonne


def _colonne(titre: Titre, d: Descripteur, repetition: Descripteur | None) -> Colonne:
    cle = identifiants.cle_de(titre.id) or ""
    suffixe = cle.removeprefix(f"type_de_champ/{d.stable_id}")
    genre = GENRES[titre.type_graphql]
    libelle = titre.label.strip()
    return Colonne(
        cle,
        f"{repetition.libelle} – {libelle}" if repetition else libelle,
        genre,
        Famille.annotations_privees if d.prive else Famille.formulaire,
        affichable=repetition is None,
        filtrable=genre is not Genre.pieces and not (suffixe and genre is Genre.date),
        options=options_de(d, suffixe),
        options_libres=genre in (Genre.choix, Genre.choix_multiple) and sont_libres(d),
        descripteur=d,
        suffixe=suffixe,
    )
