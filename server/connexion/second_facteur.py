"""The second factor: chosen, confirmed, asked for at sign-in, taken away. Each word of it is in ADR 0033."""

from collections.abc import Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from adapters.coffre import CoffreIllisible
from domain.comptes.models import Compte
from domain.seconds_facteurs import codes, enrolement, presentation
from domain.seconds_facteurs.regles import CodeRefuse, Exigence, etat_de
from domain.sessions import ouverture
from domain.sessions.ouverture import Ouverte
from domain.transactions import Transaction
from server.connexion import cookie, corps, defi, preuve
from server.connexion.admission import Admis, Venue, accueillir, admettre
from server.connexion.defi import A_CHOISIR, A_RELEVER, Defi
from server.connexion.porte import Lu, Porte, adresse, dire, maintenant
from server.connexion.refus import ConnexionRefusee
from server.connexion.sortie import connectee
from server.resources import Resources

V = TypeVar("V")


async def relever(porte: Porte, http: Request, resources: Resources, lu: Lu) -> Response:
    """POST /connexion/second-facteur: after the password."""
    tenu = defi.lire(resources, corps.texte(lu, "defi"), A_RELEVER)
    code = corps.texte(lu, "code")

    def entrer(tx: Transaction) -> Admis | ConnexionRefusee:
        compte = defi.compte_de(tx, tenu)
        presentation.presenter(
            tx, compte=compte, code=code, ouvrir=_lecteur(resources), at=maintenant(tx)
        )
        return admettre(tx, http, resources, compte, _venue(tenu))

    return accueillir(
        await _avec_un_code(porte, http, resources, tenu.compte_id, entrer), resources
    )


async def preparer(porte: Porte, http: Request, resources: Resources, lu: Lu) -> Response:
    """POST /second-facteur: a secret, for whoever has just given his password."""
    compte_id, email = await _demandeur(porte, http, resources, lu)
    secret = codes.engendrer_un_secret()
    ferme = resources.coffre.fermer(secret)

    def ecrire(tx: Transaction) -> None:
        enrolement.preparer(tx, compte_id=compte_id, secret=ferme, at=maintenant(tx))

    await resources.base.transaction(ecrire)
    return dire(
        {
            "secret": secret,
            "adresse": codes.adresse_du_secret(secret, email=email, emetteur="Guichet"),
        }
    )


async def confirmer(porte: Porte, http: Request, resources: Resources, lu: Lu) -> Response:
    """POST /second-facteur/confirmation: a first code; the codes on paper are shown this once."""
    code = corps.texte(lu, "code")
    if "defi" in lu:
        tenu = defi.lire(resources, corps.texte(lu, "defi"), A_CHOISIR)
        return await _confirmer_en_entrant(porte, http, resources, tenu, code)
    ouverte = await _ouverte(http, resources)

    def ecrire(tx: Transaction) -> list[str]:
        compte = tx.session.get_one(Compte, ouverte.compte_id)
        donnes = _confirme(tx, resources, compte, code)
        ouverture.fermer_les_autres(tx, compte_id=compte.id, que=ouverte.id)
        return donnes

    donnes = await _avec_un_code(porte, http, resources, ouverte.compte_id, ecrire)
    return dire({"codesDeSecours": donnes})


async def _confirmer_en_entrant(
    porte: Porte, http: Request, resources: Resources, tenu: Defi, code: str
) -> Response:
    def entrer(tx: Transaction) -> tuple[Admis | ConnexionRefusee, list[str]]:
        compte = defi.compte_de(tx, tenu)
        donnes = _confirme(tx, resources, compte, code)
        ouverture.fermer_toutes(tx, compte_id=compte.id)
        return admettre(tx, http, resources, compte, _venue(tenu)), donnes

    issue, donnes = await _avec_un_code(porte, http, resources, tenu.compte_id, entrer)
    return accueillir(issue, resources, codesDeSecours=donnes)


def _confirme(tx: Transaction, resources: Resources, compte: Compte, code: str) -> list[str]:
    presentation.oublier(tx, compte.id)
    return enrolement.confirmer(
        tx, compte=compte, code=code, ouvrir=_lecteur(resources), at=maintenant(tx)
    )


