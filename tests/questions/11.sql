-- Service accounts with admin roles and more than one Cloud key.
SELECT s.display_name, rb.role_name, count(DISTINCT k.id) AS cloud_keys, max(k.created_at) AS newest
FROM confluent.iam.service_accounts s
JOIN confluent.iam.role_bindings rb ON rb.principal = 'User:' || s.id
     AND rb.role_name IN ('OrganizationAdmin','EnvironmentAdmin')
JOIN confluent.iam.api_keys k ON k.owner_id = s.id AND k.resource_id = 'cloud'
GROUP BY 1,2 HAVING count(DISTINCT k.id) > 1;
