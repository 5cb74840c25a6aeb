"""What the statistics of a démarche count: each a single statement over its dossiers.

A decision counts as many times as it was taken, a dossier once. Weeks and months are those of Paris.
"""

from sqlalchemy import text

TERMINES = "('accepte', 'refuse', 'sans_suite')"

# Parameters: demarche_id.
AVANCEMENT = text(f"""
SELECT
  count(*) FILTER (
    WHERE visible_par_administration
       OR NOT apercu AND cache_par_usager_le IS NULL AND cache_par_expiration_le IS NULL
  ) AS tous,
  count(*) FILTER (WHERE visible_par_administration) AS deposes,
  count(*) FILTER (
    WHERE visible_par_administration AND state NOT IN ('brouillon', 'en_construction')
  ) AS instruits,
  count(*) FILTER (WHERE visible_par_administration AND state IN {TERMINES}) AS traites,
  count(*) FILTER (WHERE visible_par_administration AND state = 'accepte') AS acceptes,
  count(*) FILTER (WHERE visible_par_administration AND state = 'refuse') AS refuses,
  count(*) FILTER (WHERE visible_par_administration AND state = 'sans_suite') AS sans_suite,
  (SELECT count(*) FROM dossiers_supprimes
   WHERE demarche_id = :demarche_id AND state IN {TERMINES}) AS supprimes
FROM dossiers
WHERE demarche_id = :demarche_id
""")

# A week without a decision counts too, between the first and the last of its state. Parameters:
# demarche_id, at.
PAR_SEMAINE = text(f"""
WITH semaines AS (
  SELECT state, date_trunc('week', traite_le AT TIME ZONE 'Europe/Paris') AS lundi, count(*) AS nombre
  FROM dossiers
  WHERE demarche_id = :demarche_id AND visible_par_administration AND state IN {TERMINES}
    AND traite_le <= :at
    AND traite_le AT TIME ZONE 'Europe/Paris'
        >= date_trunc('week', CAST(:at AS timestamptz) AT TIME ZONE 'Europe/Paris') - interval '6 months'
  GROUP BY 1, 2
)
SELECT bornes.state, CAST(lundi AS date) AS lundi, coalesce(nombre, 0) AS nombre
FROM (SELECT state, min(lundi) AS debut, max(lundi) AS fin FROM semaines GROUP BY state) AS bornes
CROSS JOIN LATERAL generate_series(debut, fin, interval '7 days') AS serie (lundi)
LEFT JOIN semaines USING (state, lundi)
ORDER BY state, lundi
""")

_DUREES = f"""
  SELECT
    CAST(extract(epoch FROM t.traite_le - d.depose_le) AS double precision) AS duree,
    date_trunc('month', t.traite_le AT TIME ZONE 'Europe/Paris') AS mois
  FROM dossiers d
  JOIN traitements t ON t.dossier_id = d.id AND t.state IN {TERMINES}
  WHERE d.demarche_id = :demarche_id AND d.visible_par_administration AND d.depose_le IS NOT NULL
"""

# The thirds of the durations of the last thirty days, when there are three at least; the length of a
# third is rounded up, so that four durations make two of them. Parameters: demarche_id, at.
DELAIS_USUELS = text(f"""
WITH durees AS ({_DUREES} AND t.traite_le BETWEEN CAST(:at AS timestamptz) - interval '30 days' AND :at),
rangees AS (
  SELECT duree, (row_number() OVER (ORDER BY duree) - 1) / ((count(*) OVER () + 2) / 3) AS tranche
  FROM durees
)
SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY duree) AS delai
FROM rangees
WHERE (SELECT count(*) FROM durees) >= 3
GROUP BY tranche
ORDER BY tranche
""")

# The mean of each whole month, durations out of the ordinary (beyond the 5th and 95th percentiles)
# counting as these. Parameters: demarche_id, at.
DELAIS_PAR_MOIS = text(f"""
WITH durees AS ({_DUREES}
  AND t.traite_le AT TIME ZONE 'Europe/Paris'
      < date_trunc('month', CAST(:at AS timestamptz) AT TIME ZONE 'Europe/Paris')
),
bornes AS (
  SELECT mois, percentile_cont(ARRAY[0.05, 0.95]) WITHIN GROUP (ORDER BY duree) AS bornes
  FROM durees GROUP BY mois
),
moyennes AS (
  SELECT mois, avg(least(greatest(duree, bornes[1]), bornes[2])) AS moyenne
  FROM durees JOIN bornes USING (mois) GROUP BY mois
)
SELECT CAST(mois AS date) AS mois, CAST(ceil(nullif(moyenne, 0) / 86400) AS bigint) AS jours
FROM generate_series(
  (SELECT min(mois) FROM durees),
  date_trunc('month', CAST(:at AS timestamptz) AT TIME ZONE 'Europe/Paris') - interval '1 month',
  interval '1 month'
) AS serie (mois)
LEFT JOIN moyennes USING (mois)
ORDER BY mois
""")
