"""Annotations with the version that whoever writes must have read (rules 4.10.4)."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from domain.dossiers.champs import MAIN, Champ
from domain.formulaires.formulaire import Formulaire
from domain.formulaires.types_de_champ import TypeChamp
from domain.reponses.versions import version
from resolvers.bureau.dossier import SituationRow
from resolvers.bureau.nouveautes_du_dossier import plus_tard
from resolvers.champs import ChampVu, Reponses
from resolvers.dossiers import DossierRow
from resolvers.loader import many
from resolvers.statements import Statement, among


class SignatureRow(NamedTuple):
    """Who wrote an annotation last, by his address."""

    dossier_id: int
    champ_id: int
    modifie_par: str | None


SIGNATURES = many(
    "signatures_des_annotations",
    Statement(
        select(Champ.dossier_id, Champ.id.label("champ_id"), Champ.modifie_par).where(
            among(Champ.dossier_id), Champ.prive, Champ.flux == MAIN, Champ.retire_le.is_(None)
        ),
        SignatureRow,
    ),
)

Signatures = dict[int, str | None]


class AnnotationVue(NamedTuple):
    champ: ChampVu
    signatures: Signatures
    vue: SituationRow | None

    @property
    def id(self) -> str:
        return self.champ.id

    @property
    def version(self) -> str:
        ligne = self.champ.ligne
        return version(ligne, ligne and ligne.modifie_le)

    @property
    def modifiee_le(self) -> str | None:
        """Null of one that nobody ever wrote."""
        return self.champ.ligne.modifie_le if self.champ.ligne else None

    @property
    def modifiee_par(self) -> str | None:
        return self.signatures.get(self.champ.champ_id or 0)

    @property
    def nouvelle(self) -> bool:
        """Another’s, since one’s own last visit."""
        if self.vue is None or self.modifiee_par in (None, self.vue.mon_adresse):
            return False
        return plus_tard(self.modifiee_le, self.vue.vu_annotations_le)


class RangeeAnnotee(NamedTuple):
    row_id: str
    annotations: list[AnnotationVue]


def annotations_vues(
    dossier: DossierRow,
    formulaire: Formulaire,
    reponses: Reponses,
    signatures: Sequence[SignatureRow],
    vue: SituationRow | None,
) -> list[AnnotationVue]:
    """The roots that show, in order."""
    feuille = reponses.feuille(dossier, formulaire)
    signees = _signees(signatures)
    return [
        AnnotationVue(champ, signees, vue) for champ in feuille.visibles(formulaire.annotations)
    ]


def annotation(
    dossier: DossierRow,
    formulaire: Formulaire,
    reponses: Reponses,
    signatures: Sequence[SignatureRow],
    vue: SituationRow | None,
    *,
    stable_id: int,
    row_id: str | None,
) -> AnnotationVue:
    """One, whether it shows or not."""
    feuille = reponses.feuille(dossier, formulaire)
    champ = feuille.champ(formulaire.par_stable_id[stable_id], row_id)
    return AnnotationVue(champ, _signees(signatures), vue)


def rangees(annotation: AnnotationVue) -> list[RangeeAnnotee] | None:
    """Those of a repetition; null for any other."""
    champ = annotation.champ
    if champ.type_champ is not TypeChamp.repetition:
        return None
    return [
        RangeeAnnotee(
            rangee.row_id,
            [
                AnnotationVue(enfant, annotation.signatures, annotation.vue)
                for enfant in rangee.champs
            ],
        )
        for rangee in champ.feuille.rangees(champ.descripteur)
    ]


def _signees(signatures: Sequence[SignatureRow]) -> Signatures:
    return {signature.champ_id: signature.modifie_par for signature in signatures}
