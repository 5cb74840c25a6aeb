"""From what is to be printed to the bytes of a PDF. Takes time and a core: never in an event loop."""

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import msgspec
import typst

from exports.pdf.contenu import Bloc, Imprime, Partie, Titre
from exports.pdf.polices import FAMILLES, LATINE, polices, repertoire
from exports.pdf.texte import Imprimeur

NORMES: list[Any] = ["ua-1", "a-2a"]  # accessible to everybody, readable in a century
MODELE = (files("exports.pdf") / "dossier.typ").read_bytes()
NIVEAU_MAX = 4  # under the part's own title, itself under the document's: PDF has six


class ImpressionImpossible(Exception):
    """Typst gave up altogether: a defect, of it or of our template."""


def composer(imprime: Imprime) -> bytes:
    """The same document gives the same bytes. Raises ImpressionImpossible.

    A character drawn alone may not be drawn beside others: an Arabic vowel on a Latin letter has no
    glyph in either font. Nobody writes so but to see; the document is then made with one font alone,
    where what is drawn alone is always drawn.
    """
    try:
        return _compiler(imprime, Imprimeur(repertoire(FAMILLES)))
    except ImpressionImpossible:
        return _compiler(imprime, Imprimeur(repertoire((LATINE,))))


def _compiler(imprime: Imprime, imprimeur: Imprimeur) -> bytes:
    try:
        return typst.compile(
            MODELE,
            font_paths=polices(),
            sys_inputs={"imprime": donnees(imprime, imprimeur)},
            pdf_standards=NORMES,
            timestamp=imprime.edite_le.replace(microsecond=0),  # typst refuses less
        )
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in Rust is no Exception: no net above would hold it
        raise ImpressionImpossible(str(error)) from error


def donnees(imprime: Imprime, imprimeur: Imprimeur) -> str:
    """What the template reads. Data go in as JSON, never as typst's markup."""
    accessible = replace(imprime, parties=[_niveaux(partie) for partie in imprime.parties])
    contenu = _imprimables(msgspec.to_builtins(accessible), imprimeur)
    contenu["polices"] = FAMILLES
    contenu["edition"] = f"{imprime.edite_le:%d/%m/%Y à %H:%M}"
    return json.dumps(contenu, ensure_ascii=False)


def _niveaux(partie: Partie) -> Partie:
    """Levels that the form skips are closed up, which PDF/UA asks; those that were alike stay alike."""
    blocs: list[Bloc] = []
    ouverts: list[int] = []
    for bloc in partie.blocs:
        if isinstance(bloc, Titre):
            ouverts = [niveau for niveau in ouverts if niveau < bloc.niveau] + [bloc.niveau]
            bloc = replace(bloc, niveau=min(len(ouverts), NIVEAU_MAX))
        blocs.append(bloc)
    return replace(partie, blocs=blocs)


def _imprimables(valeur: Any, imprimeur: Imprimeur) -> Any:
    if isinstance(valeur, str):
        return imprimeur.imprimable(valeur)
    if isinstance(valeur, list | tuple):
        return [_imprimables(element, imprimeur) for element in valeur]
    if isinstance(valeur, dict):
        return {cle: _imprimables(element, imprimeur) for cle, element in valeur.items()}
    return valeur
