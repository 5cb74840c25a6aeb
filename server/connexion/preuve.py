"""Whoever is signed in shows again that he knows his password: a stolen session is not a stolen account."""

from domain.comptes.models import Compte
from domain.seconds_facteurs import annonces, presentation
from domain.seconds_facteurs.regles import CodeRefuse
from domain.sessions import verrou
from domain.sessions.ouverture import Ouverte
from domain.transactions import Transaction
from server.connexion.entree import BLOQUE
from server.connexion.porte import Porte, maintenant
from server.connexion.refus import ConnexionRefusee, du_domaine
from server.resources import Resources

REFUS = "Le mot de passe actuel n’est pas celui-là"
SANS_MOT_DE_PASSE = (
    "Ce compte n’a pas de mot de passe : choisissez-en un d’abord, par « mot de passe oublié »"
)
CODES_BLOQUES = "Trop de codes erronés : réessayez dans une heure"


async def exiger_le_mot_de_passe(
    porte: Porte, resources: Resources, ouverte: Ouverte, donne: str
) -> str:
    """Returns its digest, to be compared again where it is written. Counted: raises ConnexionRefusee."""

    def essayer(tx: Transaction) -> tuple[int, str | None]:
        compte = tx.session.get_one(Compte, ouverte.compte_id)
        return verrou.compter(tx, ouverte.email), compte.mot_de_passe_hash

    rang, hache = await resources.base.transaction(essayer)
    if rang > verrou.ECHECS_MAX:
        raise ConnexionRefusee(401, BLOQUE, "compte_bloque")
    if hache is None:
        raise ConnexionRefusee(422, SANS_MOT_DE_PASSE, "mot_de_passe_absent")
    if not await porte.hachage.verifier(donne, hache):
        raise ConnexionRefusee(422, REFUS, "mot_de_passe_refuse")
    await resources.base.transaction(lambda tx: verrou.oublier(tx, ouverte.email))
    return hache


async def compter_un_code(resources: Resources, compte_id: int) -> int:
    """Before it is looked at. Raises ConnexionRefusee."""
    rang = await resources.base.transaction(lambda tx: presentation.compter(tx, compte_id))
    if rang > verrou.ECHECS_MAX:
        raise ConnexionRefusee(401, CODES_BLOQUES, "second_facteur_bloque")
    return rang


async def code_refuse(
    resources: Resources, compte_id: int, rang: int, refus: CodeRefuse
) -> ConnexionRefusee:
    """The last one closes: its owner is told, for whoever guesses has the password."""
    if rang < verrou.ECHECS_MAX:
        return du_domaine(refus, 401)

    def prevenir(tx: Transaction) -> None:
        compte = tx.session.get(Compte, compte_id)
        if compte is not None:
            annonces.bloque(tx, compte, at=maintenant(tx))

    await resources.base.transaction(prevenir)
    return ConnexionRefusee(401, CODES_BLOQUES, "second_facteur_bloque")
