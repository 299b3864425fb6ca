-- The keys of one named service account.
SELECT k.id, k.resource_id, k.created_at
FROM confluent.iam.service_accounts s JOIN confluent.iam.api_keys k ON k.owner_id = s.id
WHERE s.display_name = 'tf_runner_sa';
