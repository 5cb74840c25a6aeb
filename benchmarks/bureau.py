"""A desk of 200,000 dossiers, nine of ten in one démarche, for who is in all its groupes: a tab with three filters
and a sort on an answer, the seven tabs, the counters, the search, asked over HTTP by somebody signed in."""

import json
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any

import httpx

from benchmarks import monde_du_bureau, serveurs
from benchmarks.cadence import Latences, a_la_cadence
from benchmarks.connexion import connecter, demander, requete
from benchmarks.figures import Figure, Ligne, Remarque, en_ms, medianes
from benchmarks.monde_du_bureau import CHEFFE, GRANDE, SECRET
from benchmarks.stack import DOSSIERS, World
from domain.presentations.onglets import Onglet

CADENCE = 20.0  # requests a second
COMBIEN = 300  # of each kind: p99 is the third of the slowest
ESSAIS = 15


def _sur_la_demarche(dedans: str, plus: str = "") -> str:
    entete = f"query ($number: Int!{plus})"
    return f"{entete} {{ moi {{ instructeur {{ demarche(number: $number) {{ {dedans} }} }} }} }}"


LIGNES = """pageInfo { hasNextPage endCursor } nodes { number state archived badges { type libelle }
  labels { name } cellules { colonne texte } }"""
ARGUMENTS = ", $onglet: OngletDeDossiers!, $filtres: [FiltreDeListeInput!], $tri: TriDeListeInput"
LISTE = "dossiers(onglet: $onglet, filtres: $filtres, tri: $tri"
PAGE = _sur_la_demarche(
    f"{LISTE}, colonnes: $colonnes, first: 100) {{ {LIGNES} }}", f"{ARGUMENTS}, $colonnes: [ID!]"
)
TOTAL = _sur_la_demarche(f"{LISTE}) {{ totalCount }}", ARGUMENTS)
COMPTEURS = _sur_la_demarche(
    "compteurs { aSuivre suivis traites tous expirants } onglets { cle libelle }"
)
RECHERCHE = """query ($texte: String!) { moi { instructeur { recherche(texte: $texte) {
  nodes { number state usager demandeur demarcheNumber groupe } pageInfo { hasNextPage } } } } }"""
PAR_L_API = """query ($number: Int!) { demarche(number: $number) { dossiers(first: 100) {
  pageInfo { hasNextPage endCursor } nodes { number state archived labels { name }
  champs { id label stringValue } } } } }"""

COLONNES = ["user/email", "type_de_champ/1", "type_de_champ/3", "type_de_champ/4"]
FILTRES = [
    {"colonne": "self/state", "operateur": "correspond", "valeurs": ["accepte"]},
    {"colonne": "type_de_champ/5", "operateur": "correspond", "valeurs": ["true"]},
    {"colonne": "type_de_champ/1", "operateur": "correspond", "valeurs": ["facade", "terrasse"]},
]
# Going up, then down: who did not answer is last, then first.
TRIS = [{"colonne": f"type_de_champ/{n}", "sens": sens} for n, sens in ((3, "asc"), (4, "desc"))]
MOTS = (
    "martin facade",
    "lefevre terrass",
    "echafaudage etienne",
    "habitant012",
    "inès vide grenier",
)


async def measure(world: World) -> AsyncIterator[Ligne]:
    async for ligne in du_bureau(monde_du_bureau.charger(world)):
        yield ligne


async def du_bureau(monde: World) -> AsyncIterator[Ligne]:
    """Of a world that has the desk."""
    yield Remarque(f"un bureau de {DOSSIERS} dossiers, à {CADENCE:.0f} demandes par seconde")
    with serveurs.guichet(monde) as port:
        cookie = await _cookie(port)
        demander_ici = partial(_demande, cookie, number=GRANDE)
        filtrees = [
            demander_ici(PAGE, onglet="tous", filtres=FILTRES, tri=tri, colonnes=COLONNES)
            for tri in TRIS
        ]
        par_onglet = [demander_ici(PAGE, onglet=onglet, filtres=[]) for onglet in Onglet]
        yield await _contre_l_api(port, filtrees[0], monde.jetons["bureau"])
        for nom, demandees, but in (
            ("page_filtree_et_triee", filtrees, 150),
            ("onglets", par_onglet, 150),
            ("compteurs", [demander_ici(COMPTEURS)], 100),
            ("recherche_par_numero", _recherches(cookie, await _numeros(port, filtrees[0])), 200),
            ("recherche_par_mots", _recherches(cookie, MOTS), 200),
        ):
            latences = await _mesurer(port, demandees)
            yield _dites(nom, latences)
            yield Figure(f"bureau_{nom}_p99_ms", latences.p99, f"<= {but}")
        total = demander_ici(TOTAL, onglet="tous", filtres=FILTRES, tri=TRIS[0])
        yield en_ms("total exact de la liste filtrée", await _l_un_apres_l_autre(port, total=total))


def _demande(cookie: str, query: str, **variables: Any) -> bytes:
    return requete("/graphql", {"query": query, "variables": variables}, cookie=cookie)


async def _cookie(port: int) -> str:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        reponse = await client.post("/connexion", json={"email": CHEFFE, "motDePasse": SECRET})
        assert reponse.status_code == 200, reponse.text
        return "; ".join(f"{nom}={valeur}" for nom, valeur in client.cookies.items())


async def _mesurer(
    port: int, demandees: Sequence[bytes], cadence: float = CADENCE, combien: int = COMBIEN
) -> Latences:
    """After a first round, which compiles the documents and fills the caches."""
    await a_la_cadence(port, demandees, par_seconde=5, combien=3 * len(demandees))
    return await a_la_cadence(port, demandees, par_seconde=cadence, combien=combien)


def _dites(nom: str, latences: Latences) -> Remarque:
    return Remarque(f"{nom}, ms : p50 {latences.p50:.1f} · p99 {latences.p99:.1f}")


async def _contre_l_api(port: int, filtree: bytes, jeton: str) -> Remarque:
    """Against a page of the same dossiers by the API, which is in the order of an index and filters nothing."""
    api = requete("/api/v2/graphql", {"query": PAR_L_API, "variables": {"number": GRANDE}}, jeton)
    durees = await _l_un_apres_l_autre(port, bureau=filtree, api=api)
    return en_ms("page filtrée du bureau, page de l’API", durees)


async def _l_un_apres_l_autre(port: int, **demandees: bytes) -> dict[str, float]:
    connexion = await connecter(port)
    durees = await medianes(
        ESSAIS, {nom: partial(demander, connexion, octets) for nom, octets in demandees.items()}
    )
    connexion.fermer()
    return durees


async def _numeros(port: int, page: bytes) -> list[str]:
    """Of dossiers that are there."""
    connexion = await connecter(port)
    lu = json.loads(await demander(connexion, page))
    connexion.fermer()
    lignes = lu["data"]["moi"]["instructeur"]["demarche"]["dossiers"]["nodes"]
    assert len(lignes) == 100, len(lignes)
    return [str(ligne["number"]) for ligne in lignes[:20]]


def _recherches(cookie: str, textes: Sequence[str]) -> list[bytes]:
    return [_demande(cookie, RECHERCHE, texte=texte) for texte in textes]
