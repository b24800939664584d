from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    name = "calls"
    verbose_name = _("Lessons and calls")

    def ready(self) -> None:
        from calls import (
            access,
            claims,
            events,
            example_answers,
            examples,
            frames,
            frames_lesson,
            roster,
            serializers,
        )
        from calls.actions import end_with_conversation, follow_role, leave_on_removal, reminding
        from dreamseed.realtime import hooks, told
        from dreamseed.realtime.frames import register
        from messenger import registries
        from notifications import registries as notices

        examples.describe()
        example_answers.describe()
        register(frames.FRAMES)
        register(frames_lesson.FRAMES)
        told.register(events.EVENTS)
        hooks.ready(claims.ready_fields)
        hooks.on_heartbeat(claims.beat)
        hooks.listen(roster.TOPIC, roster.drop)
        registries.active_call(serializers.active_calls)
        registries.lesson(access.in_calls)
        registries.card("/conversations/{id}/next-lesson", ["lessons.changed", "call.updated", "call.ended"])
        registries.on_conversation_archived(end_with_conversation)
        registries.on_participant_removed(leave_on_removal)
        registries.on_role_changed(follow_role)
        for kind in ("lesson_soon", "lesson_moved", "lesson_called_off"):
            notices.outdated(kind, reminding.is_over)
