"""What people type on the pages of lessons."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.names import check_seen
from calls.models import AttendanceCorrection, Lesson
from dreamseed.realtime.errors import Refused
from messenger.models import Conversation


class RefusedForm(forms.Form):
    places: ClassVar[dict[str, str]] = {}
    """Fields of the action that have another name here."""
    refused = ""

    def add_refusal(self, refusal: Refused) -> None:
        """Its sentences at the fields they speak of; templates may ask for its `code`."""
        self.refused = refusal.code
        sentences = refusal.extra.get("fields") or {None: [refusal.detail]}
        for name, texts in sentences.items():
            place = self.places.get(name, name)
            for text in texts:
                self.add_error(place if place in self.fields else None, text)


class CorrectionForm(RefusedForm):
    """A line of the register set right."""

    user_id = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("Attendance"), choices=AttendanceCorrection.Status.choices)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=1440, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        error_messages={"required": _("Say why: it stays in the register.")},
    )


class LessonForm(RefusedForm):
    """A planned lesson; `starts_at` is of the wall clock of who fills it in."""

    places: ClassVar[dict[str, str]] = {"starts_at": "date"}
    conversation_id = forms.ChoiceField(label=_("Class"))
    title = forms.CharField(label=_("Title"), max_length=120, validators=[check_seen])
    date = forms.DateField(label=_("Date"))
    time = forms.TimeField(label=_("Time"))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=480)
    weekly = forms.BooleanField(label=_("Every week at this time"), required=False)
    repeat_until = forms.DateField(label=_("Until"), required=False)
    anyway = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, conversations: Iterable[Conversation] = (), initial: Any = None):
        super().__init__(data, initial=initial)
        field = self.fields["conversation_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.pk), one.title) for one in conversations]

    def fields_of_lesson(self) -> dict[str, Any]:
        """As actions.plan_lesson takes them. A time that the clock skips is moved on."""
        data = self.cleaned_data
        weekly = data["weekly"]
        return {
            "title": data["title"],
            "starts_at": timezone.make_aware(datetime.combine(data["date"], data["time"])),
            "minutes": data["minutes"],
            "repeat": Lesson.Repeat.WEEKLY if weekly else Lesson.Repeat.NEVER,
            "repeat_until": data["repeat_until"] if weekly else None,
            "anyway": data["anyway"],
        }
