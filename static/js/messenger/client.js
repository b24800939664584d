/** Socket events into the store, and the parts that talk to the server, tied together once a page. */

import { api } from "../api.js";
import { json } from "../dom.js";
import { Drafts } from "./drafts.js";
import { Following } from "./following.js";
import { Outbox } from "./outbox.js";
import { OwnSide } from "./own_side.js";
import { Presence } from "./presence.js";
import { Recount } from "./recount.js";
import { Store } from "./store.js";
import { Sync } from "./sync.js";
import { Typing } from "./typing.js";

export class Messenger {
  /** `only`: the given conversations are all this page wants to know of. `numbers`: where its data is caught up from. */
  constructor({ socket, me, conversations, only = false, numbers = json("numbers") ?? {} }) {
    this.socket = socket;
    this.me = me;
    this.store = new Store({ me, conversations });
    this.recount = new Recount(this.store);
    this.sync = new Sync({ socket, store: this.store, reads: numbers.reads, only });
    this.outbox = new Outbox({ socket, store: this.store, sync: this.sync });
    this.drafts = new Drafts({ socket, me });
    this.ownSide = new OwnSide({ socket, store: this.store, drafts: this.drafts, known: numbers.own });
    this.following = new Following({ socket, store: this.store, me });
    this.uploads = new Map();
    this.presence = new Presence(socket);
    this.typing = new Typing(socket);
    for (const [type, take] of Object.entries(this.#events())) socket.on(type, take);
  }

  /** Every event of the server that the messenger understands, at a glance. */
  #events() {
    const { store, sync, typing } = this;
    return {
      "ready": ({ calls }) => this.#calls(calls ?? []),
      "message.created": ({ message }) => {
        if (!store.get(message.conversation_id)) return void sync.load(message.conversation_id);
        if (message.sender) typing.finished(message.thread_id ?? message.conversation_id, message.sender.id);
        store.created(message);
        sync.note(message.conversation_id, message.change);
      },
      "message.updated": ({ message }) => {
        store.updated(message);
        sync.note(message.conversation_id, message.change);
      },
      "reaction.added": (frame) => this.#reaction(frame),
      "reaction.removed": (frame) => this.#reaction(frame),
      "message.deleted": ({ conversation_id, message_id, change }) => {
        // A tombstone carries no text: of an unknown message the number stays open, and the hole is asked for
        if (store.deleted(conversation_id, message_id, change)) sync.note(conversation_id, change);
      },
      "message.acknowledged": ({ conversation_id, message_id }) => store.acknowledged(conversation_id, message_id),
      "message.read": ({ conversation_id, user_id, seq }) => store.read(conversation_id, user_id, seq),
      "conversation.created": ({ conversation }) => {
        if (sync.begin(conversation)) store.add(conversation);
      },
      "conversation.updated": ({ conversation: { id, change, ...fields } }) => {
        store.update(id, fields);
        sync.note(id, change);
      },
      "conversation.changed": ({ conversation_id, change }) => sync.note(conversation_id, change), // of a past that is not ours
      "conversation.removed": ({ conversation_id }) => sync.forget(conversation_id),
      "participant.added": (frame) => this.#participant(frame),
      "participant.removed": (frame) => this.#participant(frame),
      "call.invitation": ({ call }) => store.call(call.conversation_id, call),
      "call.updated": ({ call }) => store.call(call.conversation_id, call.status === "ended" ? null : call),
      "call.participant_joined": (event) => store.callJoined(event),
      "call.participant_left": (event) => store.callJoined(event),
      "call.ended": ({ call }) => store.call(call.conversation_id, null),
    };
  }

  /** Files chosen for a conversation or a thread and not sent yet; they go on while another one is open. */
  uploadsOf(id) {
    if (!this.uploads.has(id)) this.uploads.set(id, []);
    return this.uploads.get(id);
  }

  /** A message of a conversation, by its id; null when there is none, or none for us. */
  async find(conversationId, id) {
    const known = this.store.find(conversationId, id);
    const found = known ?? (await api.get(`/api/v1/messenger/messages/${encodeURIComponent(id)}`).catch(() => null));
    return found?.conversation_id === conversationId ? found : null;
  }

  /** Like all a socket causes, an edit is told to it by its ack alone. Rejects with the refusal. */
  async edit(message, content) {
    const { change } = await this.socket.request("message.edit", { message_id: message.id, content });
    this.store.updated({ ...message, content, change, edited_at: new Date().toISOString() });
    this.sync.note(message.conversation_id, change);
  }

  /** Add or take back one's own emoji. */
  async react(message, emoji, on) {
    const { change, reactions } = await this.socket.request(on ? "reaction.add" : "reaction.remove", { message_id: message.id, emoji });
    this.store.updated({ ...message, reactions, change });
    this.sync.note(message.conversation_id, change);
  }

  /** Fixed at the head of the conversation, for everybody. */
  async pin(message, on) {
    const address = `/api/v1/messenger/messages/${message.id}/pin`;
    await (on ? api.post(address) : api.delete(address)); // the event comes to this page too
  }

  async delete({ id, conversation_id }) {
    const { change } = await this.socket.request("message.delete", { message_id: id });
    this.store.deleted(conversation_id, id, change);
    this.sync.note(conversation_id, change);
  }

  /** Calls have no change numbers: `ready` names those that ring for us, the others we show are asked about. */
  #calls(running) {
    for (const call of running) this.store.call(call.conversation_id, call);
    const told = new Set(running.map((call) => call.conversation_id));
    for (const { id, active_call } of this.store.conversations.values()) if (active_call && !told.has(id)) this.#askForCall(id);
  }

  async #askForCall(id) {
    const before = this.store.get(id)?.active_call;
    const conversation = await api.get(`/api/v1/messenger/conversations/${id}`).catch(() => null);
    const heard = this.store.get(id)?.active_call !== before; // an event said more meanwhile
    if (conversation && !heard) this.store.update(id, { active_call: conversation.active_call });
  }

  /** One's rights in it are others now. */
  async #renew(id) {
    const load = async () => this.store.get(id) && this.store.add(await api.get(`/api/v1/messenger/conversations/${id}`));
    await this.sync.during(id, load).catch(() => null);
  }

  #reaction({ message }) {
    this.store.updated(message);
    this.sync.note(message.conversation_id, message.change);
  }

  #participant({ conversation_id, participant, change }) {
    this.store.participant(conversation_id, participant);
    const { id } = participant.user;
    if (id === this.me.id && participant.role !== this.store.get(conversation_id)?.my.role) this.#renew(conversation_id);
    this.sync.note(conversation_id, change);
  }
}
