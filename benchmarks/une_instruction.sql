-- The page of a hundred dossiers as one statement that returns the whole JSON of the answer, to the
-- same keys and values (but for `columns`, and for what only a program can say: signed addresses).
-- What PostgreSQL can do by itself is the bar that the API has to pass under. The words in braces,
-- the object of a champ by its type and others that come several times, are in une_instruction.py.
WITH lues AS MATERIALIZED (
  SELECT * FROM dossiers
   WHERE demarche_id = %(demarche)s AND demarche_id = ANY (%(demarches)s) AND visible_par_administration
   ORDER BY depose_le, id LIMIT %(taille)s + 1
), page AS MATERIALIZED (
  SELECT * FROM lues ORDER BY depose_le, id LIMIT %(taille)s
), champs_de_la_revision AS MATERIALIZED (
  SELECT t.*, encode(convert_to('Champ-' || stable_id, 'UTF8'), 'base64') AS gid
    FROM types_de_champ t
   WHERE revision_id IN (SELECT id FROM revisions WHERE demarche_id = %(demarche)s)
), formulaires AS MATERIALIZED (
  SELECT r.id, json_build_object(
           'id', encode(convert_to('ProcedureRevision-' || r.id, 'UTF8'), 'base64'),
           'datePublication', r.publiee_le,
           'champDescriptors', coalesce((SELECT json_agg({descripteur} ORDER BY t.position)
              FROM champs_de_la_revision t WHERE t.revision_id = r.id AND NOT t.prive), '[]'),
           'annotationDescriptors', coalesce((SELECT json_agg({descripteur} ORDER BY t.position)
              FROM champs_de_la_revision t WHERE t.revision_id = r.id AND t.prive), '[]')) AS objet
    FROM revisions r WHERE r.demarche_id = %(demarche)s
), groupes AS MATERIALIZED (
  SELECT g.id, json_build_object(
           'id', encode(convert_to('GroupeInstructeur-' || g.id, 'UTF8'), 'base64'),
           'number', g.id,
           'label', g.label,
           'instructeurs', coalesce((SELECT json_agg(json_build_object(
               'id', encode(convert_to('Instructeur-' || i.id, 'UTF8'), 'base64'),
               'email', c.email) ORDER BY i.id)
              FROM affectations a JOIN instructeurs i ON i.id = a.instructeur_id
              JOIN comptes c ON c.id = i.compte_id WHERE a.groupe_instructeur_id = g.id), '[]')) AS objet,
         g.label
    FROM groupes_instructeurs g WHERE g.demarche_id = %(demarche)s
), reponses AS MATERIALIZED (
  SELECT d.id,
         json_agg({champ} ORDER BY t.position) FILTER (WHERE NOT t.prive) AS champs,
         json_agg({champ} ORDER BY t.position) FILTER (WHERE t.prive) AS annotations
    FROM page d
    JOIN champs_de_la_revision t ON t.revision_id = d.revision_id AND t.parent_id IS NULL
    LEFT JOIN champs c ON c.dossier_id = d.id AND c.stable_id = t.stable_id AND c.flux = 'main'
                      AND c.row_id IS NULL AND c.retire_le IS NULL
    LEFT JOIN etablissements e ON e.id = c.etablissement_id
    LEFT JOIN mesure.departements p ON p.code = c.value_json->>'code_departement'
   GROUP BY d.id
), suivants AS MATERIALIZED (
  SELECT s.dossier_id, json_agg(json_build_object(
           'id', encode(convert_to('Instructeur-' || i.id, 'UTF8'), 'base64'),
           'email', c.email) ORDER BY s.debut_le, i.id) AS liste
    FROM suivis s JOIN instructeurs i ON i.id = s.instructeur_id JOIN comptes c ON c.id = i.compte_id
   WHERE s.dossier_id IN (SELECT id FROM page) AND s.fin_le IS NULL GROUP BY s.dossier_id
), etapes AS MATERIALIZED (
  SELECT t.*, lag(t.state) OVER (PARTITION BY t.dossier_id ORDER BY t.traite_le, t.id) AS precedent
    FROM traitements t WHERE t.dossier_id IN (SELECT id FROM page)
), histoires AS MATERIALIZED (
  SELECT t.dossier_id, json_agg(json_build_object(
           'event', CASE t.state
              WHEN 'en_construction' THEN CASE
                WHEN t.precedent IS NULL THEN 'depose'
                WHEN t.precedent <> 'en_construction' THEN 'repasse_en_construction'
                WHEN t.instructeur_email IS NULL THEN 'depose_correction_usager'
                ELSE 'depose_correction_instructeur' END
              WHEN 'en_instruction' THEN CASE
                WHEN t.instructeur_email IS NULL THEN 'passe_en_instruction_automatiquement'
                WHEN t.precedent <> 'en_construction' THEN 'repasse_en_instruction'
                ELSE 'passe_en_instruction' END
              WHEN 'sans_suite' THEN 'classe_sans_suite'
              ELSE t.state || CASE WHEN t.instructeur_email IS NULL THEN '_automatiquement' ELSE '' END END,
           'emailAgentTraitant', t.instructeur_email,
           'dateTraitement', t.traite_le,
           'motivation', t.motivation,
           'revision', CASE WHEN r.id IS NOT NULL THEN json_build_object(
               'id', encode(convert_to('ProcedureRevision-' || r.id, 'UTF8'), 'base64'),
               'datePublication', r.publiee_le) END) ORDER BY t.traite_le, t.id) AS liste
    FROM etapes t LEFT JOIN revisions r ON r.id = t.revision_id GROUP BY t.dossier_id
), consultations AS MATERIALIZED (
  SELECT a.dossier_id, json_agg(json_build_object(
           'id', encode(convert_to('Avis-' || a.id, 'UTF8'), 'base64'),
           'question', a.introduction,
           'reponse', a.reponse,
           'dateQuestion', date_trunc('second', a.cree_le),
           'dateReponse', date_trunc('second', a.repondu_le),
           'claimant', json_build_object('email', ci.email),
           'expert', json_build_object('email', ce.email),
           'attachments', coalesce((SELECT json_agg({fichier} ORDER BY f.id) FROM fichiers f
               WHERE f.dossier_id = a.dossier_id AND f.avis_id = a.id), '[]')) ORDER BY a.cree_le, a.id) AS liste
    FROM avis a JOIN experts x ON x.id = a.expert_id JOIN comptes ce ON ce.id = x.compte_id
    LEFT JOIN instructeurs i ON i.id = a.instructeur_id LEFT JOIN comptes ci ON ci.id = i.compte_id
   WHERE a.dossier_id IN (SELECT id FROM page) GROUP BY a.dossier_id
), conversations AS MATERIALIZED (
  SELECT m.dossier_id, json_agg(json_build_object(
           'id', encode(convert_to('Commentaire-' || m.id, 'UTF8'), 'base64'),
           'email', m.email,
           'body', m.corps,
           'createdAt', date_trunc('second', m.cree_le),
           'attachments', coalesce((SELECT json_agg({fichier} ORDER BY f.id) FROM fichiers f
               WHERE f.dossier_id = m.dossier_id AND f.message_id = m.id), '[]'),
           'correction', CASE WHEN o.id IS NOT NULL THEN json_build_object(
               'reason', o.raison, 'dateResolution', date_trunc('second', o.resolue_le)) END) ORDER BY m.cree_le, m.id) AS liste
    FROM messages m LEFT JOIN corrections o ON o.message_id = m.id
   WHERE m.dossier_id IN (SELECT id FROM page) GROUP BY m.dossier_id
), objets AS MATERIALIZED (
  SELECT d.depose_le, d.id, json_build_object(
           '__typename', 'Dossier',
           'id', encode(convert_to('Dossier-' || d.id, 'UTF8'), 'base64'),
           'number', d.id,
           'archived', d.archive,
           'prefilled', d.prefilled,
           'state', d.state,
           'dateDerniereModification', date_trunc('second', d.modifie_le),
           'dateDepot', d.depose_le,
           'datePassageEnConstruction', d.en_construction_le,
           'datePassageEnInstruction', d.en_instruction_le,
           'dateTraitement', d.traite_le,
           'dateExpiration', CASE WHEN d.state <> 'en_instruction' THEN d.expire_le END,
           'dateSuppressionParUsager', d.cache_par_usager_le,
           'dateDerniereCorrectionEnAttente', CASE WHEN d.state = 'en_construction' THEN (
               SELECT date_trunc('second', o.cree_le) FROM corrections o WHERE o.dossier_id = d.id AND o.resolue_le IS NULL) END,
           'dateDerniereModificationChamps', coalesce(d.champs_modifies_le, d.cree_le),
           'dateDerniereModificationAnnotations', coalesce(d.annotations_modifiees_le, d.cree_le),
           'motivation', CASE WHEN d.state IN ('accepte', 'refuse', 'sans_suite') THEN d.motivation END,
           'motivationAttachment', (SELECT {fichier} FROM fichiers f
               WHERE f.dossier_id = d.id AND f.role = 'justificatif' ORDER BY f.id DESC LIMIT 1),
           'attestation', (SELECT {fichier} FROM fichiers f
               WHERE f.dossier_id = d.id AND f.role = 'attestation' ORDER BY f.id DESC LIMIT 1),
           'pdf', {pdf},
           'usager', json_build_object('email', coalesce(u.email, d.usager_supprime_email)),
           'prenomMandataire', d.mandataire_prenom,
           'nomMandataire', d.mandataire_nom,
           'deposeParUnTiers', d.pour_un_tiers,
           'connectionUsager', CASE WHEN d.usager_id IS NULL THEN 'deleted'
               WHEN (SELECT count(*) FROM identites_france_connect x WHERE x.compte_id = d.usager_id) = 1
               THEN 'france_connect' ELSE 'password' END,
           'groupeInstructeur', g.objet,
           'demandeur', json_build_object(
               '__typename', 'PersonnePhysique',
               'civilite', v.civilite, 'nom', v.nom, 'prenom', v.prenom, 'email', v.email),
           'demarche', json_build_object('revision', json_build_object(
               'id', encode(convert_to('ProcedureRevision-' || d.revision_id, 'UTF8'), 'base64'))),
           'instructeurs', coalesce(s.liste, '[]'),
           'traitements', coalesce(h.liste, '[]'),
           'champs', coalesce(r.champs, '[]'),
           'annotations', coalesce(r.annotations, '[]'),
           'avis', coalesce(a.liste, '[]'),
           'messages', coalesce(m.liste, '[]')) AS objet
    FROM page d
    JOIN groupes g ON g.id = d.groupe_instructeur_id
    LEFT JOIN comptes u ON u.id = d.usager_id
    LEFT JOIN individus v ON v.dossier_id = d.id
    LEFT JOIN reponses r ON r.id = d.id
    LEFT JOIN suivants s ON s.dossier_id = d.id
    LEFT JOIN histoires h ON h.dossier_id = d.id
    LEFT JOIN consultations a ON a.dossier_id = d.id
    LEFT JOIN conversations m ON m.dossier_id = d.id
), bornes AS (
  SELECT json_build_object(
           'hasPreviousPage', false,
           'hasNextPage', (SELECT count(*) FROM lues) > %(taille)s,
           'startCursor', (SELECT {curseur} FROM page ORDER BY depose_le, id LIMIT 1),
           'endCursor', (SELECT {curseur} FROM page ORDER BY depose_le DESC, id DESC LIMIT 1)) AS objet
), rien AS (
  SELECT json_build_object('pageInfo', json_build_object('hasPreviousPage', false, 'hasNextPage', false,
           'startCursor', null, 'endCursor', null), 'nodes', '[]'::json) AS objet
)
SELECT json_build_object('data', json_build_object('demarche', json_build_object(
         'id', encode(convert_to('Procedure-' || d.id, 'UTF8'), 'base64'),
         'number', d.id,
         'title', d.libelle,
         'state', d.etat,
         'declarative', d.declarative,
         'dateCreation', d.cree_le,
         'dateFermeture', d.fermee_le,
         'chorusConfiguration', json_build_object(
             'centreDeCout', d.chorus->'centre_de_cout'->>'code',
             'domaineFonctionnel', d.chorus->'domaine_fonctionnel'->>'code',
             'referentielDeProgrammation', d.chorus->'referentiel_de_programmation'->>'code'),
         'activeRevision', (SELECT f.objet FROM formulaires f JOIN revisions r ON r.id = f.id
             WHERE r.publiee_le IS NOT NULL ORDER BY r.id DESC LIMIT 1),
         'revisions', (SELECT json_agg(objet ORDER BY id) FROM formulaires),
         'groupeInstructeurs', (SELECT json_agg(objet ORDER BY label, id) FROM groupes),
         'service', CASE WHEN s.id IS NOT NULL THEN json_build_object('nom', s.nom, 'siret', s.siret,
             'organisme', s.organisme, 'typeOrganisme', s.type_organisme) END,
         'dossiers', json_build_object(
             'pageInfo', (SELECT objet FROM bornes),
             'nodes', (SELECT coalesce(json_agg(objet ORDER BY depose_le, id), '[]') FROM objets)),
         'pendingDeletedDossiers', CASE WHEN NOT EXISTS (SELECT FROM dossiers x
             WHERE x.demarche_id = d.id AND x.suppression_en_attente_le IS NOT NULL)
             THEN (SELECT objet FROM rien) END,
         'deletedDossiers', CASE WHEN NOT EXISTS (SELECT FROM dossiers_supprimes x
             WHERE x.demarche_id = d.id) THEN (SELECT objet FROM rien) END)))::text
  FROM demarches d LEFT JOIN services s ON s.id = d.service_id
 WHERE d.id = %(demarche)s AND d.id = ANY (%(demarches)s) AND d.supprimee_le IS NULL
