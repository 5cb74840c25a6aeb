"""What a filter of rules 4.6.4 means, written again over what the tables hold, without any SQL."""

import json
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tests.bureau.bureau import Bureau

PARIS = ZoneInfo("Europe/Paris")


class Lu(NamedTuple):
    """A dossier, with what hangs on it; `champs` are the stored answers, by stable id."""

    numero: int
    state: str
    depose_le: datetime
    traite_le: datetime | None
    email: str | None
    nom: str
    civilite: str
    groupe: str
    suiveurs: list[str]
    participants: list[str]
    labels: list[str]
    champs: dict[int, list[str]]


LIRE = """
SELECT d.id, d.state, d.depose_le, d.traite_le, coalesce(c.email::text, d.usager_supprime_email), i.nom,
  i.civilite, d.groupe_instructeur_id::text,
  ARRAY(SELECT sc.email::text FROM suivis s JOIN instructeurs si ON si.id = s.instructeur_id
        JOIN comptes sc ON sc.id = si.compte_id WHERE s.dossier_id = d.id AND s.fin_le IS NULL),
  ARRAY(SELECT t.instructeur_email FROM traitements t
        WHERE t.dossier_id = d.id AND t.instructeur_email IS NOT NULL),
  ARRAY(SELECT l.label_id::text FROM dossiers_labels l WHERE l.dossier_id = d.id),
  ARRAY(SELECT json_build_array(ch.stable_id, ch.value)::text FROM champs ch
        WHERE ch.dossier_id = d.id AND ch.value IS NOT NULL)
FROM dossiers d LEFT JOIN comptes c ON c.id = d.usager_id LEFT JOIN individus i ON i.dossier_id = d.id
WHERE d.visible_par_administration AND d.groupe_instructeur_id IN (
  SELECT a.groupe_instructeur_id FROM affectations a JOIN instructeurs n ON n.id = a.instructeur_id
  JOIN comptes nc ON nc.id = n.compte_id WHERE nc.email = %s) AND d.demarche_id = %s
"""


def lire(bureau: Bureau, email: str, demarche: int) -> list[Lu]:
    """All that this instructeur may see of a démarche."""
    return [
        Lu(*(*ligne[:-1], _par_champ(ligne[-1]))) for ligne in bureau.lignes(LIRE, email, demarche)
    ]


def _par_champ(ecrits: list[str]) -> dict[int, list[str]]:
    champs: dict[int, list[str]] = {}
    for ecrit in ecrits:
        stable_id, value = json.loads(ecrit)
        champs.setdefault(stable_id, []).append(value)
    return champs


def sans_accent(texte: str) -> str:
    decompose = unicodedata.normalize("NFD", texte.replace("’", "'"))
    return "".join(c for c in decompose if not unicodedata.combining(c)).lower()


# --- one value, one question ----------------------------------------------------------------------

Tenus = Callable[[Lu], list[Any]]
Passe = Callable[[list[Any], list[str]], bool]


def contient(tenus: list[Any], valeurs: list[str]) -> bool:
    return any(sans_accent(v) in sans_accent(t) for v in valeurs for t in tenus)


def egal(tenus: list[Any], valeurs: list[str]) -> bool:
    return any(t in valeurs for t in tenus)


def nombre(tenus: list[Any], valeurs: list[str]) -> bool:
    return any(Decimal(t) == Decimal(v) for t in tenus for v in valeurs)


def choisi(tenus: list[Any], valeurs: list[str]) -> bool:
    return any(v in json.loads(t) for t in tenus for v in valeurs)


def suite(tenus: list[Any], valeurs: list[str]) -> bool:
    """The terms of « a / b », one after the other."""

    def passe(tenu: str, valeur: str) -> bool:
        reste = sans_accent(tenu)
        for terme in (t.strip() for t in sans_accent(valeur).split("/")):
            _, trouve, reste = reste.partition(terme)
            if terme and not trouve:
                return False
        return True

    return any(passe(t, v) for t in tenus for v in valeurs)


def primaire(tenus: list[Any], valeurs: list[str]) -> bool:
    return any(json.loads(t)[0] in valeurs for t in tenus)


def secondaire(tenus: list[Any], valeurs: list[str]) -> bool:
    return any([*json.loads(t), ""][1] in valeurs for t in tenus)


def oui_non(tenus: list[Any], valeurs: list[str]) -> bool:
    return egal(tenus, valeurs) or ("non_renseigne" in valeurs and not tenus)


def coche(tenus: list[Any], valeurs: list[str]) -> bool:
    return ("true" in tenus and "true" in valeurs) or ("true" not in tenus and "false" in valeurs)


def civilite(tenus: list[Any], valeurs: list[str]) -> bool:
    return egal(tenus, valeurs) or ("non_renseigne" in valeurs and not tenus)


