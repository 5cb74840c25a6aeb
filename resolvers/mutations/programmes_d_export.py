"""Programmes of exports: made and stopped by whoever asks for their exports (rules 8.12)."""

from sqlalchemy import select

from domain import identifiants
from domain.exports import programmes
from domain.exports.programmes import Cadence, ProgrammeDExport, ProgrammeIntrouvable
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.exports import demandeur_de, forme
from resolvers.mutations.payload import Payload


def creer(acte: Acte, entree: Entree) -> Payload:
    demarche, demandeur = demandeur_de(acte, entree)
    format_, contenu = forme(acte, entree, demarche)
    programme = programmes.creer(
        acte.tx,
        demarche,
        demandeur,
        format=format_,
        modele=contenu,
        cadence=Cadence(entree["cadence"]),
        heure=entree["heure"],
        jour=entree.get("jour"),
        incremental=bool(entree.get("incremental")),
        at=acte.at,
    )
    return Payload(programme_id=programme.id)


def supprimer(acte: Acte, entree: Entree) -> Payload:
    """One's own, or any of the démarche by a token; the exports that it made stay."""
    numero = identifiants.numero_de(entree["programme_id"], "ProgrammeDExport")
    lu = select(ProgrammeDExport).where(ProgrammeDExport.id == numero).with_for_update()
    if acte.porteur.jeton_id is not None:
        lu = lu.where(ProgrammeDExport.demarche_id.in_(acte.porteur.demarches))
    else:
        instructeur = acte.porteur.instructeur
        lu = lu.where(ProgrammeDExport.instructeur_id == (instructeur.id if instructeur else None))
    programme = acte.tx.session.scalar(lu)
    if programme is None:
        raise ProgrammeIntrouvable
    acte.tx.delete(programme)
    return Payload()