async def renouveler(porte: Porte, http: Request, resources: Resources, lu: Lu) -> Response:
    """POST /second-facteur/codes: other codes on paper, with the password and a code."""

    def ecrire(tx: Transaction, compte: Compte, ouverte: Ouverte) -> list[str]:
        return enrolement.donner_des_codes(tx, compte_id=compte.id)

    _, donnes = await _avec_les_deux(porte, http, resources, lu, ecrire)
    return dire({"codesDeSecours": donnes})


async def retirer(porte: Porte, http: Request, resources: Resources, lu: Lu) -> Response:
    """POST /second-facteur/retrait, with the password and a code. Where one is compulsory this session
    ends too: the next sign-in asks for another one."""

    def ecrire(tx: Transaction, compte: Compte, ouverte: Ouverte) -> bool:
        enrolement.retirer(tx, compte=compte, at=maintenant(tx))
        exigence = Exigence(resources.settings.second_factor)
        obligatoire = etat_de(tx.session, compte.id, exigence).obligatoire
        if obligatoire:
            ouverture.fermer_toutes(tx, compte_id=compte.id)
        else:
            ouverture.fermer_les_autres(tx, compte_id=compte.id, que=ouverte.id)
        return obligatoire

    _, sorti = await _avec_les_deux(porte, http, resources, lu, ecrire)
    reponse = dire({"connecte": not sorti})
    if sorti:
        cookie.effacer(reponse, url=resources.settings.url)
    return reponse


async def _avec_les_deux(
    porte: Porte,
    http: Request,
    resources: Resources,
    lu: Lu,
    agir: Callable[[Transaction, Compte, Ouverte], V],
) -> tuple[Ouverte, V]:
    """What only its owner does: a session, the password, a code. Raises ConnexionRefusee."""
    code = corps.texte(lu, "code")
    ouverte = await _ouverte(http, resources)
    await porte.freins(resources).passer(adresse=adresse(http), email=ouverte.email)
    await preuve.exiger_le_mot_de_passe(porte, resources, ouverte, corps.texte(lu, "motDePasse"))

    def ecrire(tx: Transaction) -> V:
        connectee(tx, cookie.lire(http, resources.settings.url))  # it may have been ended meanwhile
        compte = tx.session.get_one(Compte, ouverte.compte_id)
        presentation.presenter(
            tx, compte=compte, code=code, ouvrir=_lecteur(resources), at=maintenant(tx)
        )
        return agir(tx, compte, ouverte)

    return ouverte, await _avec_un_code(porte, http, resources, ouverte.compte_id, ecrire)


async def _avec_un_code(
    porte: Porte,
    http: Request,
    resources: Resources,
    compte_id: int,
    agir: Callable[[Transaction], V],
) -> V:
    """Counted first. Raises ConnexionRefusee."""
    await porte.freins(resources).passer(adresse=adresse(http), cle=presentation.cle(compte_id))
    rang = await preuve.compter_un_code(resources, compte_id)
    try:
        return await resources.base.transaction(agir)
    except CodeRefuse as refus:
        raise await preuve.code_refuse(resources, compte_id, rang, refus) from refus


async def _demandeur(porte: Porte, http: Request, resources: Resources, lu: Lu) -> tuple[int, str]:
    """Whose factor it will be: of who is signing in, or of who is signed in and gives his password."""
    await porte.freins(resources).passer(adresse=adresse(http))
    if "defi" in lu:
        tenu = defi.lire(resources, corps.texte(lu, "defi"), A_CHOISIR)
        email = await resources.base.transaction(lambda tx: defi.compte_de(tx, tenu).email)
        return tenu.compte_id, email
    ouverte = await _ouverte(http, resources)
    await preuve.exiger_le_mot_de_passe(porte, resources, ouverte, corps.texte(lu, "motDePasse"))
    return ouverte.compte_id, ouverte.email


async def _ouverte(http: Request, resources: Resources) -> Ouverte:
    secret = cookie.lire(http, resources.settings.url)
    return await resources.base.transaction(lambda tx: connectee(tx, secret))


def _venue(tenu: Defi) -> Venue:
    return Venue(tenu.moyen, tenu.souvenir, second_facteur=True, preuve=tenu.preuve)


def _lecteur(resources: Resources) -> enrolement.Ouvrir:
    """A secret that we cannot read any more opens nothing; codes on paper still do."""

    def ouvrir(ferme: bytes) -> str | None:
        try:
            return resources.coffre.ouvrir(ferme)
        except CoffreIllisible:
            return None

    return ouvrir
