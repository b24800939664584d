"""The forwarding server with real peers and real packets."""

from tests.media.client import LINES, Client, until
from tests.media.conftest import Hall


async def test_what_one_page_sends_arrives_at_the_others(hall: Hall) -> None:
    teacher = await hall.enters().joins("microphone", "camera", "camera_small")
    minji = await hall.enters().joins("microphone")
    await minji.gets(teacher, "microphone")
    await minji.gets(teacher, "camera")
    await teacher.gets(minji, "microphone")
    assert teacher.line(teacher, "microphone") is None


async def test_an_offer_said_again_with_what_was_found_since_is_of_the_same_connection(hall: Hall) -> None:
    teacher = await hall.enters().joins("microphone")
    minji = await hall.enters().joins()
    await minji.gets(teacher, "microphone")
    assert teacher.sending
    sdp = teacher.sending.localDescription.sdp + "a=candidate:9 1 udp 1 192.0.2.1 9 typ host\r\n"
    tracks = {
        line.mid: name for line, (name, _kind) in zip(teacher.sending.getTransceivers(), LINES, strict=True)
    }
    await teacher.says("webrtc.offer", peer_id="sfu:send", sdp=sdp, tracks=tracks)
    first, again = [event["sdp"] for event in teacher.events if event["type"] == "webrtc.answer"]
    assert first == again
    await minji.gets(teacher, "microphone", more=20)


async def test_a_tile_gets_the_small_picture_and_who_shows_it_large_the_large_one(hall: Hall) -> None:
    teacher = await hall.enters().joins("camera", "camera_small")
    minji, seojun = [await hall.enters().joins() for _ in range(2)]
    await minji.says("call.view", tiles=[str(teacher.peer_id)], large=[])
    await seojun.says("call.view", tiles=[], large=[str(teacher.peer_id)])
    await minji.gets(teacher, "camera")
    await seojun.gets(teacher, "camera")
    await until(lambda: minji.marks[minji.line(teacher, "camera") or ""] == b"camera_s")
    await until(lambda: seojun.marks[seojun.line(teacher, "camera") or ""] == b"camera  ")


async def test_a_page_hears_whether_anybody_shows_it_large(hall: Hall) -> None:
    teacher = await hall.enters().joins("camera", "camera_small")
    minji = await hall.enters().joins("camera", "camera_small")

    def wanted(page: Client) -> list[bool]:
        return [event["large"] for event in page.events if event["type"] == "call.wanted"]

    await minji.says("call.view", tiles=[], large=[str(teacher.peer_id)])
    await until(lambda: wanted(teacher) == [False, True])
    await minji.says("call.view", tiles=[str(teacher.peer_id)], large=[])
    await until(lambda: wanted(teacher) == [False, True, False])
    assert wanted(minji) == [False]


async def test_the_small_picture_goes_on_until_the_large_one_can_be_drawn(hall: Hall) -> None:
    teacher = await hall.enters().joins("camera", "camera_small")
    minji = await hall.enters().joins()
    await minji.says("call.view", tiles=[str(teacher.peer_id)], large=[])
    await minji.gets(teacher, "camera")
    line = minji.line(teacher, "camera") or ""
    await until(lambda: minji.marks[line] == b"camera_s")
    large = teacher.made["camera"]
    large.withholds_keyframes = True
    asked = large.keyframes_asked
    await minji.says("call.view", tiles=[], large=[str(teacher.peer_id)])
    await until(lambda: large.keyframes_asked > asked)
    await minji.gets(teacher, "camera", more=10)
    assert minji.marks[line] == b"camera_s"
    large.withholds_keyframes, large.key_next = False, True
    await until(lambda: minji.marks[line] == b"camera  ")
    await minji.gets(teacher, "camera")


async def test_only_the_pictures_a_page_shows_are_sent_to_it(hall: Hall) -> None:
    teacher, minji = [await hall.enters().joins("camera_small") for _ in range(2)]
    seojun = await hall.enters().joins()
    await seojun.says("call.view", tiles=[str(minji.peer_id)], large=[])
    await seojun.gets(minji, "camera")
    await until(lambda: seojun.line(teacher, "camera") is None)


async def test_a_shared_screen_is_shown_to_everybody(hall: Hall) -> None:
    teacher = await hall.enters(screen=True).joins("screen", "screen_audio")
    minji = await hall.enters().joins()
    await minji.says("call.view", tiles=[], large=[])
    await minji.gets(teacher, "screen")
    await minji.gets(teacher, "screen_audio")


