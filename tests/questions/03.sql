-- Keys whose owner is gone, or that never had one.
SELECT k.id, k.owner_id, k.owner_kind, k.created_at FROM confluent.iam.api_keys k
WHERE k.owner_id IS NULL
   OR (k.owner_kind='ServiceAccount' AND k.owner_id NOT IN (SELECT id FROM confluent.iam.service_accounts))
   OR (k.owner_kind='User'           AND k.owner_id NOT IN (SELECT id FROM confluent.iam.users));
