"""The same key twenty times at once, on every kind of mutation: what one call does, and one answer.

Two twin worlds live the same life. In one each mutation is asked once; in the other, twenty times.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Barrier
from typing import Any, NamedTuple

import httpx
import pytest

from domain.identifiants import identifiant
from scenarios import Resultat
from server.settings import Settings
from tests.api.conftest import Monde
from tests.api.ecritures import dossier_id, ecrire, instructeur_id, lignes
from tests.api.entrees import MUTATIONS
from tests.chaos.images import ecarts, image
from tests.databases import fresh_database
from tests.serving import serving

MONDE = "partout"
FOIS = 20

NOTE, PLANTS, AVIS, VU, VISITES, _, JOUR, QUAND, SURFACE = (
    identifiant("Champ", n) for n in range(9, 18)
)

Entree = dict[str, Any]
Jumeaux = tuple[Monde, Monde]


@pytest.fixture(scope="module")
def jumeaux(stack: Settings, modele: tuple[str, Resultat]) -> Iterator[Jumeaux]:
    with ExitStack() as ouverts:
        une, autre = (ouverts.enter_context(_monde(stack, *modele)) for _ in range(2))
        yield une, autre


@contextmanager
def _monde(stack: Settings, nom: str, fait: Resultat) -> Iterator[Monde]:
    with (
        fresh_database(stack, model=nom) as url,
        serving(stack.model_copy(update={"database_url": url})) as serveur,
    ):
        yield Monde(serveur, fait.jetons, fait.dossiers, fait.demarches)


# --- what each mutation is asked, and what must be there before -----------------------------------


class Cas(NamedTuple):
    """`preparer` brings a world, whatever its past, to where `entree` succeeds and changes something;
    it is called alike on both twins. `selection` is asked of the payload besides its errors."""

    entree: Callable[[Monde], Entree]
    preparer: Callable[[Monde], None] = lambda monde: None
    selection: str = "dossier { number state }"


def qui(monde: Monde, dossier: str = "instruction") -> Entree:
    return {"dossierId": dossier_id(monde, dossier), "instructeurId": instructeur_id(monde)}


def faire(monde: Monde, champ: str, **entree: Any) -> None:
    corps = ecrire(monde, champ, "clientMutationId", **entree)
    assert "errors" not in corps, corps


def un(monde: Monde, requete: str, *valeurs: Any) -> Any:
    [[valeur]] = [list(ligne.values()) for ligne in lignes(monde, requete, *valeurs)]
    return valeur


EVE = "eve@exemple.fr"
PERMIS: Entree = {"demarche": {"number": 700}}
EXPERTE: Entree = {**PERMIS, "email": EVE}
EXPERTS = "experts { messagerie liste { email accesDecision } }"


def dans_la_liste(monde: Monde) -> None:
    etat("en_instruction")(monde)
    faire(monde, "demarcheAjouterExperts", **PERMIS, emails=[EVE])


def avec_avis(monde: Monde) -> None:
    dans_la_liste(monde)
    faire(monde, "dossierDemanderAvis", **qui(monde), emails=[EVE], question="Oui ?")


def avis(monde: Monde) -> Entree:
    """The last one asked."""
    numero = un(monde, "SELECT max(id) AS id FROM avis")
    return {"avisId": identifiant("Avis", numero), "instructeurId": instructeur_id(monde)}


def etat(voulu: str) -> Callable[[Monde], None]:
    """Bring the dossier to this state, from any other."""

    def amener(monde: Monde) -> None:
        present = un(monde, "SELECT state FROM dossiers WHERE id = 7002")
        if present == voulu:
            return
        if present == "en_construction":
            faire(monde, "dossierPasserEnInstruction", **qui(monde))
        elif present != "en_instruction":
            faire(monde, "dossierRepasserEnInstruction", **qui(monde))
        if voulu == "en_construction":
            faire(monde, "dossierRepasserEnConstruction", **qui(monde))
        if voulu == "accepte":
            faire(monde, "dossierAccepter", **qui(monde))

    return amener


def puis(*etapes: Callable[[Monde], None]) -> Callable[[Monde], None]:
    def suivre(monde: Monde) -> None:
        for etape in etapes:
            etape(monde)

    return suivre


def avec(champ: str, **autres: Any) -> Callable[[Monde], None]:
    """Something done before on the same dossier."""
    return lambda monde: faire(monde, champ, **qui(monde), **autres)


def motive(monde: Monde) -> Entree:
    return {**qui(monde), "motivation": "Voilà pourquoi"}


def annotation(id: str, valeur: Callable[[int], Any]) -> Cas:
    """`valeur` is another each time: it is given how many answers the dossier has had."""

    def entree(monde: Monde) -> Entree:
        deja = un(monde, "SELECT count(*) FROM demandes_idempotentes")
        return {**qui(monde), "annotationId": id, "value": valeur(deja)}

    return Cas(entree, selection="annotation { id stringValue }")


def groupe(monde: Monde, label: str) -> Entree:
    numero = un(
        monde, "SELECT id FROM groupes_instructeurs WHERE demarche_id = 700 AND label = %s", label
    )
    return {"groupeInstructeurId": identifiant("GroupeInstructeur", numero)}


def changement_de_groupe(monde: Monde) -> Entree:
    ailleurs = un(
        monde,
        "SELECT g.label FROM groupes_instructeurs g, dossiers d WHERE d.id = 7006 "
        "AND g.demarche_id = 700 AND g.id <> d.groupe_instructeur_id ORDER BY g.id LIMIT 1",
    )
    return {"dossierId": dossier_id(monde, "a_confier"), **groupe(monde, ailleurs)}


def label(monde: Monde) -> Entree:
    numero = un(monde, "SELECT id FROM labels WHERE demarche_id = 700 ORDER BY id LIMIT 1")
    return {"dossierId": dossier_id(monde, "instruction"), "labelId": identifiant("Label", numero)}


def sans_label(monde: Monde) -> None:
    faire(monde, "dossierSupprimerLabel", **label(monde))


def avec_label(monde: Monde) -> None:
    faire(monde, "dossierAjouterLabel", **label(monde))


def message(monde: Monde) -> Entree:
    numero = un(monde, "SELECT max(id) FROM messages WHERE email = 'ines@exemple.fr'")
    return {"messageId": identifiant("Commentaire", numero), "instructeurId": instructeur_id(monde)}


def nouveau_dossier(_: Monde) -> Entree:
    ali = {"personnePhysique": {"civilite": "M", "nom": "Benali", "prenom": "Ali"}}
    return {"demarche": {"number": 700}, "usagerEmail": "ali@exemple.fr", "demandeur": ali}


def en_preparation(monde: Monde) -> None:
    faire(monde, "dossierCreer", **nouveau_dossier(monde))


def prepare(monde: Monde, **autres: Any) -> Entree:
    numero = un(monde, "SELECT max(id) FROM dossiers WHERE cree_par_administrateur_id IS NOT NULL")
    return {"dossierId": identifiant("Dossier", numero), **autres}


def sans_igor(monde: Monde) -> None:
    faire(monde, "groupeInstructeurSupprimerInstructeurs", **igor_au_nord(monde))


def avec_igor(monde: Monde) -> None:
    faire(monde, "groupeInstructeurAjouterInstructeurs", **igor_au_nord(monde))


def igor_au_nord(monde: Monde) -> Entree:
    return {**groupe(monde, "Nord"), "instructeurs": [{"email": "igor@exemple.fr"}]}


GROUPE = "groupeInstructeur { label closed }"
MESSAGE = "message { id body }"
PREPARE = "dossier { number errors { id } } champErrors { id }"

CAS: dict[str, Cas] = {
    "createDirectUpload": Cas(
        lambda monde: {
            "dossierId": dossier_id(monde, "instruction"), "filename": "a.pdf", "byteSize": 3,
            "checksum": "kAFQmDzST7DWlj99KOF/cg==", "contentType": "application/pdf",
        },
        selection="directUpload { url headers blobId signedBlobId }",
    ),
    "demarcheCloner": Cas(
        lambda _: {"demarche": {"number": 700}, "title": "Copie"},
        selection="demarche { number title }",
    ),
    "dossierAccepter": Cas(motive, etat("en_instruction")),
    "dossierAjouterLabel": Cas(label, sans_label, "dossier { number } label { name }"),
    "dossierArchiver": Cas(qui, puis(etat("accepte"), avec("dossierDesarchiver"))),
    "dossierBasculeSuivi": Cas(qui, avec("dossierNePlusSuivre")),
    "dossierChangerGroupeInstructeur": Cas(changement_de_groupe),
    "dossierClasserSansSuite": Cas(motive, etat("en_instruction")),
    "dossierCreer": Cas(nouveau_dossier, selection=PREPARE),
    "dossierDemanderCorrection": Cas(
        lambda monde: {**qui(monde), "body": "Il manque le lieu", "correction": "incomplete"},
        etat("en_instruction"),
        "dossier { state } message { id body }",
    ),
    "dossierDeposer": Cas(prepare, en_preparation),
    "dossierDesarchiver": Cas(qui, puis(etat("accepte"), avec("dossierArchiver"))),
    "dossierEnvoyerMessage": Cas(
        lambda monde: {**qui(monde), "body": "Bonjour"}, selection=MESSAGE
    ),
    "dossierModifierAnnotationAjouterLigne": Cas(
        lambda monde: {**qui(monde), "annotationId": VISITES},
        selection="annotation { id rows { champs { id } } }",
    ),
    "dossierModifierAnnotationCheckbox": annotation(VU, lambda rang: rang % 2 == 0),
    "dossierModifierAnnotationDate": annotation(JOUR, lambda rang: f"2026-01-{rang % 28 + 1:02d}"),
    "dossierModifierAnnotationDatetime": annotation(
        QUAND, lambda rang: f"2026-01-{rang % 28 + 1:02d}T10:00:00+01:00"
    ),
    "dossierModifierAnnotationDecimalNumber": annotation(SURFACE, lambda rang: rang + 0.5),
    "dossierModifierAnnotationDropDownList": annotation(
        AVIS, lambda rang: ("Favorable", "Défavorable")[rang % 2]
    ),
    "dossierModifierAnnotationIntegerNumber": annotation(PLANTS, lambda rang: rang),
    "dossierModifierAnnotationText": annotation(NOTE, lambda rang: f"Note {rang}"),
    "dossierModifierAnnotations": Cas(
        lambda monde: {
            **qui(monde),
            "annotations": [
                {"id": VISITES, "value": {"repetition": 1}},
                {"id": NOTE, "value": {"textarea": "Plusieurs"}},
            ],
        },
        selection="annotations { id stringValue }",
    ),
    "dossierModifierChamps": Cas(
        lambda monde: prepare(
            monde, champs=[{"id": identifiant("Champ", 1), "value": {"text": "Ici"}}]
        ),
        en_preparation,
        PREPARE,
    ),
    "dossierNePlusSuivre": Cas(qui, avec("dossierSuivre")),
    "dossierPasserEnInstruction": Cas(qui, etat("en_construction")),
    "dossierProlonger": Cas(qui, etat("en_construction")),
    "dossierRefuser": Cas(motive, etat("en_instruction")),
    "dossierRepasserEnConstruction": Cas(qui, etat("en_instruction")),
    "dossierRepasserEnInstruction": Cas(qui, etat("accepte")),
    "dossierDemanderAvis": Cas(
        lambda monde: {**qui(monde), "emails": [EVE], "question": "Oui ?"},
        dans_la_liste,
        "avis { questionLabel expert { email } }",
    ),
    "dossierRelancerAvis": Cas(avis, avec_avis, "avis { questionLabel }"),
    "dossierRevoquerAvis": Cas(avis, avec_avis),
    "demarcheAjouterExperts": Cas(
        lambda monde: {**PERMIS, "emails": [EVE]},
        puis(dans_la_liste, lambda monde: faire(monde, "demarcheRetirerExpert", **EXPERTE)),
        EXPERTS,
    ),
    "demarcheReglerConservation": Cas(
        lambda monde: {**PERMIS, "mois": 7},
        lambda monde: faire(monde, "demarcheReglerConservation", **PERMIS, mois=8),
        "demarche { dureeConservationDossiers }",
    ),
    "demarcheReglerExpert": Cas(
        lambda monde: {**EXPERTE, "accesDecision": True},
        puis(
            dans_la_liste,
            lambda monde: faire(monde, "demarcheReglerExpert", **EXPERTE, accesDecision=False),
        ),
        EXPERTS,
    ),
    "demarcheReglerExperts": Cas(
        lambda monde: {**PERMIS, "messagerie": False},
        lambda monde: faire(monde, "demarcheReglerExperts", **PERMIS, messagerie=True),
        EXPERTS,
    ),
    "demarcheRetirerExpert": Cas(lambda monde: EXPERTE, dans_la_liste, EXPERTS),
    "dossierRestaurer": Cas(
        lambda monde: qui(monde, "refuse"),
        lambda monde: faire(monde, "dossierSupprimer", **qui(monde, "refuse")),
    ),
    "dossierSuivre": Cas(qui, avec("dossierNePlusSuivre")),
    "dossierSupprimer": Cas(lambda monde: qui(monde, "sans_suite"), selection="number"),
    "dossierSupprimerLabel": Cas(label, avec_label, "dossier { number } label { name }"),
    "dossierSupprimerMessage": Cas(
        message, avec("dossierEnvoyerMessage", body="À effacer"), MESSAGE
    ),
    "groupeInstructeurAjouterInstructeurs": Cas(igor_au_nord, sans_igor, GROUPE),
    "groupeInstructeurCreer": Cas(
        lambda monde: {"demarche": {"number": 700}, "groupeInstructeur": {"label": "Ouest"}},
        selection=GROUPE,
    ),
    "groupeInstructeurModifier": Cas(
        lambda monde: {**groupe(monde, "Sud"), "closed": True},
        lambda monde: faire(
            monde, "groupeInstructeurModifier", **groupe(monde, "Sud"), closed=False
        ),
        GROUPE,
    ),
    "groupeInstructeurSupprimerInstructeurs": Cas(igor_au_nord, avec_igor, GROUPE),
}  # fmt: skip


def test_every_mutation_of_the_schema_has_its_case() -> None:
    assert set(MUTATIONS) == set(CAS)


# --- once, and twenty times -----------------------------------------------------------------------


def demander(monde: Monde, champ: str, entree: Entree, depart: Barrier | None = None) -> bytes:
    """The answer, asked again as long as the server says to come back (409, 503)."""
    type_entree = f"{champ[0].upper()}{champ[1:]}Input"
    erreurs = "" if champ == "createDirectUpload" else "errors { message }"
    texte = (
        f"mutation ($input: {type_entree}!) "
        f"{{ {champ}(input: $input) {{ clientMutationId {CAS[champ].selection} {erreurs} }} }}"
    )
    if depart is not None:
        depart.wait(60)
    while True:
        reponse: httpx.Response = monde.client("ecriture").poster(
            json={"query": texte, "variables": {"input": {**entree, "clientMutationId": "moi"}}},
            headers={"Idempotency-Key": f"partout-{champ}"},
        )
        if reponse.status_code not in (409, 503):
            assert reponse.status_code == 200, reponse.text
            return reponse.content


@pytest.mark.parametrize("champ", sorted(CAS))
def test_twenty_at_once_are_one(jumeaux: Jumeaux, champ: str) -> None:
    une, vingt = jumeaux
    cas = CAS[champ]
    for monde in jumeaux:
        cas.preparer(monde)
    avant = image(une.serveur.database_url)
    assert ecarts(avant, image(vingt.serveur.database_url)) == {}
    entree = cas.entree(une)
    assert entree == cas.entree(vingt)

    seule = httpx.Response(200, content=demander(une, champ, entree)).json()
    depart = Barrier(FOIS)
    with ThreadPoolExecutor(FOIS) as ensemble:
        reponses = set(ensemble.map(lambda _: demander(vingt, champ, entree, depart), range(FOIS)))

    assert "errors" not in seule, seule
    assert seule["data"][champ].get("errors") is None, seule
    assert len(reponses) == 1
    changes = ecarts(avant, image(une.serveur.database_url))
    assert set(changes) - {"demandes_idempotentes"}
    assert ecarts(image(une.serveur.database_url), image(vingt.serveur.database_url)) == {}
