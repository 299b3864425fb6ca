-- Keys of people, not programs, on production clusters.
SELECT e.display_name env, c.display_name cluster, k.id, u.email, k.created_at
FROM confluent.org.environments e
JOIN confluent.cmk.clusters c   ON c.environment_id = e.id
JOIN confluent.iam.api_keys k   ON k.resource_id = c.id AND k.owner_kind = 'User'
JOIN confluent.iam.users u      ON u.id = k.owner_id
WHERE e.display_name = 'prod';
