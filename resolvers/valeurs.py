"""The typed value of each kind of champ (api 8.3)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from domain.formulaires import reponses
from domain.formulaires.reponses import Reponse
from domain.formulaires.textes import string_value
from domain.geographie import epci, pays, regions
from domain.geographie.departements import Departement
from domain.geographie.pays import Pays
from domain.geographie.regions import Region
from resolvers import adresses
from resolvers.adresses import Adresse, Lieu
from resolvers.champs import ChampVu, Rangee
from resolvers.demandeurs import EtablissementRow
from resolvers.fichiers import FichierRow, Fichiers, du_champ

PARIS = ZoneInfo("Europe/Paris")


def texte(champ: ChampVu) -> str:
    return string_value(champ.type_champ, champ.reponse)


def _si_rempli(lire: Callable[[Reponse], Any]) -> Callable[[ChampVu], Any]:
    """Null when blank. For types whose answer is their `value`."""

    def valeur(champ: ChampVu) -> Any:
        reponse = champ.reponse
        if reponse is None or not reponse.value or reponse.value.isspace():
            return None
        return lire(reponse)

    return valeur


brut = _si_rempli(lambda r: r.value or None)
entier = _si_rempli(reponses.entier)
oui_non = _si_rempli(reponses.vrai)
civilite = _si_rempli(lambda r: {"M.": "M", "M": "M", "Mme": "Mme"}.get(r.value or ""))


def _decimal(reponse: Reponse) -> float | None:
    nombre = reponses.nombre(reponse)
    return None if nombre is None else float(nombre)


decimal = _si_rempli(_decimal)


def _date(reponse: Reponse) -> date | None:
    try:
        return date.fromisoformat((reponse.value or "")[:10])
    except ValueError:
        return None


def _instant(reponse: Reponse) -> datetime | None:
    """A date alone is its first instant; a text that is no date has no value."""
    try:
        instant = datetime.fromisoformat(reponse.value or "")
    except ValueError:
        return None
    return instant.replace(tzinfo=PARIS) if instant.tzinfo is None else instant


jour = _si_rempli(_date)
instant = _si_rempli(_instant)


def coche(champ: ChampVu) -> bool:
    return champ.reponse is not None and reponses.vrai(champ.reponse)


def choix(champ: ChampVu) -> list[str]:
    return reponses.liste(champ.reponse) if champ.reponse else []


def choix_principal(champ: ChampVu) -> str:
    return reponses.paire(champ.reponse)[0] if champ.reponse else ""


def choix_secondaire(champ: ChampVu) -> str:
    return reponses.paire(champ.reponse)[1] if champ.reponse else ""


# --- places --------------------------------------------------------------------------------------


def _code(champ: ChampVu) -> str | None:
    return champ.reponse.external_id if champ.reponse else None


def pays_choisi(champ: ChampVu) -> Pays | None:
    code = _code(champ)
    return Pays(code, pays.nom(code) or texte(champ)) if code else None


def region_choisie(champ: ChampVu) -> Region | None:
    code = _code(champ)
    return Region(code, regions.nom(code) or texte(champ)) if code else None


def departement_choisi(champ: ChampVu) -> Departement | None:
    return adresses.departement(_code(champ))


def commune_choisie(champ: ChampVu) -> Lieu | None:
    code, reponse = _code(champ), champ.reponse
    if not code or reponse is None:
        return None
    return Lieu(code, reponse.value or "", reponses.detail(reponse).get("code_postal"))


def epci_choisi(champ: ChampVu) -> Lieu | None:
    code, reponse = _code(champ), champ.reponse
    if not code or reponse is None:
        return None
    connu = epci.trouver(code)
    return Lieu(code, reponse.value or (connu.nom if connu else code))


def departement_du_lieu(champ: ChampVu) -> Departement | None:
    """Of a commune or an EPCI: the one chosen first."""
    reponse = champ.reponse
    return (
        adresses.departement(reponses.detail(reponse).get("code_departement")) if reponse else None
    )


# --- registers -----------------------------------------------------------------------------------


class Registre(NamedTuple):
    """An association (RNA) or a foundation (RNF): its id is its number, not a global one (5.1)."""

    id: str
    title: str | None
    address: Adresse | None


def association(champ: ChampVu) -> Registre | None:
    """The label of its address is one line of what the register says, without a département."""
    if champ.reponse is None or not champ.reponse.value:
        return None
    connue = reponses.donnees(champ.reponse)
    return Registre(champ.reponse.value, connue.get("titre"), _adresse(connue.get("adresse")))


def fondation(champ: ChampVu) -> Registre | None:
    numero = _code(champ) or (champ.reponse.value if champ.reponse else None)
    if champ.reponse is None or not numero:
        return None
    connue = reponses.donnees(champ.reponse)
    return Registre(numero, connue.get("titre"), _adresse(connue.get("adresse")))


def _adresse(connue: Any) -> Adresse | None:
    if isinstance(connue, str):
        connue = {"label": connue}
    return adresses.adresse(connue) if isinstance(connue, dict) and connue else None


class Engagement(NamedTuple):
    montant_engage: str
    montant_paye: str


# Clients compare with it: upstream never gave amounts (api 8.3).
SANS_MONTANT = Engagement("NotYetImplemented", "NotYetImplemented")


def engagement(champ: ChampVu) -> Engagement | None:
    return SANS_MONTANT if brut(champ) else None


def etablissement(champ: ChampVu, connu: EtablissementRow | None) -> EtablissementRow | None:
    """Null while degraded: only the SIRET is known (api 7.4)."""
    return None if connu is None or connu.degrade else connu


# --- files, shapes, rows -------------------------------------------------------------------------


TITRE_IDENTITE = "TITRE_IDENTITE"


def pieces(champ: ChampVu, fichiers: Fichiers) -> list[FichierRow]:
    """The files, but never those of an identity document, whichever type of field asked for it: they
    do not leave the instructeur's screen (rules 10.8, 14.3-15)."""
    if champ.descripteur.options.get("nature") == TITRE_IDENTITE:
        return []
    return du_champ(champ.champ_id, fichiers)


def texte_si_vide(champ: ChampVu, contenus: Sequence[Any]) -> str | None:
    """Null when there is something, '' when there is nothing (api 8.2)."""
    rempli = champ.champ_id is not None and any(c.champ_id == champ.champ_id for c in contenus)
    return None if rempli else ""


def presente(champ: ChampVu, fichiers: Fichiers) -> bool:
    return bool(du_champ(champ.champ_id, fichiers))


def rangees(champ: ChampVu) -> list[Rangee]:
    return champ.feuille.rangees(champ.descripteur)


def champs_des_rangees(champ: ChampVu) -> list[ChampVu]:
    return [enfant for rangee in rangees(champ) for enfant in rangee.champs]


def niveau(champ: ChampVu) -> int:
    return champ.feuille.formulaire.niveau(champ.descripteur)
