import strawberry

from schema.fields import column
from schema.scalars import DateTime


@strawberry.type(description="Ce qu’il reste de requêtes à qui demande, sur une minute glissante.")
class RateLimit:
    limit: int = column("Nombre de requêtes permises par minute.", "limite")
    cost: int = column(
        "Ce que coûte cette requête : 1, quoi qu’elle demande, puisque la taille d’une requête est "
        "bornée par ailleurs.",
        "cout",
    )
    remaining: int = column("Nombre de requêtes encore permises, celle-ci déduite.", "reste")
    reset_at: DateTime = column(
        "Date à laquelle la plus ancienne requête comptée cessera de l’être : quand il n’en reste plus, "
        "celle où l’on peut recommencer.",
        "retour",
    )
