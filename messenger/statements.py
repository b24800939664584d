"""SQL whose shape is the point: many messages in one statement, many conversations in one read."""

APPEND = """
WITH input AS MATERIALIZED (
  SELECT t.*, p.role, u.name, u.avatar, u.role AS person_role,
         (SELECT CASE WHEN c.type <> 'direct' THEN true ELSE pair_goes_on(c.pair_key) END
          FROM conversations c WHERE c.id = t.conversation_id) AS is_open,
         t.thread_id IS NULL OR EXISTS (SELECT FROM messages m WHERE m.id = t.thread_id
           AND m.conversation_id = t.conversation_id AND m.seq > p.from_seq
           AND m.thread_id IS NULL AND m.deleted_at IS NULL) AS thread_fits,
         t.reply_to_id IS NULL OR EXISTS (SELECT FROM messages m WHERE m.id = t.reply_to_id
           AND m.conversation_id = t.conversation_id AND m.seq > p.from_seq) AS reply_fits
  FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::bigint[], %s::text[], %s::uuid[], %s::uuid[],
              %s::text[], %s::boolean[], %s::text[], %s::text[], %s::boolean[])
       WITH ORDINALITY AS t(id, client_id, conversation_id, sender_id, content, thread_id, reply_to_id,
                            mentions, says_all, message_type, file_url, files_fit, ord)
  LEFT JOIN users u ON u.id = t.sender_id AND u.is_active
  LEFT JOIN conversation_participants p
    ON p.user_id = u.id AND p.conversation_id = t.conversation_id AND p.left_at IS NULL
), known AS MATERIALIZED (                  -- sent before: answered again, burns no number
  SELECT i.ord, m.id
  FROM input i JOIN messages m USING (conversation_id, sender_id, client_id)
  JOIN conversations c ON c.id = m.conversation_id AND c.archived_at IS NULL
  WHERE i.role IS NOT NULL
), locked AS MATERIALIZED (                 -- in order of id, so that two batches never deadlock
  SELECT id, type FROM conversations
  WHERE archived_at IS NULL
    AND id IN (SELECT conversation_id FROM input
               WHERE role IS NOT NULL AND ord NOT IN (SELECT ord FROM known))
  ORDER BY id FOR NO KEY UPDATE
), fresh AS MATERIALIZED (
  SELECT DISTINCT ON (i.conversation_id, i.sender_id, i.client_id) i.*
  FROM input i JOIN locked l ON l.id = i.conversation_id
  WHERE i.role IS NOT NULL AND (l.type <> 'announcement' OR i.role = 'admin') AND i.is_open
    AND i.ord NOT IN (SELECT ord FROM known) AND i.thread_fits AND i.reply_fits AND i.files_fit
  ORDER BY i.conversation_id, i.sender_id, i.client_id, i.ord
), counted AS (
  SELECT conversation_id, count(*) AS n, count(DISTINCT thread_id) AS roots FROM fresh GROUP BY 1
), bumped AS (
  UPDATE conversations c SET seq = c.seq + n, change = c.change + n + roots,
                             last_message_at = clock_timestamp()
  FROM counted WHERE c.id = counted.conversation_id   -- the clock under the lock: times grow with seq
  RETURNING c.id, n, c.seq - n AS seq_before, c.change - n - roots AS change_before, c.last_message_at AS at
), stored AS (
  INSERT INTO messages (id, client_id, conversation_id, sender_id, content, thread_id, reply_to_id,
                        message_type, file_url, mentions, mentions_all, seq, change, created_at, updated_at)
  SELECT f.id, f.client_id, f.conversation_id, f.sender_id, f.content, f.thread_id, f.reply_to_id,
         f.message_type, f.file_url, f.mentions::bigint[],
         f.says_all AND f.person_role IN ('teacher', 'administrator'),
         b.seq_before + row_number() OVER w, b.change_before + row_number() OVER w, b.at, b.at
  FROM fresh f JOIN bumped b ON b.id = f.conversation_id
  WINDOW w AS (PARTITION BY f.conversation_id ORDER BY f.ord)
  RETURNING *
), answered AS (                            -- what a thread's first message tells of its replies
  SELECT conversation_id, thread_id, count(*) AS n, max(created_at) AS at,
         (array_agg(sender_id ORDER BY seq DESC))[1] AS by,
         row_number() OVER (PARTITION BY conversation_id ORDER BY thread_id) AS place
  FROM stored WHERE thread_id IS NOT NULL GROUP BY 1, 2
), rooted AS (
  UPDATE messages m SET reply_count = m.reply_count + a.n, last_reply_at = a.at, last_reply_by = a.by,
                        change = b.change_before + b.n + a.place, updated_at = a.at
  FROM answered a JOIN bumped b ON b.id = a.conversation_id WHERE m.id = a.thread_id
  RETURNING m.id, m.sender_id, m.seq
), followed AS (                            -- who takes part in a thread has read it that far
  INSERT INTO thread_readers (thread_id, user_id, last_read_seq)
  SELECT thread_id, sender_id, max(seq)
  FROM (SELECT thread_id, sender_id, seq FROM stored UNION ALL SELECT id, sender_id, seq FROM rooted) f
  WHERE thread_id IS NOT NULL AND sender_id IS NOT NULL GROUP BY 1, 2
  ON CONFLICT (thread_id, user_id)
    DO UPDATE SET last_read_seq = greatest(thread_readers.last_read_seq, excluded.last_read_seq)
)
SELECT CASE WHEN s.id = i.id THEN 'created' WHEN s.id IS NOT NULL OR k.id IS NOT NULL THEN 'repeated'
            WHEN i.role IS NULL OR l.id IS NULL THEN 'not_found'
            WHEN l.type = 'announcement' AND i.role <> 'admin' THEN 'forbidden'
            WHEN NOT i.is_open THEN 'closed'
            WHEN NOT i.thread_fits THEN 'thread' WHEN NOT i.reply_fits THEN 'reply' ELSE 'files' END,
       coalesce(s.id, k.id), s.seq, s.change, s.created_at, i.name, i.avatar, i.person_role,
       s.mentions, s.mentions_all, q.seq, q.sender_id, qu.name, left(q.content, 140), q.deleted_at IS NOT NULL
FROM input i LEFT JOIN known k USING (ord) LEFT JOIN locked l ON l.id = i.conversation_id
LEFT JOIN stored s
  ON (s.conversation_id, s.sender_id, s.client_id) = (i.conversation_id, i.sender_id, i.client_id)
LEFT JOIN messages q ON q.id = s.reply_to_id
LEFT JOIN users qu ON qu.id = q.sender_id
ORDER BY i.ord
"""

