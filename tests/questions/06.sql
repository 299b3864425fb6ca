-- People who hold keys in both systems.
SELECT u.email, count(DISTINCT k.id) AS confluent_keys, count(DISTINCT r.name) AS rockset_keys
FROM confluent.iam.users u
JOIN confluent.iam.api_keys k ON k.owner_id = u.id
JOIN rockset.iam.users ru         ON ru.email = lower(u.email)
JOIN rockset.iam.api_keys r       ON r.user_email = ru.email AND r.state = 'ACTIVE'
GROUP BY u.email;
