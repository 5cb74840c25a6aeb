"""The establishments that a dossier tells of: those of its siret champs, and its own (rules 8.5.1)."""

from collections.abc import Iterator, Mapping

from domain.formulaires.formulaire import Cle
from exports.colonnes.contenu import DU_DOSSIER, Dossier, Etablissement, EtablissementDit
from exports.colonnes.formulaires import Fusion

Societes = Mapping[int, Etablissement]


def des_champs(
    dossier: Dossier, fusion: Fusion, nommees: Mapping[Cle, int], societes: Societes
) -> Iterator[EtablissementDit]:
    """In the form's order, then that of rows; a champ that does not show tells of nobody."""
    if not nommees:
        return
    rangs = {stable_id: rang for rang, stable_id in enumerate(fusion.definitions)}
    connues = [cle for cle in nommees if cle[0] in rangs]
    for stable_id, row_id in sorted(connues, key=lambda cle: (rangs[cle[0]], cle[1] or "")):
        descripteur = fusion.definitions[stable_id]
        societe = societes.get(nommees[stable_id, row_id])
        if societe is not None and dossier.lire(descripteur, row_id) is not None:
            yield EtablissementDit(dossier.id, descripteur.libelle, societe)


def du_dossier(dossier: Dossier) -> EtablissementDit | None:
    if dossier.etablissement is None:
        return None
    return EtablissementDit(dossier.id, DU_DOSSIER, dossier.etablissement)
