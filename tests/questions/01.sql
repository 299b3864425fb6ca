-- Confluent keys older than 90 days, by owner.
SELECT o.name, k.owner_kind, count(*) AS keys, min(k.created_at) AS oldest
FROM confluent.iam.api_keys k
LEFT JOIN (SELECT id, display_name AS name FROM confluent.iam.service_accounts
           UNION ALL SELECT id, email FROM confluent.iam.users) o ON o.id = k.owner_id
WHERE k.created_at < datetime('now','-90 days')
GROUP BY 1,2 ORDER BY keys DESC;
