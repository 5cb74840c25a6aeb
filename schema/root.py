"""The roots, and the whole schema, built once."""

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from resolvers import racines
from resolvers.demarches import DemarcheRow
from resolvers.request import Request
from schema.binding import lier
from schema.champs import CHAMPS
from schema.colonnes import COLONNES
from schema.demandeurs import PersonneMorale, PersonneMoraleIncomplete, PersonnePhysique
from schema.demarches import Demarche, DemarcheDescriptor, DemarcheVue
from schema.dossiers import Dossier
from schema.fields import argument, query
from schema.formulaires import DESCRIPTEURS
from schema.geo import ParcelleCadastrale, SelectionUtilisateur
from schema.groupes_instructeurs import GroupeInstructeurWithDossiers
from schema.scalars import SCALARS

NUMERO = "Numéro de l’objet demandé."


@strawberry.input(one_of=True, description="Une démarche, par son numéro ou par son identifiant.")
class FindDemarcheInput:
    number: int | None = strawberry.field(
        default=strawberry.UNSET, description="Numéro de la démarche."
    )
    id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="Identifiant global de la démarche."
    )


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


declare = strawberry.Schema(
    query=Query,
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


def imprimer() -> str:
    """The contract as `schema.graphql` holds it."""
    return declare.as_str() + "\n"
