"""A student hands in anew while a grader writes about the former version."""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from playwright.async_api import expect

from accounts.models import User
from assignments import actions
from assignments.models import Assignment, Submission
from tests.browsers import NewPersonPage


async def test_words_come_along_to_the_new_version_and_points_do_not(
    demo_school: None, new_person_page: NewPersonPage
) -> None:
    assignment = await Assignment.objects.aget(title="최댓값과 최솟값")
    student = await User.objects.aget(email="student2@example.com")
    path = f"/assignments/{assignment.pk}/grade?student={student.pk}"
    grader = await new_person_page("teacher@example.com", path=path)
    await expect(grader.locator("html[data-booted]")).to_be_attached()
    points = grader.get_by_test_id("mark").first.locator("input[name=points]")
    await points.fill("1")
    await expect(grader.get_by_test_id("grade-state")).to_have_attribute("data-state", "noted")
    await sync_to_async(actions.submit)(user=student, assignment_id=assignment.pk, text="새로 낸 답")

    await grader.get_by_test_id("feedback-input").fill("그래프가 빠졌어요")

    conflict = grader.get_by_test_id("conflict")
    await expect(conflict).to_contain_text("버전")
    await conflict.get_by_test_id("keep-mine").click()
    await expect(grader.get_by_test_id("version").first).to_contain_text("새로 낸 답")
    await expect(grader.get_by_test_id("feedback-input")).to_have_value("그래프가 빠졌어요")
    await expect(points).to_have_value("")
    await expect(grader.get_by_test_id("grade-state")).to_have_attribute("data-state", "noted")
    work = await Submission.objects.aget(assignment=assignment, student=student)
    assert (work.score, work.feedback) == (None, "그래프가 빠졌어요")


async def test_a_student_sees_what_was_to_be_mended(
    demo_school: None, new_person_page: NewPersonPage
) -> None:
    assignment = await Assignment.objects.aget(title="최댓값과 최솟값")
    student = await User.objects.aget(email="student2@example.com")
    teacher = await User.objects.aget(email="teacher@example.com")
    work = await Submission.objects.aget(assignment=assignment, student=student)
    told: dict[str, Any] = {"version": work.version, "feedback": "그래프를 **꼭** 그려 주세요."}
    await sync_to_async(actions.return_submission)(user=teacher, submission_id=work.pk, **told)
    await sync_to_async(actions.submit)(user=student, assignment_id=assignment.pk, text="그래프를 그렸어요")

    page = await new_person_page("student2@example.com", path=f"/assignments/{assignment.pk}")

    await expect(page.get_by_test_id("to-mend")).to_contain_text("그래프를 꼭 그려 주세요.")
