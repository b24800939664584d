"""What the server told a page while its socket was away is not lost."""

from tests.media.client import until
from tests.media.conftest import Hall


async def test_who_unmuted_while_a_socket_was_away_is_heard_after_it(hall: Hall) -> None:
    teacher = await hall.enters().joins("camera")
    minji = await hall.enters().joins("microphone")
    seojun = await hall.enters(audio=False).joins("microphone")
    for page in (minji, seojun):
        await page.gets(teacher, "camera")
    hall.cuts_off(minji)
    await hall.may(seojun, audio=True)
    await teacher.gets(seojun, "microphone")
    await hall.comes_back(minji)
    await minji.gets(seojun, "microphone")


async def test_who_was_muted_or_left_meanwhile_stands_on_no_line_after_it(hall: Hall) -> None:
    teacher = await hall.enters().joins("microphone")
    minji = await hall.enters().joins()
    seojun = await hall.enters().joins("camera")
    await minji.gets(teacher, "microphone")
    await minji.gets(seojun, "camera")
    hall.cuts_off(minji)
    await hall.may(teacher, audio=False)
    await hall.puts_out(seojun)
    await hall.comes_back(minji)
    await until(lambda: not minji.line(teacher, "microphone") and not minji.line(seojun, "camera"))


async def test_who_was_shown_large_meanwhile_sends_the_large_picture_after_it(hall: Hall) -> None:
    teacher = await hall.enters().joins("camera", "camera_small")
    minji = await hall.enters().joins()
    await minji.gets(teacher, "camera")
    hall.cuts_off(teacher)
    await minji.says("call.view", tiles=[], large=[str(teacher.peer_id)])
    await hall.comes_back(teacher)
    await until(lambda: {"call.wanted", True} in [{one["type"], one.get("large")} for one in teacher.events])


async def test_words_that_were_lost_on_the_way_come_again_by_themselves(hall: Hall) -> None:
    teacher = await hall.enters().joins()
    minji = await hall.enters(audio=False).joins("microphone")
    await until(lambda: teacher.receiving is not None and teacher.receiving.connectionState == "connected")
    hall.cuts_off(teacher)
    await hall.may(minji, audio=True)
    hall.away.clear()
    await hall.node.refresh()
    await teacher.gets(minji, "microphone")