def meme_jour(tenus: list[Any], valeurs: list[str]) -> bool:
    return any(t.astimezone(PARIS).date().isoformat() in valeurs for t in tenus)


def _debut(valeur: str) -> datetime:
    return datetime.combine(date.fromisoformat(valeur), datetime.min.time(), tzinfo=PARIS)


def avant(tenus: list[Any], valeurs: list[str]) -> bool:
    return any(t <= _debut(v) for t in tenus for v in valeurs)


def apres(tenus: list[Any], valeurs: list[str]) -> bool:
    fin = timedelta(days=1) - timedelta(microseconds=1)
    return any(t >= _debut(v) + fin for t in tenus for v in valeurs)


def texte_du_jour(tenus: list[Any], valeurs: list[str]) -> bool:
    return any(v in t for t in tenus for v in valeurs)


def texte_avant(tenus: list[Any], valeurs: list[str]) -> bool:
    return any(_instant(t) <= _debut(v) for t in tenus for v in valeurs)


def texte_apres(tenus: list[Any], valeurs: list[str]) -> bool:
    return any(_instant(t).date() > date.fromisoformat(v) for t in tenus for v in valeurs)


def _instant(texte: str) -> datetime:
    instant = datetime.fromisoformat(texte)
    return instant.replace(tzinfo=PARIS) if instant.tzinfo is None else instant.astimezone(PARIS)


# --- the columns ----------------------------------------------------------------------------------


class Colonne(NamedTuple):
    tenus: Tenus
    passe: Mapping[str, Passe]


def du_champ(stable_id: int, correspond: Passe, **autres: Passe) -> Colonne:
    return Colonne(lambda d: d.champs.get(stable_id, []), {"correspond": correspond, **autres})


def _colonne(tenus: Tenus, correspond: Passe, **autres: Passe) -> Colonne:
    return Colonne(tenus, {"correspond": correspond, **autres})


COLONNES: dict[str, Colonne] = {
    "self/id": _colonne(lambda d: [str(d.numero)], egal),
    "self/state": _colonne(lambda d: [d.state], egal),
    "self/depose_at": _colonne(lambda d: [d.depose_le], meme_jour, avant=avant, apres=apres),
    "self/processed_at": _colonne(
        lambda d: (
            [d.traite_le] if d.traite_le and d.state in ("accepte", "refuse", "sans_suite") else []
        ),
        meme_jour,
        avant=avant,
        apres=apres,
    ),
    "user/email": _colonne(lambda d: [d.email] if d.email else [], contient),
    "individual/nom": _colonne(lambda d: [d.nom], contient),
    "individual/gender": _colonne(lambda d: [{"M": "M."}.get(d.civilite, d.civilite)], egal),
    "groupe_instructeur/id": _colonne(lambda d: [d.groupe], egal),
    "followers_instructeurs/email": _colonne(lambda d: d.suiveurs, contient),
    "traitements/instructeur_email": _colonne(lambda d: d.participants, contient),
    "dossier_labels/label_id": _colonne(lambda d: d.labels, egal),
    "type_de_champ/1": du_champ(1, contient),
    "type_de_champ/2": du_champ(2, contient),
    "type_de_champ/3": du_champ(3, nombre),
    "type_de_champ/4": du_champ(4, nombre),
    "type_de_champ/5": du_champ(5, texte_du_jour, avant=texte_avant, apres=texte_apres),
    "type_de_champ/6": du_champ(6, texte_du_jour, avant=texte_avant, apres=texte_apres),
    "type_de_champ/7": du_champ(7, oui_non),
    "type_de_champ/8": du_champ(8, coche),
    "type_de_champ/9": du_champ(9, egal),
    "type_de_champ/10": du_champ(10, choisi),
    "type_de_champ/11.value": du_champ(11, suite),
    "type_de_champ/11.primary": du_champ(11, primaire),
    "type_de_champ/11.secondary": du_champ(11, secondaire),
    "type_de_champ/12": du_champ(12, civilite),
    "type_de_champ/16": du_champ(16, contient),
    "type_de_champ/30": du_champ(30, contient),
}


def passe(dossier: Lu, filtres: list[dict[str, Any]]) -> bool:
    """All filters pass; those that match one column are one."""
    egaux: dict[str, list[str]] = {}
    autres = []
    for filtre in filtres:
        if filtre["valeurs"] and filtre["operateur"] == "correspond":
            egaux.setdefault(filtre["colonne"], []).extend(filtre["valeurs"])
        elif filtre["valeurs"]:
            autres.append((filtre["colonne"], filtre["operateur"], filtre["valeurs"]))
    tous = [*((colonne, "correspond", valeurs) for colonne, valeurs in egaux.items()), *autres]
    return all(
        COLONNES[colonne].passe[operateur](COLONNES[colonne].tenus(dossier), valeurs)
        for colonne, operateur, valeurs in tous
    )
