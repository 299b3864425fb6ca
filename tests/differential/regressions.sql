-- Statements that the API tables once answered otherwise than plain tables do, or with more
-- requests than it takes. One per paragraph, with a comment that says what went wrong. They run in
-- this order on one session: what it has read before decides its plans.

-- Found nothing: a condition of ON about the left table filtered the left table itself.
SELECT c.id, e.id FROM confluent.cmk.clusters c
LEFT JOIN confluent.org.environments e ON c.environment_id IS NULL

SELECT k.name, s.id FROM rockset.iam.api_keys k
LEFT JOIN confluent.iam.service_accounts s ON s.display_name = k.name COLLATE NOCASE AND k.role IS NULL

SELECT a.id, count(*) FROM confluent.org.environments a
LEFT JOIN confluent.org.environments b
ON b.stream_governance_package = a.stream_governance_package
AND a.stream_governance_package != 'ADVANCED' GROUP BY a.id

-- Found rows twice: two calls of one list both answered them, for the filter finds prefixes.
SELECT a.id, b.id FROM confluent.iam.role_bindings a JOIN confluent.iam.role_bindings b
ON b.crn_pattern IN (a.crn_pattern, (SELECT max(crn_pattern) FROM confluent.iam.role_bindings))

SELECT a.id, b.id FROM confluent.iam.role_bindings a RIGHT JOIN confluent.iam.role_bindings b
ON b.crn_pattern = a.crn_pattern OR b.crn_pattern =
(SELECT 'crn://confluent.cloud/organization=' || id FROM confluent.org.organizations)

-- Asked for all keys once per role binding: SQLite runs the subquery again for each row around it.
-- It takes that order because the session knows the sizes of both tables.
SELECT count(*) FROM confluent.iam.api_keys

SELECT count(*) FROM confluent.iam.role_bindings

SELECT count(*) FROM (SELECT owner_id, count(*) AS keys FROM confluent.iam.api_keys GROUP BY owner_id) AS o
LEFT JOIN notes JOIN confluent.iam.role_bindings GROUP BY keys

-- Found nothing: put so that SQLite offers it, the list is parted between two tables, and one of
-- them is asked about the values for the other.
SELECT k.name FROM rockset.iam.api_keys k JOIN rockset.iam.users u
WHERE (u.email, k.user_email) IN (VALUES ('ops+ci@corp.com', 'jane@corp.com'), ('a', 'b'))
AND k.user_email = 'jane@corp.com'

-- Would find too little: SQLite offers a condition of ON to the left table, and leaves out the right
-- one, whose row is unique and unused.
SELECT k.name, k.user_email FROM rockset.iam.api_keys k
LEFT JOIN confluent.iam.users u ON u.id = k.role AND k.user_email <> 'jane@corp.com'

-- Found nothing: put so that SQLite offers it to the table, rows that a FULL JOIN leaves over are lost.
SELECT t2.display_name, t2.id FROM confluent.iam.service_accounts FULL JOIN confluent.byok.keys AS t2
ON length(confluent.iam.service_accounts.id) = length(t2.created_at)
WHERE (t2.display_name, t2.id) IN (VALUES ('Key for fraud', 'cck-a5fer0'), ('Key for erp', 'cck-a5fer0'))
