"""The materialized view of ended calls. Refreshing needs its owner: a function does it for the web's role."""

from django.db import migrations

CREATE = """
CREATE MATERIALIZED VIEW call_statistics AS
    SELECT conversation_id,
           count(*)::integer AS total_calls,
           sum(extract(epoch FROM ended_at - started_at))::double precision AS total_duration,
           avg(extract(epoch FROM ended_at - started_at))::double precision AS avg_duration
      FROM calls
     WHERE status = 'ended' AND started_at IS NOT NULL
     GROUP BY conversation_id;
CREATE UNIQUE INDEX idx_call_statistics_conversation ON call_statistics (conversation_id);
CREATE FUNCTION refresh_call_statistics() RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS 'REFRESH MATERIALIZED VIEW CONCURRENTLY call_statistics';
"""
DROP = """
DROP FUNCTION refresh_call_statistics();
DROP MATERIALIZED VIEW call_statistics;
"""


class Migration(migrations.Migration):
    dependencies = [("calls", "0002_live_lessons")]
    operations = [migrations.RunSQL(CREATE, DROP)]
