"""A client of one conversation, written from docs/protocol.md: what it heard, and what it catches up with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.messenger.steps import ask_async
from tests.people import Person
from tests.sockets import Line


@dataclass
class Device:
    """`reads`, `own` and `head` are the numbers from which on it asks."""

    person: Person
    id: str
    line: Line | None = None
    head: int = 0
    own: int = 0
    reads: int | None = None
    ahead: set[int] = field(default_factory=set)
    messages: dict[str, Any] = field(default_factory=dict)
    people: dict[int, Any] = field(default_factory=dict)
    positions: dict[int, int | None] = field(default_factory=dict)
    threads: dict[str, int] = field(default_factory=dict)
    conversation: dict[str, Any] = field(default_factory=dict)
    drafts: dict[str | None, str] = field(default_factory=dict)

    def hear(self, frame: dict[str, Any]) -> None:
        match frame["type"]:
            case "message.created" | "message.updated" | "reaction.added" | "reaction.removed":
                self._take(frame["message"])
            case "message.deleted" if frame["message_id"] in self.messages:
                gone = {"change": frame["change"], "deleted_at": True}
                self._take({**self.messages[frame["message_id"]], **gone})
            case "message.deleted":
                return  # of what is unknown the number stays open, and the hole is asked for
            case "participant.added" | "participant.removed":
                self._take_person(frame["participant"])
            case "message.read":
                self._take_position(frame["user_id"], frame["seq"])
            case "thread.read":
                self._take_thread(frame["message_id"], frame["seq"])
            case "conversation.updated" if self.conversation:  # else it is still to be read, whole
                self.conversation["title"] = frame["conversation"]["title"]
            case "conversation.removed":
                self._forget()
                return
        change = frame.get("change") or _change_in(frame)
        if change is not None and frame["type"] not in ("draft.updated", "conversation.settings"):
            self.ahead.add(change)
            while self.head + 1 in self.ahead:
                self.head += 1

    async def catch_up(self) -> None:
        """A conversation that is not known is read first, then everything since what is known."""
        if not self.conversation:
            self.conversation = await ask_async(self.person, "get", f"conversations/{self.id}")
            if "code" in self.conversation:
                self._forget()
                return
            people = await ask_async(self.person, "get", f"conversations/{self.id}/participants", status=200)
            for one in people:
                self._take_person(one)
                self.positions[one["user"]["id"]] = one["last_read_seq"]
        more = True
        while more:
            body = {"conversations": {self.id: self.head}, "own": self.own, "reads": self.reads}
            answer = await ask_async(self.person, "post", "sync", body, 200)
            if self.id in answer["removed"]:
                self._forget()
            told = answer["conversations"].get(self.id, {"more": False})
            more = told["more"] or answer["own"]["more"] or answer["reads"]["more"]
            self._take_own(answer["own"])
            self._take_reads(answer["reads"])
            if "head" in told:
                self._take_all(told)

    def _take_all(self, told: Any) -> None:
        assert all(one["change"] > self.head for one in told["messages"])  # exactly what changed
        changes = [one["change"] for one in told["messages"]]
        assert changes == sorted(set(changes))  # in order, once
        for one in told["messages"]:
            self._take(one)
        for one in told["participants"]:
            self._take_person(one)
        self._take_threads(told["threads"])
        self.head, self.conversation = told["head"], told["conversation"]
        since = self.conversation["my"]["from_seq"]
        self.messages = {key: one for key, one in self.messages.items() if one["seq"] > since}
        self.threads = {key: seq for key, seq in self.threads.items() if key in self.messages}

    def _take_own(self, own: Any) -> None:
        self.own = own["head"]
        for one in own["conversations"]:
            if one["conversation_id"] == self.id and self.conversation:
                self.conversation["my"] = one["my"]
        self._take_threads(own["threads"])
        for one in own["drafts"]:
            if one["conversation_id"] == self.id:
                self.drafts[one["thread_id"]] = one["content"]

    def _take_reads(self, reads: Any) -> None:
        self.reads = reads["head"]
        for user_id, seq in reads["positions"].get(self.id, {}).items():
            self._take_position(int(user_id), seq)

    def _take_position(self, user_id: int, seq: int | None) -> None:
        """It only grows, or is kept to themselves."""
        self.positions[user_id] = None if seq is None else max(self.positions.get(user_id) or 0, seq)

    def _take_threads(self, told: Any) -> None:
        for one in told:
            if one["conversation_id"] == self.id:
                self._take_thread(one["message_id"], one["last_read_seq"])

    def _take_thread(self, root: str, seq: int) -> None:
        self.threads[root] = max(self.threads.get(root, 0), seq)

    def _take(self, shape: Any) -> None:
        known = self.messages.get(shape["id"])
        if known is None or shape["change"] > known["change"]:
            self.messages[shape["id"]] = shape
        if root := self.messages.get(shape["thread_id"]):  # who writes in a thread, or began it, takes part
            mine = [one["seq"] for one in (root, shape) if self._is_mine(one)]
            if mine:
                self._take_thread(root["id"], max(mine))

    def _is_mine(self, shape: Any) -> bool:
        return bool(shape["sender"] and shape["sender"]["id"] == self.person.id)

    def unread_answers(self) -> dict[str, int]:
        """Of threads that are followed, reckoned from messages and positions."""
        new = [
            one["thread_id"]
            for one in self.messages.values()
            if one["seq"] > self.threads.get(one["thread_id"], 10**9)
            and not (one["deleted_at"] or self._is_mine(one) or self.messages[one["thread_id"]]["deleted_at"])
        ]
        return {root: new.count(root) for root in new}

    def _take_person(self, shape: Any) -> None:
        known = self.people.get(shape["user"]["id"])
        if known is None or shape["change"] >= known["change"]:
            self.people[shape["user"]["id"]] = shape

    def _forget(self) -> None:
        self.head = 0
        kept = self.messages, self.people, self.positions, self.threads, self.conversation, self.drafts
        for one in (self.ahead, *kept):
            one.clear()


def _change_in(frame: dict[str, Any]) -> int | None:
    return (frame.get("message") or frame.get("conversation") or {}).get("change")
