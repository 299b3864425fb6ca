-- All keys of all systems by age.
CREATE VIEW all_keys AS
  SELECT 'confluent' provider, id key_id, owner_id owner, resource_kind scope, created_at, NULL expires_at, NULL last_used FROM confluent.iam.api_keys
  UNION ALL SELECT 'confluent-byok', id, NULL, provider, created_at, NULL, NULL FROM confluent.byok.keys
  UNION ALL SELECT 'rockset', user_email||'/'||name, created_by, role, created_at, expiry_time, last_access_time FROM rockset.iam.api_keys;
SELECT provider, CASE WHEN created_at < datetime('now','-365 days') THEN '>1y' WHEN created_at < datetime('now','-90 days') THEN '90d-1y' ELSE '<90d' END age,
       count(*) FROM all_keys GROUP BY 1,2;