async def test_a_muted_persons_packets_stop_and_come_again(hall: Hall) -> None:
    teacher = await hall.enters().joins()
    minji = await hall.enters().joins("microphone", "camera")
    await teacher.gets(minji, "microphone")
    await teacher.gets(minji, "camera")
    camera, voice = teacher.line(minji, "camera"), teacher.line(minji, "microphone")
    await hall.may(minji, audio=False)
    assert teacher.line(minji, "microphone") is None
    assert voice is not None
    heard, sent = teacher.frames[voice], minji.made["microphone"].count
    await until(lambda: minji.made["microphone"].count > sent + 20)
    assert teacher.frames[voice] <= heard + 3  # what was on its way
    assert teacher.line(minji, "camera") == camera
    await hall.may(minji, audio=True)
    await teacher.gets(minji, "microphone")


async def test_the_sound_of_a_screen_stops_and_comes_again_as_well(hall: Hall) -> None:
    teacher = await hall.enters().joins()
    minji = await hall.enters(screen=True).joins("screen", "screen_audio")
    await teacher.gets(minji, "screen_audio")
    sound = teacher.line(minji, "screen_audio")
    await hall.may(minji, screen_audio=False)
    assert teacher.line(minji, "screen_audio") is None
    assert sound is not None
    heard, sent = teacher.frames[sound], minji.made["screen_audio"].count
    await until(lambda: minji.made["screen_audio"].count > sent + 20)
    assert teacher.frames[sound] <= heard + 3  # what was on its way
    await teacher.gets(minji, "screen")
    await hall.may(minji, screen_audio=True)
    await teacher.gets(minji, "screen_audio")


async def test_of_many_voices_the_loudest_are_heard(hall: Hall) -> None:
    teacher = await hall.enters().joins()

    def voices() -> list[object]:
        return [one for one in teacher.tracks if one["source"] == "microphone"]

    class_ = [await hall.enters().joins("microphone") for _ in range(7)]
    await until(lambda: len(voices()) == 5)
    loud = next(one for one in class_ if teacher.line(one, "microphone") is None)
    room = hall.node._rooms[hall.call_id]
    source = room.pages[loud.peer_id].source("microphone")
    assert source is not None
    source._hear(20)
    await teacher.gets(loud, "microphone")
    assert len(voices()) == 5


async def test_who_comes_and_goes_renegotiates_nobody(hall: Hall) -> None:
    teacher = await hall.enters().joins("camera")
    minji = await hall.enters().joins("camera")
    await teacher.gets(minji, "camera")
    kept = teacher.line(minji, "camera")
    seojun = await hall.enters().joins("camera")
    await teacher.gets(seojun, "camera")
    assert (teacher.offers, teacher.line(minji, "camera")) == (1, kept)
    await hall.puts_out(seojun)
    assert teacher.line(seojun, "camera") is None
    await teacher.gets(minji, "camera")


async def test_a_newcomer_makes_the_publisher_send_a_whole_picture(hall: Hall) -> None:
    teacher = await hall.enters().joins("camera")
    minji = await hall.enters().joins()
    await minji.gets(teacher, "camera")
    asked = teacher.made["camera"].keyframes_asked
    seojun = await hall.enters().joins()
    await seojun.gets(teacher, "camera")
    assert teacher.made["camera"].keyframes_asked == asked + 1  # when it can arrive, and not before


async def test_a_page_that_connects_anew_goes_on(hall: Hall) -> None:
    teacher = await hall.enters().joins("camera")
    minji = await hall.enters().joins("camera")
    await minji.gets(teacher, "camera")
    before = teacher.sending
    await teacher.joins("camera")
    await minji.gets(teacher, "camera")
    await minji.says("webrtc.renegotiate", peer_id="sfu:recv", reason="lost")
    await until(lambda: minji.offers == 2)
    await minji.gets(teacher, "camera")
    assert before is not None
    await before.close()
    await minji.gets(teacher, "camera")


async def test_until_new_connections_carry_the_old_ones_go_on(hall: Hall) -> None:
    teacher = await hall.enters().joins("camera")
    minji = await hall.enters().joins()
    await minji.gets(teacher, "camera")
    teacher.told = minji.told = lambda event: None  # type: ignore[method-assign]  # nothing new comes about
    old = teacher.sending
    await teacher.joins("camera")
    await minji.says("webrtc.renegotiate", peer_id="sfu:recv", reason="network")
    await minji.gets(teacher, "camera", more=20)
    assert old is not None
    await old.close()


async def test_a_second_page_of_the_same_person_does_not_hear_the_first(hall: Hall) -> None:
    laptop = await hall.enters(user_id=1).joins("microphone", "camera")
    phone = await hall.enters(user_id=1).joins("microphone")
    await phone.gets(laptop, "camera")
    assert phone.line(laptop, "microphone") is None


async def test_when_the_call_is_over_everything_is_closed(hall: Hall) -> None:
    teacher = await hall.enters().joins("camera")
    minji = await hall.enters().joins()
    await minji.gets(teacher, "camera")
    call_id, hall.call_id = hall.call_id, hall.people.popitem()[0]
    await hall.node.changed(call_id)
    assert (hall.node.calls, hall.node.load) == ([], 0)
    await minji.leaves()
