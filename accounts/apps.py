from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("School and people")

    def ready(self) -> None:
        from accounts import schema  # noqa: F401  drf-spectacular finds it by its being imported
        from accounts.authentication import identify
        from dreamseed.realtime import hooks

        hooks.authenticate(identify)
