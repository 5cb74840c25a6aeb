"""Dossiers of the long démarche that may be decided, and who may decide them."""

from typing import NamedTuple

import psycopg

DEMARCHE = 2


class Decidables(NamedTuple):
    """Numbers: `instructeur` is a member of the groupe that holds all the dossiers."""

    instructeur: int
    dossiers: list[int]


def rendre_decidables(url: str, nombre: int) -> Decidables:
    """At most `nombre`, en instruction whatever was decided of them before."""
    with psycopg.connect(url) as connexion:
        ligne = connexion.execute(
            "SELECT a.instructeur_id, g.id FROM affectations a JOIN groupes_instructeurs g"
            " ON g.id = a.groupe_instructeur_id WHERE g.demarche_id = %s ORDER BY 1, 2 LIMIT 1",
            (DEMARCHE,),
        ).fetchone()
        assert ligne is not None
        instructeur, groupe = ligne
        pris = connexion.execute(
            "UPDATE dossiers SET state = 'en_instruction', archive = false, motivation = NULL,"
            " en_instruction_le = coalesce(en_instruction_le, now()), groupe_instructeur_id = %s"
            " WHERE id IN (SELECT id FROM dossiers WHERE demarche_id = %s AND depose_le IS NOT NULL"
            " AND usager_id IS NOT NULL AND visible_par_administration ORDER BY id LIMIT %s)"
            " RETURNING id",
            (groupe, DEMARCHE, nombre),
        ).fetchall()
    return Decidables(instructeur, sorted(numero for (numero,) in pris))
