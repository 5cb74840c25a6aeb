"""A template and the facts of a dossier give the text of its attestation, tag by tag."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from domain.attestations.modeles import NATURES, mentions, publie
from domain.attestations.models import ModeleDAttestation
from domain.balises import document as documents
from domain.balises.chargement import charger
from domain.balises.document import Bloc, EnLigne, Liste, Paragraphe, Texte, Valeur
from domain.balises.faits import Faits, Liens
from domain.balises.rendu import Rendu
from domain.balises.table import Usage
from domain.dossiers.models import Dossier

TITRE = "Attestation"


@dataclass(frozen=True, kw_only=True)
class Redigee:
    """Every word of an attestation; its images are still files, by their numbers."""

    titre: str
    blocs: Sequence[Bloc]
    pied: str
    service: str
    officielle: bool
    libelle_logo: str
    libelle_direction: str
    logo_id: int | None
    signature_id: int | None


def rediger(session: Session, dossier: Dossier) -> Redigee | None:
    """None when the decision is not to be certified: another state, no template, or not in use."""
    nature = NATURES.get(dossier.state)
    modele = publie(session, dossier.demarche_id, nature) if nature else None
    if modele is None or not modele.active:
        return None
    return composer_le_texte(modele, charger(session, dossier, mentions(modele), liens=Liens()))


def composer_le_texte(modele: ModeleDAttestation, faits: Faits) -> Redigee:
    """Pure: previews use it with the facts of a dossier that is not decided yet."""
    etat = next(etat for etat, nature in NATURES.items() if nature is modele.nature)
    rendu = Rendu(faits, usage=Usage.attestation, etat=etat)
    officielle = modele.version == 2 and modele.officielle
    return Redigee(
        titre=(rendu.texte(modele.titre).strip() or TITRE).replace("\n", " "),
        blocs=_version_2(modele, rendu) if modele.version == 2 else _version_1(modele, rendu),
        pied=rendu.texte(modele.pied),
        service=faits.service or "",
        officielle=officielle,
        libelle_logo=modele.libelle_logo if officielle else "",
        libelle_direction=modele.libelle_direction if officielle else "",
        logo_id=modele.logo_id,
        signature_id=modele.signature_id,
    )


def champs_vides(modele: ModeleDAttestation, faits: Faits) -> list[str]:
    """The tags of the template that say nothing on this dossier: a warning before deciding (1.14.3)."""
    etat = next(etat for etat, nature in NATURES.items() if nature is modele.nature)
    rendu = Rendu(faits, usage=Usage.attestation, etat=etat)
    vides = (mention.cle for mention in mentions(modele) if not rendu.valeur(mention))
    return list(dict.fromkeys(vides))


def _version_1(modele: ModeleDAttestation, rendu: Rendu) -> list[Bloc]:
    """A title in the middle, then a paragraph for each that an empty line separates."""
    titre = rendu.texte(modele.titre).strip()
    corps = rendu.texte(modele.corps).replace("\r\n", "\n").strip()
    paragraphes = [p.strip("\n") for p in corps.split("\n\n") if p.strip()]
    return [
        *([Paragraphe((Texte(titre),), "center", 1)] if titre else []),
        *(Paragraphe((Texte(p),)) for p in paragraphes),
    ]


def _version_2(modele: ModeleDAttestation, rendu: Rendu) -> list[Bloc]:
    return [_dit(bloc, rendu) for bloc in documents.lire(modele.document)]


def _dit(bloc: Bloc, rendu: Rendu) -> Bloc:
    if isinstance(bloc, Liste):
        return replace(
            bloc, elements=tuple(tuple(_dit(b, rendu) for b in e) for e in bloc.elements)
        )
    return replace(bloc, contenu=tuple(_en_ligne(morceau, rendu) for morceau in bloc.contenu))


def _en_ligne(morceau: EnLigne, rendu: Rendu) -> Texte:
    if isinstance(morceau, Valeur):
        return Texte(rendu.texte_de(morceau.mention), morceau.styles)
    return morceau
