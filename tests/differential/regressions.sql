-- Statements that the API tables once answered otherwise than plain tables do. One per paragraph,
-- with a comment that says what it got wrong.

-- Filtered the left table by a condition of ON about it.
SELECT 'a' FROM confluent.cmk.clusters t2
LEFT JOIN confluent.org.environments ON t2.environment_id IS NULL;

-- Likewise with a comparison.
SELECT t1.id FROM confluent.org.environments t1 LEFT JOIN confluent.org.environments t2
ON t2.stream_governance_package = t1.stream_governance_package
AND t1.stream_governance_package != 'ADVANCED';

-- Gave rows twice that two values of a list find.
SELECT count(*), count(DISTINCT t1.id || t2.id)
FROM confluent.iam.role_bindings t1 JOIN confluent.iam.role_bindings t2
ON t2.crn_pattern IN (t1.crn_pattern, (SELECT min(crn_pattern) FROM confluent.iam.role_bindings));

-- Took a value that one row of the outer table rules out for one that all rule out.
SELECT count(*) FROM confluent.iam.api_keys t1 JOIN rockset.iam.users t2
CROSS JOIN confluent.iam.api_keys t3 ON t1.id < t3.id
WHERE t3.id = (SELECT max(id) FROM confluent.iam.api_keys) AND t3.id IN ((SELECT max(id) FROM confluent.iam.api_keys), 'x');
