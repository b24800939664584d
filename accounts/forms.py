"""What people type on the sign-in and profile pages."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User, timezones
from accounts.names import clean_name
from accounts.serializers import PASSWORD_LENGTH

AREAS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}


class SignInForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=PASSWORD_LENGTH,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ForgottenForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=254)


class NewPasswordForm(forms.Form):
    """Twice the same, and one that the school's rules allow."""

    password = forms.CharField(label=_("New password"), max_length=PASSWORD_LENGTH, strip=False)
    again = forms.CharField(label=_("Once more"), max_length=PASSWORD_LENGTH, strip=False)

    def __init__(self, data: Any = None, *, person: User):
        super().__init__(data)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean(self) -> None:
        values = self.cleaned_data
        if "password" in values and values.get("again") != values["password"]:
            self.add_error("again", _("The two are not the same."))


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": 40}),
    )
    avatar = forms.FileField(
        label=_("Picture"),
        required=False,
        allow_empty_file=True,  # refused with the other files that are no picture
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    remove_avatar = forms.BooleanField(label=_("Remove the picture"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=User.Language.choices, required=False)
    timezone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, data: Any = None, files: Any = None, *, person: User):
        initial = {"name": person.name, "language": person.language, "timezone": person.timezone}
        super().__init__(data, files, initial=initial)
        zones = self.fields["timezone"]
        assert isinstance(zones, forms.ChoiceField)
        zones.choices = grouped_timezones(person.timezone)

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def add_fields_errors(self, fields: dict[str, list[str]]) -> None:
        """Show a refusal's sentences at the fields they belong to."""
        for name, sentences in fields.items():
            self.add_error(
                name if name in self.fields else None, [ValidationError(text) for text in sentences]
            )


def grouped_timezones(chosen: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """[(area, [(zone, city)])]: the zones of the eight areas, and the one chosen whatever it is."""
    groups = [
        (str(AREAS[area]), [(zone, _city(zone)) for zone in zones])
        for area, zones in groupby(_zones(), _area)
    ]
    if chosen and _area(chosen) not in AREAS:
        groups.insert(0, (str(_("Chosen")), [(chosen, chosen)]))
    return groups


def _zones() -> Iterator[str]:
    return (zone for zone in sorted(timezones()) if _area(zone) in AREAS)


def _area(zone: str) -> str:
    return zone.partition("/")[0] if "/" in zone else ""


def _city(zone: str) -> str:
    return zone.partition("/")[2].replace("_", " ")
