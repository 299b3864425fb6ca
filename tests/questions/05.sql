-- Which KMS key protects which cluster of the production environments.
SELECT e.display_name AS env, c.display_name AS cluster, c.cloud, c.region, b.display_name, b.key_arn, b.validation_phase
FROM confluent.org.environments e
JOIN confluent.cmk.clusters c ON c.environment_id = e.id
LEFT JOIN confluent.byok.keys b ON b.id = c.byok_id
WHERE e.display_name LIKE 'prod%';
