"""The roots, and the whole schema, built once."""

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from domain.demarches.models import Etat
from resolvers import par_identifiant, racines
from resolvers.bureau import masse
from resolvers.demarches import DemarcheRow
from resolvers.demarches_visibles import demarches_visibles
from resolvers.moi import moi as qui_suis_je
from resolvers.request import Request
from schema.binding import liaisons as liaisons_de
from schema.binding import lier
from schema.bureau.masse import OperationDeMasse
from schema.champs import CHAMPS
from schema.colonnes import COLONNES
from schema.connexions import ARGUMENTS_DE_PAGE, DemarcheConnection
from schema.demandes import FindDemarcheInput
from schema.demandeurs import PersonneMorale, PersonneMoraleIncomplete, PersonnePhysique
from schema.demarches import Demarche, DemarcheDescriptor, DemarcheVue
from schema.dossiers import Dossier
from schema.fields import argument, query
from schema.formulaires import DESCRIPTEURS
from schema.geo import ParcelleCadastrale, SelectionUtilisateur
from schema.groupes_instructeurs import GroupeInstructeurWithDossiers
from schema.libelles import decrire
from schema.limite import RateLimit
from schema.moi import Moi
from schema.mutations.racine import Mutation
from schema.scalars import SCALARS

NUMERO = "Numéro de l’objet demandé."
IDENTIFIANT = [argument("id", strawberry.ID, "Identifiant global de l’objet demandé.")]


async def _descripteur(request: Request, racine: object, *, demarche: dict[str, object]) -> object:
    trouvee: DemarcheRow = await racines.demarche_descriptor(request, racine, demarche=demarche)
    return DemarcheVue(trouvee, None)


@strawberry.type(description="Ce que l’on peut lire.")
class Query:
    demarche: Demarche = query(
        "Une démarche, pour qui l’administre.",
        racines.demarche,
        arguments=[argument("number", int, NUMERO)],
    )
    dossier: Dossier = query(
        "Un dossier déposé.", racines.dossier, arguments=[argument("number", int, NUMERO)]
    )
    groupe_instructeur: GroupeInstructeurWithDossiers = query(
        "Un groupe d’instructeurs et ses dossiers.",
        racines.groupe_instructeur,
        arguments=[argument("number", int, NUMERO)],
    )
    demarche_descriptor: DemarcheDescriptor | None = query(
        "Ce que chacun peut savoir d’une démarche.",
        _descripteur,
        arguments=[argument("demarche", FindDemarcheInput, "La démarche.")],
    )
    demarches: DemarcheConnection = query(
        "Les démarches que l’on peut lire, de la plus ancienne création à la plus récente.",
        demarches_visibles,
        arguments=[
            *ARGUMENTS_DE_PAGE,
            argument("state", Etat | None, "Seulement les démarches dans cet état."),
        ],
    )
    demarche_par_id: Demarche | None = query(
        "La démarche qui a cet identifiant. Nul si elle n’existe pas, ou pas pour qui demande.",
        par_identifiant.demarche,
        arguments=IDENTIFIANT,
    )
    dossier_par_id: Dossier | None = query(
        "Le dossier déposé qui a cet identifiant. Nul s’il n’existe pas, ou pas pour qui demande.",
        par_identifiant.dossier,
        arguments=IDENTIFIANT,
    )
    groupe_instructeur_par_id: GroupeInstructeurWithDossiers | None = query(
        "Le groupe d’instructeurs qui a cet identifiant. Nul s’il n’existe pas, ou pas pour qui demande.",
        par_identifiant.groupe_instructeur,
        arguments=IDENTIFIANT,
    )
    moi: Moi | None = query(
        "La personne connectée. Nul pour un jeton, et pour qui ne l’est pas.", qui_suis_je
    )
    operation_de_masse: OperationDeMasse | None = query(
        "Une action de masse. Nulle si elle n’existe pas, ou pas pour qui demande.",
        masse.operation,
        arguments=IDENTIFIANT,
    )
    rate_limit: RateLimit | None = query(
        "Ce qu’il reste de requêtes à qui demande. Nul quand rien ne les limite.", racines.limite
    )


declare = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    types=[
        *CHAMPS,
        *COLONNES,
        *DESCRIPTEURS,
        ParcelleCadastrale,
        PersonneMorale,
        PersonneMoraleIncomplete,
        PersonnePhysique,
        SelectionUtilisateur,
    ],
    config=StrawberryConfig(scalar_map=SCALARS, disable_field_suggestions=True, sort_schema=True),
)

schema: GraphQLSchema = lier(declare)
decrire(schema)
liaisons = liaisons_de(schema)


def imprimer() -> str:
    """The contract as `schema.graphql` holds it."""
    return declare.as_str() + "\n"
