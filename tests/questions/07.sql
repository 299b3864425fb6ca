-- All that jane@corp.com holds, in both systems.
SELECT 'confluent' AS provider, k.id AS key, k.resource_id AS scope, k.created_at FROM confluent.iam.users u
  JOIN confluent.iam.api_keys k ON k.owner_id = u.id WHERE u.email = 'jane@corp.com'
UNION ALL
SELECT 'confluent-role', rb.role_name, rb.crn_pattern, rb.created_at FROM confluent.iam.users u
  JOIN confluent.iam.role_bindings rb ON rb.principal = 'User:' || u.id WHERE u.email = 'jane@corp.com'
UNION ALL
SELECT 'rockset', name, role, created_at FROM rockset.iam.api_keys WHERE user_email = 'jane@corp.com';
