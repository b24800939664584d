from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssignmentsConfig(AppConfig):
    name = "assignments"
    verbose_name = _("Assignments")

    def ready(self) -> None:
        from accounts.registries import on_enrollment_changed
        from assignments import access, actions, events, outdated, telling
        from dreamseed.realtime import told
        from files.registries import owner
        from messenger import registries
        from notifications import registries as notices

        told.register(events.EVENTS)
        owner(access.WORK, may_read=lambda user, key, _file: access.may_read_assignment_files(user, key))
        owner(access.ANSWER, may_read=access.may_read_submission_files)
        on_enrollment_changed(actions.follow_enrollment)
        notices.outdated("assignment_assigned", outdated.not_taken)
        notices.outdated(telling.OVERDUE, outdated.not_taken)
        notices.outdated(telling.DUE_SOON, outdated.past_due)
        registries.card("/conversations/{id}/next-assignment", ["assignment.changed"])
