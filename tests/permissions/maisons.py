"""Two administrations that never meet, alike to the last row. Whatever one of them writes bears its name and
the right that is needed to read it: a word found where it should not be is a leak, and says which."""

import re
from dataclasses import dataclass
from typing import Any

LE = "2026-02-01T10:00:00+01:00"
APRES = "2026-02-02T10:00:00+01:00"
MOT = re.compile(r"(ROUGE|BLEU)-([a-z]+)")
# Those of the instructeurs of its démarche, which keeps them to itself (rules 1.11.18).
ADRESSE = re.compile(r"(?:ines|igor)@(rouge|bleu)\.exemple\.fr")

# Who is on each side, and what the scenario makes of them.
PERSONNES = {
    "admin": ["administrateur"],
    "autreadmin": ["administrateur"],
    "ines": ["instructeur"],
    "igor": ["instructeur"],
    "iris": ["instructeur"],
    "retire": ["instructeur"],
    "eve": ["expert"],
    "rene": ["expert"],
    "ali": ["usager"],
    "alba": ["usager"],
    "invite": ["usager"],
}


@dataclass(frozen=True)
class Maison:
    """`base` is the first of the numbers that are its own: its démarches are `base` and `base + 1`."""

    mot: str
    base: int

    def email(self, qui: str) -> str:
        return f"{qui}@{self.mot.lower()}.exemple.fr"

    def dit(self, droit: str) -> str:
        """A text that only who has this right may read."""
        return f"{self.mot}-{droit}"

    @property
    def demarche(self) -> int:
        return self.base

    @property
    def dossier(self) -> int:
        """In instruction, in the groupe « Un »."""
        return self.base + 10

    @property
    def ailleurs(self) -> int:
        """In the groupe « Deux »."""
        return self.base + 11

    def comptes(self) -> list[dict[str, Any]]:
        return [{"email": self.email(qui), "roles": roles} for qui, roles in PERSONNES.items()]

    def service(self) -> dict[str, Any]:
        return {
            "cle": self.mot, "nom": f"Urbanisme {self.mot.title()}", "organisme": "Mairie", "siret": "21750001600019",
            "type_organisme": "collectivite_territoriale", "email": "urba@exemple.fr",
            "telephone": "0102030405", "horaires": "9h-12h", "adresse": "1 place",
        }  # fmt: skip

    def demarches(self) -> list[dict[str, Any]]:
        return [self._demarche(), self._autre_demarche()]

    def jetons(self) -> list[dict[str, Any]]:
        def jeton(nom: str, **plus: Any) -> dict[str, Any]:
            return {
                "nom": f"{self.mot}/{nom}", "administrateur": self.email("admin"),
                "demarches": [self.mot], "ecriture": True, **plus,
            }  # fmt: skip

        return [
            jeton("ecriture"),
            jeton("lecture", ecriture=False),
            jeton("expire", expire_le="2026-02-01"),
            jeton("reseau", reseaux=["10.0.0.0/8"]),
            jeton("ailleurs", demarches=[f"{self.mot}/autre"]),
        ]

    def _demarche(self) -> dict[str, Any]:
        return {
            "cle": self.mot, "number": self.base, "libelle": self.dit("libelle"),
            "description": self.dit("libelle"), "etat": "publiee", "opendata": False,
            "administrateurs": [self.email("admin")], "service": self.mot,
            "options": {"rdv_enabled": True, "instructeurs_self_management_enabled": True,
                        "hide_instructeurs_email": True},
            "attestations": {"acceptation": {"active": True}}, "experts": [self.email("eve")],
            "labels": [{"nom": self.dit("label"), "couleur": "green_menthe"}],
            "champs": [
                {"id": self.base + 1, "type": "text", "libelle": self.dit("formulaire")},
                {"id": self.base + 2, "type": "piece_justificative", "libelle": "Plan", "obligatoire": False},
                {"id": self.base + 3, "type": "repetition", "libelle": "Lignes", "obligatoire": False,
                 "champs": [{"id": self.base + 4, "type": "text", "libelle": "Ligne", "obligatoire": False}]},
            ],
            "annotations": [
                {"id": self.base + 5, "type": "textarea", "libelle": self.dit("formulaire")},
                {"id": self.base + 6, "type": "piece_justificative", "libelle": "Croquis"},
            ],
            "groupes": [
                {"label": self.dit("groupe"), "defaut": True,
                 "instructeurs": [self.email("ines"), self.email("retire")]},
                {"label": "Deux", "instructeurs": [self.email("igor")]},
            ],
            "dossiers": [
                self._dossier(self.dossier, "", "en_instruction", en_instruction_le=APRES),
                self._dossier(self.ailleurs, "deux", "en_construction", groupe="Deux"),
                self._dossier(self.base + 12, "", "accepte", en_instruction_le=APRES,
                              traite_le=APRES, traite_par=self.email("ines"),
                              motivation=self.dit("motivation")),
                self._dossier(self.base + 13, "", "en_construction"),
                {"cle": f"{self.mot}/brouillon", "number": self.base + 14, "etat": "brouillon",
                 "usager": self.email("ali"), "cree_le": LE,
                 "demandeur": {"civilite": "M", "nom": self.dit("brouillon"), "prenom": "Ali"},
                 "champs": {self.base + 1: self.dit("brouillon")}},
                self._dossier(self.base + 17, "", "en_construction"),
                self._dossier(self.base + 15, "", "refuse", en_instruction_le=APRES,
                              traite_le=APRES, traite_par=self.email("ines"),
                              supprime={"par": "administration", "le": APRES}),
                self._dossier(self.base + 16, "", "en_construction",
                              supprime={"par": "usager", "le": APRES, "purge_le": APRES}),
            ],
        }  # fmt: skip

    def _dossier(self, numero: int, a_qui: str, etat: str, **plus: Any) -> dict[str, Any]:
        """`a_qui` begins each word of a dossier that is another groupe's."""

        def dit(droit: str) -> str:
            return self.dit(a_qui + droit)

        return {
            "cle": f"{self.mot}/{numero}", "number": numero, "usager": self.email("ali"),
            "demandeur": {"civilite": "M", "nom": dit("champ"), "prenom": "Ali"},
            "etat": etat, "depose_le": LE, "groupe": plus.pop("groupe", self.dit("groupe")),
            "champs": {
                self.base + 1: dit("champ"),
                self.base + 2: [{"nom": f"{dit('champ')}.pdf", "contenu": f"%PDF-1.4 {dit('champ')}"}],
                self.base + 3: [{self.base + 4: dit("champ")}],
            },
            "annotations": {
                self.base + 5: dit("annotation"),
                self.base + 6: [{"nom": f"{dit('annotation')}.pdf", "contenu": f"%PDF-1.4 {dit('annotation')}"}],
            },
            "labels": [self.dit("label")],
            "suivi_par": [self.email("igor" if a_qui else "ines")],
            "messages": [{"de": "usager", "corps": f"{dit('message')}.", "le": APRES}],
            "avis": [] if a_qui or etat != "en_instruction" else [
                self._avis("eve", "avis", confidentiel=False),
                self._avis("eve", "demande", confidentiel=True, reponse=None, repondu_le=None),
                self._avis("rene", "confidentiel", confidentiel=True),
            ],
            **plus,
        }  # fmt: skip

    def _avis(self, expert: str, droit: str, **plus: Any) -> dict[str, Any]:
        return {
            "expert": self.email(expert), "demandeur": self.email("ines"), "le": APRES,
            "introduction": self.dit(droit), "reponse": self.dit(droit), "repondu_le": APRES,
            **plus,
        }  # fmt: skip

    def _autre_demarche(self) -> dict[str, Any]:
        return {
            "cle": f"{self.mot}/autre", "number": self.base + 100, "libelle": "Une autre",
            "etat": "publiee", "administrateurs": [self.email("autreadmin"), self.email("admin")],
            "opendata": False, "champs": [], "annotations": [],
            "groupes": [{"label": "Un", "defaut": True, "instructeurs": [self.email("iris")]}],
            "dossiers": [],
        }  # fmt: skip


ROUGE, BLEU = Maison("ROUGE", 7000), Maison("BLEU", 8000)
MAISONS = {maison.mot: maison for maison in (ROUGE, BLEU)}


def scenario() -> dict[str, Any]:
    deux = (ROUGE, BLEU)
    return {
        "version": 1,
        "maintenant": "2026-03-01T09:00:00+01:00",
        "comptes": [compte for maison in deux for compte in maison.comptes()],
        "services": [maison.service() for maison in deux],
        "demarches": [demarche for maison in deux for demarche in maison.demarches()],
        "jetons": [jeton for maison in deux for jeton in maison.jetons()],
    }


def mots(texte: str) -> set[str]:
    """The words that a text shows, whoever wrote them; « adresse » is that of an instructeur."""
    adresses = {f"{maison.upper()}-adresse" for maison in ADRESSE.findall(texte)}
    return adresses | {f"{mot}-{droit}" for mot, droit in MOT.findall(texte)}
