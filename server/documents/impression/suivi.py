"""Where the dossier stands, what was decided, and how it came there."""

from collections.abc import Iterator

from domain.dossiers.evenements import Evenement
from domain.dossiers.states import TERMINE
from exports.pdf.contenu import Tableau
from resolvers import fichiers, usagers
from resolvers.historique import TraitementRow
from server.documents.impression import mots
from server.documents.impression.lecture import DossierLu

FAITS = ("Information", "Valeur")
HISTORIQUE = ("Date", "Événement", "Par", "Motivation")
Fait = tuple[str, str | None]

DE_L_USAGER = frozenset({Evenement.depose, Evenement.depose_correction_usager})


def faits(lu: DossierLu) -> Tableau:
    """Only those that exist: a date that never came is not « non renseignée »."""
    return Tableau(FAITS, [(libelle, valeur) for libelle, valeur in _faits(lu) if valeur])


def _faits(lu: DossierLu) -> Iterator[Fait]:
    d = lu.dossier
    yield "Déposé le", mots.instant(d.depose_le)
    if d.en_construction_le != d.depose_le:
        yield "Passé en construction le", mots.instant(d.en_construction_le)
    yield "Passé en instruction le", mots.instant(d.en_instruction_le)
    yield "Décision le", mots.instant(d.traite_le)
    yield "Dernière modification le", mots.instant(d.modifie_le)
    yield "Correction attendue depuis le", mots.instant(d.correction_en_attente_le)
    yield "Décision tacite prévue le", mots.jour(d.decision_sva_svr_le)
    yield "Décision tacite prise le", mots.instant(d.decision_sva_svr_declenchee_le)
    yield "Supprimé par l’usager le", mots.instant(d.cache_par_usager_le)
    yield "Conservé jusqu’au", mots.instant(d.expire_le)
    yield "Usager", _usager(lu)
    yield "Groupe instructeur", lu.groupe.label if lu.groupe else None
    yield "Suivi par", mots.liste(profil.email for profil in lu.instructeurs)
    yield "Labels", ", ".join(label.nom for label in lu.labels)
    yield "Archivé", "Oui" if d.archive else None


def _usager(lu: DossierLu) -> str:
    profil = usagers.usager(lu.dossier)
    return f"{profil.email} (compte supprimé)" if lu.dossier.usager_id is None else profil.email


def decision(lu: DossierLu) -> Tableau | None:
    """What was decided, while it stands."""
    d = lu.dossier
    if d.state not in TERMINE:
        return None
    joints = (
        ("Justificatif", fichiers.justificatif(d, lu.fichiers)),
        ("Attestation", fichiers.attestation(d, lu.fichiers)),
    )
    return Tableau(
        FAITS,
        [
            ("Décision", _decision(lu)),
            ("Motivation", d.motivation or None),
            *((nom, mots.fichier(fichier)) for nom, fichier in joints if fichier),
        ],
    )


def _decision(lu: DossierLu) -> str | None:
    return mots.EVENEMENTS[lu.traitements[-1].event] if lu.traitements else None


def historique(lu: DossierLu) -> Tableau:
    return Tableau(HISTORIQUE, [_traitement(ligne) for ligne in lu.traitements])


def _traitement(ligne: TraitementRow) -> tuple[str, str, str, str]:
    return (
        mots.instant(ligne.traite_le) or "",
        mots.EVENEMENTS[ligne.event],
        ligne.instructeur_email or _sans_instructeur(ligne),
        ligne.motivation or "",
    )


def _sans_instructeur(ligne: TraitementRow) -> str:
    return "Usager" if ligne.event in DE_L_USAGER else "Automatique"
