-- KMS keys that protect nothing, are not used, or are not valid.
SELECT b.id, b.provider, b.state, coalesce(b.key_arn, b.key_id) AS kms_key, b.validation_phase, b.created_at
FROM confluent.byok.keys b
LEFT JOIN confluent.cmk.clusters c ON c.byok_id = b.id
WHERE (b.state='IN_USE' AND c.id IS NULL) OR (b.state='AVAILABLE' AND b.created_at < datetime('now','-30 days'))
   OR b.validation_phase='INVALID';
