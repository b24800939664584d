from django.apps import AppConfig


class DreamseedConfig(AppConfig):
    """The project as an app: its commands, template tags, deploy checks and the ground floor's own frames."""

    name = "dreamseed"
    label = "dreamseed"

    def ready(self) -> None:
        from dreamseed import checks  # noqa: F401  registers dreamseed.E001…
        from dreamseed.realtime import frames, session, told

        frames.register(session.FRAMES)
        told.register(told.GROUND)
