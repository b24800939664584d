"""What people type on the pages of lessons."""

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.models import AttendanceCorrection


class CorrectionForm(forms.Form):
    """A line of the register set right."""

    user_id = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("Attendance"), choices=AttendanceCorrection.Status.choices)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        error_messages={"required": _("Say why: it stays in the register.")},
    )
