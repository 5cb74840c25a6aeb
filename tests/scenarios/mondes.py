"""Small worlds, to be completed by a test with what it is about."""

from datetime import datetime
from textwrap import indent
from zoneinfo import ZoneInfo

ENTETE = """\
version: 1
maintenant: 2026-03-01T09:00:00+01:00
comptes:
  - {email: admin@exemple.fr, roles: [administrateur]}
  - {email: ines@exemple.fr, roles: [instructeur]}
  - {email: marc@exemple.fr, roles: [instructeur]}
  - {email: eve@exemple.fr, roles: [expert]}
  - {email: ali@exemple.fr}
"""


def monde(demarche: str, dossiers: str = "", *, fin: str = "") -> str:
    """One démarche, « essai », administered by admin@exemple.fr, filed by ali@exemple.fr.

    `demarche` are keys of the démarche, `dossiers` the items of its list, `fin` what follows.
    """
    texte = f"{ENTETE}demarches:\n  - cle: essai\n    libelle: Essai\n"
    texte += "    administrateurs: [admin@exemple.fr]\n"
    texte += indent(demarche.strip("\n"), "    ") + "\n"
    if dossiers:
        texte += "    dossiers:\n" + indent(dossiers.strip("\n"), "      ") + "\n"
    return texte + fin


PUBLIEE = "etat: publiee\ninstructeurs: [ines@exemple.fr]"
SIMPLE = f"{PUBLIEE}\nchamps: [{{id: 1, type: text, libelle: Nom}}]"


def le(texte: str) -> datetime:
    """An instant of Paris."""
    return datetime.fromisoformat(texte).replace(tzinfo=ZoneInfo("Europe/Paris"))


MAINTENANT = le("2026-03-01 09:00")
