"""The administration speaks Korean."""

import re

from django.contrib import admin
from django.utils import translation


def test_everything_in_the_menu_has_a_korean_name() -> None:
    with translation.override("ko"):
        names = [str(name) for model in admin.site._registry for name in (model._meta.verbose_name_plural,)]
    assert [name for name in names if not re.search("[가-힣]", name)] == []
