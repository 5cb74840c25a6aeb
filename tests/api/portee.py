"""Three démarches of the same shape, where each mutation has a dossier in the state that it wants: one
of a token's owner, one of his that another of his tokens is for, one of somebody else."""

import hashlib
import json
from base64 import b64encode
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx
import psycopg

import scenarios
from domain.identifiants import identifiant
from server.resources import open_storage
from tests.api.conftest import Monde
from tests.api.ecritures import instructeur_id, lignes, payload
from tests.api.entrees import MUTATIONS, Objets
from tests.serving import Serveur

LE = "2026-02-01T10:00:00+01:00"
MEDIA = b"%PDF-1.7 releve"

# What a mutation wants of its dossier, where it is not just en construction.
EN_INSTRUCTION = {"etat": "en_instruction", "en_instruction_le": LE}
ACCEPTE = {**EN_INSTRUCTION, "etat": "accepte", "traite_le": LE}
VOULUS: dict[str, dict[str, Any]] = {
    "dossierRepasserEnConstruction": EN_INSTRUCTION,
    "dossierAccepter": EN_INSTRUCTION,
    "dossierRefuser": EN_INSTRUCTION,
    "dossierClasserSansSuite": EN_INSTRUCTION,
    "dossierRepasserEnInstruction": ACCEPTE,
    "dossierArchiver": ACCEPTE,
    "dossierDesarchiver": {**ACCEPTE, "archive": True},
    "dossierSupprimer": ACCEPTE,
    "dossierRestaurer": {**ACCEPTE, "supprime": {"par": "administration", "le": LE}},
    "dossierProlonger": ACCEPTE,
    "dossierSupprimerLabel": {"labels": ["Urgent"]},
}
PREPARES = {"dossierModifierChamps", "dossierDeposer"}  # drafts that a program made

# The type of the annotation that a mutation writes, where it is not a text; and, under the name of a
# mutation that writes none, of another annotation, and of the two champs.
PIECE = {"type": "piece_justificative"}
TYPES: dict[str, dict[str, Any]] = {
    "createDirectUpload": PIECE,
    "dossierCreer": {"type": "checkbox"},
    "dossierDeposer": PIECE,
    "dossierModifierAnnotations": {"type": "checkbox"},
    "dossierModifierAnnotationCheckbox": {"type": "checkbox"},
    "dossierModifierAnnotationDate": {"type": "date"},
    "dossierModifierAnnotationDatetime": {"type": "datetime"},
    "dossierModifierAnnotationIntegerNumber": {"type": "integer_number"},
    "dossierModifierAnnotationDecimalNumber": {"type": "decimal_number"},
    "dossierModifierAnnotationDropDownList": {"type": "drop_down_list", "options": ["Un texte"]},
    "dossierModifierAnnotationAjouterLigne": {"type": "repetition"},
}


@dataclass(frozen=True)
class Cote:
    """A démarche, who administers and who instructs it, and the token that is for it."""

    cle: str
    numero: int
    administrateur: str
    instructeur: str
    jeton: str

    def rang(self, mutation: str) -> int:
        """A number that is this mutation's, in this démarche."""
        return self.numero * 100 + list(MUTATIONS).index(mutation)

    def __str__(self) -> str:
        return self.cle


MIEN = Cote("mien", 700, "admin@exemple.fr", "ines@exemple.fr", "ecriture")
RESTREINT = Cote("restreint", 701, "admin@exemple.fr", "igor@exemple.fr", "restreint")
AUTRE = Cote("autre", 800, "autre@exemple.fr", "ivan@exemple.fr", "autre")
COTES = (MIEN, RESTREINT, AUTRE)


def charger(serveur: Serveur) -> Monde:
    """The world, in a database that is empty."""
    fait = scenarios.charger(
        json.dumps(_scenario()),
        database_url=serveur.database_url,
        storage=open_storage(serveur.settings),
    )
    with psycopg.connect(serveur.database_url) as connexion:
        connexion.execute("UPDATE jetons SET revoque_le = now() WHERE nom = 'revoque'")
    return Monde(serveur, fait.jetons, fait.dossiers, fait.demarches)


def _scenario() -> dict[str, Any]:
    roles = {cote.administrateur: "administrateur" for cote in COTES}
    roles |= {cote.instructeur: "instructeur" for cote in COTES}
    roles |= {"iris@exemple.fr": "instructeur", "ali@exemple.fr": "expert"}
    return {
        "version": 1,
        "maintenant": "2026-03-01T09:00:00+01:00",
        "comptes": [{"email": email, "roles": [role]} for email, role in roles.items()],
        "demarches": [_demarche(cote) for cote in COTES],
        "jetons": [
            _jeton("ecriture", MIEN),
            _jeton("autre", AUTRE),
            {**_jeton("restreint", RESTREINT), "demarches": [RESTREINT.cle]},
            {**_jeton("lecture", MIEN), "ecriture": False},
            _jeton("revoque", MIEN),
            {**_jeton("expire", MIEN), "expire_le": "2026-02-01"},
            {**_jeton("reseau", MIEN), "reseaux": ["10.0.0.0/8"]},
        ],
    }


def _jeton(nom: str, cote: Cote) -> dict[str, Any]:
    return {"nom": nom, "administrateur": cote.administrateur, "demarches": "toutes"}