UNREAD_CAP = 100

THREADS = f"""
SELECT root.conversation_id, t.thread_id, t.last_read_seq, unread.n FROM thread_readers t
JOIN messages root ON root.id = t.thread_id
JOIN conversation_participants p
  ON p.conversation_id = root.conversation_id AND p.user_id = t.user_id AND p.left_at IS NULL
     AND root.seq > p.from_seq
JOIN conversations c ON c.id = root.conversation_id AND c.archived_at IS NULL
CROSS JOIN LATERAL (
  SELECT count(*) AS n FROM (
    SELECT FROM messages m WHERE m.thread_id = t.thread_id AND m.seq > greatest(t.last_read_seq, p.from_seq)
      AND m.sender_id <> t.user_id AND m.deleted_at IS NULL AND root.deleted_at IS NULL LIMIT {UNREAD_CAP}
  ) new
) unread
WHERE t.user_id = %s
"""  # noqa: S608  the only thing put in is our own number
"""Threads somebody takes part in, and how many replies of others are new to them."""
THREADS_UNREAD = f"{THREADS} AND unread.n > 0"
THREADS_AMONG = f"{THREADS} AND t.thread_id = ANY(%s)"

POSITIONS = """
WITH mine AS (
  SELECT p.conversation_id FROM conversation_participants p JOIN conversations c ON c.id = p.conversation_id
  WHERE p.user_id = %(me)s AND p.left_at IS NULL AND c.archived_at IS NULL
), chosen AS MATERIALIZED (                 -- anew, whether others are told: mostly nobody
  SELECT user_id, receipts_xact FROM messenger_people
  WHERE receipts_xact > 0 AND receipts_xact >= %(since)s
), moved AS (
  SELECT conversation_id, user_id, max(xact) AS xact FROM (
    SELECT r.conversation_id, r.user_id, r.xact
    FROM mine JOIN read_receipts r USING (conversation_id) WHERE r.xact >= %(since)s
    UNION ALL
    SELECT p.conversation_id, p.user_id, s.receipts_xact
    FROM chosen s JOIN conversation_participants p USING (user_id) JOIN mine USING (conversation_id)
  ) one WHERE user_id <> %(me)s GROUP BY 1, 2
)
SELECT m.xact, m.conversation_id, m.user_id,
       CASE WHEN coalesce(s.read_receipts, true) THEN coalesce(told.seq, 0) END
FROM moved m
JOIN conversation_participants p USING (conversation_id, user_id)
LEFT JOIN messenger_people s USING (user_id)
LEFT JOIN LATERAL (
  SELECT max(seq) AS seq FROM read_receipts r
  WHERE r.conversation_id = m.conversation_id AND r.user_id = m.user_id
) told ON true
WHERE p.left_at IS NULL ORDER BY m.xact
"""
"""How far others in one's conversations were told to have read, of those for whom it may have changed."""

