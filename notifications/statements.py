"""SQL whose shape is the point: many people told in one statement."""

TELL = """
INSERT INTO notifications (id, user_id, kind, actor_id, link, data, subject, key, count, since, up_to, in_app,
                           created_at, updated_at)
SELECT gen_random_uuid(), t.user_id, %s, t.actor_id, %s, t.data, %s, %s, t.count, t.since, t.up_to, t.in_app,
       clock_timestamp(), clock_timestamp()
FROM unnest(%s::bigint[], %s::bigint[], %s::jsonb[], %s::int[], %s::bigint[], %s::bigint[],
            %s::boolean[]) AS t(user_id, actor_id, data, count, since, up_to, in_app)
ORDER BY t.user_id                          -- two at once never deadlock
ON CONFLICT (user_id, key) WHERE key <> '' AND read_at IS NULL AND retracted_at IS NULL
DO UPDATE SET count = notifications.count + excluded.count, data = excluded.data, link = excluded.link,
  actor_id = excluded.actor_id, in_app = excluded.in_app, updated_at = excluded.updated_at,
  up_to = greatest(notifications.up_to, excluded.up_to)
RETURNING id, user_id, (xmax = 0) AS created
"""
"""A row each; one with a key that is unread already counts on. Rows were new when xmax is 0."""

OWE = """
INSERT INTO notification_deliveries
  (notification_id, channel, device_id, target, state, reason, attempts, next_at, due_at, error, provider_id,
   created_at)
SELECT t.notification_id, t.channel, t.device_id, t.target, t.state, t.reason, 0, t.next_at, t.next_at, '',
       '', clock_timestamp()
FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
     AS t(notification_id, channel, device_id, target, state, reason, next_at)
ON CONFLICT DO NOTHING
"""
"""A delivery each, unless the same one waits already."""
