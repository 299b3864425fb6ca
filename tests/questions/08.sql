-- What a rotated key takes over from the one it replaces.
SELECT display_name || ' r' || strftime('%Y%m%d','now'), 'rotation of ' || id, owner_id, resource_id
FROM confluent.iam.api_keys WHERE id = '7FJIYKQ4SGQDQ72H';