STILL_NEW = """
SELECT t.id, (SELECT count(*) FROM (
  SELECT FROM messages m
  LEFT JOIN messages quoted ON quoted.id = m.reply_to_id LEFT JOIN messages root ON root.id = m.thread_id
  WHERE m.conversation_id = p.conversation_id
    AND m.seq BETWEEN greatest(t.since, p.last_read_seq + 1, p.from_seq + 1) AND t.up_to
    AND m.sender_id <> p.user_id AND m.deleted_at IS NULL
    AND NOT m.mentions_all AND p.user_id <> ALL(m.mentions)
    AND quoted.sender_id IS DISTINCT FROM p.user_id AND root.sender_id IS DISTINCT FROM p.user_id
  LIMIT t.count
) new)
FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
     AS t(id, user_id, since, up_to, count)
JOIN conversation_participants p ON p.user_id = t.user_id AND p.conversation_id = %s
"""
"""Of what notifications count, how much is there, unread, and does not mean the person by itself."""

SHELVES = f"""
SELECT c.id, p.user_id, p.role, p.last_read_seq, p.from_seq, unread.n, people.n, last.id,
       partner.id, partner.name, partner.avatar, partner.role, p.muted_until,
       p.pinned_at, p.archived_at, people.members, c.seq,
       CASE WHEN c.type <> 'direct' THEN true ELSE pair_goes_on(c.pair_key) END
FROM conversation_participants p
JOIN conversations c ON c.id = p.conversation_id
CROSS JOIN LATERAL (
  SELECT count(*) AS n FROM (
    SELECT FROM messages m
    WHERE m.conversation_id = c.id AND m.seq > greatest(p.last_read_seq, p.from_seq)
      AND m.sender_id <> p.user_id AND m.deleted_at IS NULL AND m.message_type <> 'system'
      AND m.thread_id IS NULL LIMIT {UNREAD_CAP}
  ) new
) unread
CROSS JOIN LATERAL (
  SELECT count(*) AS n, count(*) FILTER (WHERE o.role = 'member') AS members
  FROM conversation_participants o JOIN users u ON u.id = o.user_id AND u.is_active
  WHERE o.conversation_id = c.id AND o.left_at IS NULL
) people
LEFT JOIN LATERAL (
  SELECT m.id FROM messages m WHERE m.conversation_id = c.id AND m.thread_id IS NULL AND m.seq > p.from_seq
  ORDER BY m.seq DESC LIMIT 1
) last ON true
LEFT JOIN LATERAL (
  SELECT u.id, u.name, u.avatar, u.role FROM conversation_participants o JOIN users u ON u.id = o.user_id
  WHERE c.type = 'direct' AND o.conversation_id = c.id AND o.user_id <> p.user_id LIMIT 1
) partner ON true
WHERE p.user_id = ANY(%s) AND p.left_at IS NULL AND c.id = ANY(%s)
"""  # noqa: S608  the only thing put in is our own number
"""Each person's side of many conversations: role, read position, unread (to UNREAD_CAP), last message, and up
to which `seq` all this is: a message that comes meanwhile must not be counted twice."""

WITH_CHANGED_MESSAGES = """
SELECT t.id FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[]) AS t(id, known, from_seq)
WHERE EXISTS (SELECT FROM messages m
              WHERE m.conversation_id = t.id AND m.change > t.known AND m.seq > t.from_seq)
"""
"""Of these conversations those with messages above the number that is known."""
CHANGED_MESSAGES = """
SELECT t.id, m.id, m.change
FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[]) WITH ORDINALITY AS t(id, known, from_seq, ord)
CROSS JOIN LATERAL (
  SELECT id, change FROM messages
  WHERE conversation_id = t.id AND change > t.known AND seq > t.from_seq ORDER BY change LIMIT %s
) m
ORDER BY t.ord, m.change LIMIT %s
"""
"""Their first messages, conversation by conversation."""
CHANGED_PEOPLE = """
SELECT p.id FROM unnest(%s::uuid[], %s::bigint[]) AS t(id, known)
JOIN conversation_participants p ON p.conversation_id = t.id AND p.change > t.known
"""