def _demarche(cote: Cote) -> dict[str, Any]:
    return {
        "cle": cote.cle,
        "number": cote.numero,
        "libelle": f"Démarche {cote.numero}",
        "etat": "publiee",
        "administrateurs": [cote.administrateur],
        "opendata": False,
        "experts": ["ali@exemple.fr"],
        "labels": [{"nom": "Urgent", "couleur": "green_menthe"}],
        "groupes": [
            {"label": "Un", "instructeurs": [cote.instructeur], "defaut": True},
            {"label": "Deux", "instructeurs": [cote.instructeur, "iris@exemple.fr"]},
        ],
        "champs": [_champ(cote, nom) for nom in ("dossierCreer", "dossierDeposer")],
        "annotations": [
            _champ(cote, nom)
            for nom in MUTATIONS
            if nom.startswith("dossierModifierAnnotation") or nom == "createDirectUpload"
        ],
        "dossiers": [
            {
                "cle": f"{cote.cle}/{nom}",
                "number": cote.rang(nom),
                "usager": "ali@exemple.fr",
                "demandeur": {"civilite": "M", "nom": "Benali", "prenom": "Ali"},
                "groupe": "Un",
                "etat": "en_construction",
                "depose_le": LE,
                "messages": [{"de": cote.instructeur, "corps": nom, "le": LE}],
                "avis": [_avis(cote, nom)],
                **VOULUS.get(nom, {}),
            }
            for nom in MUTATIONS
        ],
    }


def _avis(cote: Cote, nom: str) -> dict[str, Any]:
    return {
        "expert": "ali@exemple.fr",
        "demandeur": cote.instructeur,
        "introduction": nom,
        "confidentiel": False,
        "le": LE,
    }


def _champ(cote: Cote, nom: str) -> dict[str, Any]:
    numero = cote.rang(nom)
    texte = {"id": numero, "type": "text", "libelle": nom, "obligatoire": False}
    type_ = TYPES.get(nom, {})
    if type_.get("type") != "repetition":
        return {**texte, **type_}
    return {**texte, **type_, "champs": [{**texte, "id": 9 * numero, "libelle": "Ligne"}]}


class Biens:
    """What one side may name, looked up once. Its upload was sent, and nothing holds it."""

    def __init__(self, monde: Monde, cote: Cote) -> None:
        un = partial(_un, monde)
        self._monde, self._cote = monde, cote
        self._communs = {
            "instructeur": instructeur_id(monde, cote.instructeur),
            "groupe": identifiant(
                "GroupeInstructeur",
                un("groupes_instructeurs WHERE label = 'Deux' AND demarche_id = %s", cote.numero),
            ),
            "label": identifiant("Label", un("labels WHERE demarche_id = %s", cote.numero)),
            "demarche": identifiant("Procedure", cote.numero),
            "champ": identifiant("Champ", cote.rang("dossierCreer")),
            "fichier": _televerser(monde, cote),
        }
        self._messages = self._par_mutation("messages", "corps", "Commentaire")
        self._avis = self._par_mutation("avis", "introduction", "Avis")

    def _par_mutation(self, table: str, texte: str, classe: str) -> dict[str, str]:
        """What each mutation's dossier has one of, which bears its name."""
        trouves = lignes(
            self._monde,
            f"SELECT id, {texte} AS nom FROM {table} WHERE dossier_id BETWEEN %s AND %s",
            100 * self._cote.numero,
            100 * self._cote.numero + 99,
        )
        return {ligne["nom"]: identifiant(classe, ligne["id"]) for ligne in trouves}

    def objets(self, mutation: str) -> Objets:
        rang = self._cote.rang(mutation)
        prepare = mutation in PREPARES
        return Objets(
            dossier=_preparer(self._monde, self._cote) if prepare else identifiant("Dossier", rang),
            annotation=identifiant("Champ", rang),
            message=self._messages[mutation],
            avis=self._avis[mutation],
            **self._communs,
        )

    def qui_prend_un_fichier(self, membre: str) -> str:
        """Of `annotations` or of `champs`."""
        rang = "createDirectUpload" if membre == "annotations" else "dossierDeposer"
        return identifiant("Champ", self._cote.rang(rang))


def _un(monde: Monde, clause: str, numero: int) -> int:
    return int(lignes(monde, f"SELECT min(id) AS id FROM {clause}", numero)[0]["id"])


def _preparer(monde: Monde, cote: Cote) -> str:
    personne = {"personnePhysique": {"nom": "Benali", "prenom": "Ali"}}
    fait = payload(
        monde, "dossierCreer", "dossier { id }", jeton=cote.jeton,
        demarche={"number": cote.numero}, usagerEmail="ali@exemple.fr", demandeur=personne,
    )  # fmt: skip
    return str(fait["dossier"]["id"])


def _televerser(monde: Monde, cote: Cote) -> str:
    fait = payload(
        monde, "createDirectUpload", "directUpload { url headers signedBlobId }", jeton=cote.jeton,
        dossierId=identifiant("Dossier", cote.rang("createDirectUpload")), filename="releve.pdf",
        byteSize=len(MEDIA), checksum=b64encode(hashlib.md5(MEDIA).digest()).decode(),
        contentType="application/pdf",
    )  # fmt: skip
    depot = fait["directUpload"]
    entetes = json.loads(depot["headers"])
    assert httpx.put(depot["url"], content=MEDIA, headers=entetes).status_code == 201
    return str(depot["signedBlobId"])
