"""What changed after the deposit, and what did since one’s own last visit (rules 3.5.8, 4.4.4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from domain.formulaires.formulaire import Formulaire
from domain.formulaires.types_de_champ import TypeChamp
from resolvers.bureau.dossier import SituationRow
from resolvers.champs import ChampVu, Feuille, Reponses
from resolvers.dossiers import DossierRow


def plus_tard(instant: str | None, que: str | None) -> bool:
    """Whether one came after the other; nothing comes after what never was. Texts of PostgreSQL: in Paris,
    whose offset changes, they do not compare as texts."""
    if instant is None or que is None:
        return False
    return datetime.fromisoformat(instant) > datetime.fromisoformat(que)


class ChampSuivi(NamedTuple):
    """A champ, with the date of its change if it was changed after the deposit."""

    champ: ChampVu
    feuille: Feuille
    modifie_le: str | None
    vu_le: str | None

    @property
    def id(self) -> str:
        return self.champ.id

    @property
    def nouveau(self) -> bool:
        """To who came already, or follows; all is new, and so nothing is, to who never did."""
        return plus_tard(self.modifie_le, self.vu_le)


class RangeeSuivie(NamedTuple):
    row_id: str
    champs: list[ChampSuivi]


def _suivi(champ: ChampVu, feuille: Feuille, vu_le: str | None) -> ChampSuivi:
    depose_le = champ.feuille.dossier.depose_le
    modifie_le = champ.ligne.modifie_le if champ.ligne else None
    apres = modifie_le if plus_tard(modifie_le, depose_le) else None
    return ChampSuivi(champ, feuille, apres, vu_le)


def champs_suivis(
    dossier: DossierRow,
    formulaire: Formulaire,
    reponses: Reponses,
    vue: SituationRow | None,
) -> list[ChampSuivi]:
    """The roots that show, in order."""
    feuille = reponses.feuille(dossier, formulaire)
    vu_le = vue and vue.vu_demande_le
    return [_suivi(champ, feuille, vu_le) for champ in feuille.visibles(formulaire.champs)]


def rangees(suivi: ChampSuivi) -> list[RangeeSuivie] | None:
    """Those of a repetition; null for any other champ."""
    if suivi.champ.type_champ is not TypeChamp.repetition:
        return None
    return [
        RangeeSuivie(
            rangee.row_id, [_suivi(champ, suivi.feuille, suivi.vu_le) for champ in rangee.champs]
        )
        for rangee in suivi.feuille.rangees(suivi.champ.descripteur)
    ]


class Section(NamedTuple):
    champ_id: str
    libelle: str
    niveau: int


def sommaire(dossier: DossierRow, formulaire: Formulaire, reponses: Reponses) -> list[Section]:
    """The titles that show, which one jumps to (F359)."""
    feuille = reponses.feuille(dossier, formulaire)
    return [
        Section(champ.id, champ.descripteur.libelle, formulaire.niveau(champ.descripteur))
        for champ in feuille.visibles(formulaire.champs)
        if champ.type_champ is TypeChamp.header_section
    ]


def identite_modifiee_le(dossier: DossierRow, vue: SituationRow | None) -> str | None:
    """After the deposit (rules 3.5.5)."""
    le = vue and vue.identite_modifiee_le
    return le if plus_tard(le, dossier.depose_le) else None


def identite_nouvelle(dossier: DossierRow, vue: SituationRow | None) -> bool:
    return vue is not None and plus_tard(identite_modifiee_le(dossier, vue), vue.vu_demande_le)


def tous_les_champs(feuille: Feuille, champs: Sequence[ChampVu]) -> list[ChampVu]:
    """Those of the rows after their repetition."""
    tous: list[ChampVu] = []
    for champ in champs:
        tous.append(champ)
        if champ.type_champ is TypeChamp.repetition:
            for rangee in feuille.rangees(champ.descripteur):
                tous += rangee.champs
    return tous
