from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessengerConfig(AppConfig):
    name = "messenger"
    verbose_name = _("Messenger")

    def ready(self) -> None:
        from accounts.registries import on_activity_changed, on_enrollment_changed
        from dreamseed.realtime import frames, hooks, screens, told
        from files.registries import owner
        from messenger import access, attached, events, presence, sync, writing
        from messenger.actions.acknowledging import follow_activity
        from messenger.actions.classes import follow_enrollment
        from messenger.frames import FRAMES
        from notifications.registries import undisturbed

        frames.register(FRAMES)
        told.register(events.EVENTS)
        hooks.topics(sync.topics)
        hooks.ready(sync.ready_fields)
        hooks.backfill("conversation", sync.backfill)
        presence.wire()
        writing.wire()
        hooks.on_heartbeat(screens.beat)
        hooks.on_disconnect(screens.leave)
        on_enrollment_changed(follow_enrollment)
        on_activity_changed(follow_activity)
        undisturbed(access.is_undisturbed)
        owner(attached.KIND, may_read=lambda user, key, _file: access.may_read_files(user, key))
        owner(attached.PICTURE, may_read=lambda user, key, _file: access.may_see_picture(user, key))
