"""The words that mutations are declared with. Each takes one input, and answers with a payload: both are
types of their own, named after the field, as the contract has them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import strawberry

from resolvers.mutations.acte import Entree
from resolvers.mutations.liaison import Agir, Mutation, nommes
from resolvers.request import Request
from schema.fields import argument, bound, column

MESSAGE = "Ce qui a été refusé, en toutes lettres."


@strawberry.type(description="Un refus.")
class ValidationError:
    message: str = column(MESSAGE, "message")
    code: str | None = column(
        "Nature du refus, quand un programme peut en faire quelque chose.", "code"
    )
    auteur: str | None = column(
        "Qui a agi avant, quand c’est pour cela que la demande est refusée.", "auteur"
    )
    date: str | None = column("Quand cette autre personne a agi.", "date")


@strawberry.type(description="Une remarque, sur ce qui n’a pas empêché la demande d’aboutir.")
class WarningMessage:
    message: str = column("La remarque, en toutes lettres.", "message")


class Element(NamedTuple):
    """One field of an input."""

    nom: str
    type: Any
    description: str
    defaut: Any = None
    """None: no default is shown, and what is left out is not there."""

    def champ(self) -> Any:
        if self.defaut is None and not _facultatif(self.type):
            return strawberry.field(name=None, description=self.description)
        defaut = strawberry.UNSET if self.defaut is None else self.defaut
        if isinstance(defaut, list):
            return strawberry.field(default_factory=list, description=self.description)
        return strawberry.field(default=defaut, description=self.description)


def _facultatif(type_: Any) -> bool:
    return type(None) in getattr(type_, "__args__", ())


CLIENT = Element("client_mutation_id", str | None, "Texte rendu tel quel dans la réponse.")

ERREURS: tuple[Any, Any] = (
    list[ValidationError] | None,
    column("Ce qui a été refusé. Nul quand la demande a abouti.", "errors"),
)
RAPPEL: tuple[Any, Any] = (
    str | None,
    column("Texte donné avec la demande.", "client_mutation_id"),
)


class Declaree(NamedTuple):
    """A field of Mutation: the type it answers with, and the field itself."""

    type: Any
    champ: Any


def liste_de(type_: Any) -> Any:
    """A list of one of the types made here, which the type checker only knows as values."""
    return list.__class_getitem__(type_)


def entree(
    nom: str, description: str, elements: Sequence[Element], *, une_seule: bool = False
) -> Any:
    """An input; `une_seule`: exactly one of its members is given."""
    espace: dict[str, Any] = {element.nom: element.champ() for element in elements}
    espace["__annotations__"] = {element.nom: element.type for element in elements}
    return strawberry.input(
        type(nom, (), espace), name=nom, description=description, one_of=une_seule
    )


def objet(nom: str, description: str, champs: Mapping[str, tuple[Any, Any]]) -> Any:
    espace: dict[str, Any] = {cle: champ for cle, (_, champ) in champs.items()}
    espace["__annotations__"] = {cle: type_ for cle, (type_, _) in champs.items()}
    return strawberry.type(type(nom, (), espace), name=nom, description=description)


def mutation(
    nom: str,
    description: str,
    agir: Agir,
    *,
    demande: Sequence[Element],
    reponse: Mapping[str, tuple[Any, Any]],
    fichiers: Sequence[str] | Callable[[Entree], Sequence[str]] = (),
    refusable: bool = True,
    personne: bool = False,
    preparer: Callable[[Request, Entree], Awaitable[Entree]] | None = None,
    deprecie: str | None = None,
) -> Declaree:
    """`nom` begins with a capital: `DossierAccepter`. `reponse` gives each key of the payload its type
    and its field; `fichiers` are
    the keys of the input that name uploads, or what finds them there. Unless `refusable`, the payload has no `errors`.
    `personne`: only somebody signed in may ask it. `preparer` reads what the input asks for, before."""
    demandee = entree(f"{nom}Input", f"Demande : {description}", [*demande, CLIENT])
    communs = {"client_mutation_id": RAPPEL, **({"errors": ERREURS} if refusable else {})}
    repondue = objet(f"{nom}Payload", f"Réponse : {description}", {**reponse, **communs})
    champ = bound(
        description,
        Mutation(
            agir,
            fichiers if callable(fichiers) else partial(nommes, fichiers),
            personne=personne,
            preparer=preparer,
        ),
        deprecated=deprecie,
        arguments=[argument("input", demandee, "La demande.")],
    )
    return Declaree(repondue | None, champ)
