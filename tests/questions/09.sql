-- Rockset keys without expiry, without a role, or unused for 60 days.
SELECT user_email, name, role, expiry_time, last_access_time FROM rockset.iam.api_keys
WHERE state='ACTIVE' AND (expiry_time IS NULL OR role IS NULL OR last_access_time IS NULL
                          OR last_access_time < datetime('now','-60 days'));
