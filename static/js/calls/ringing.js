/** The server lets a call ring for 45 s; a little later this page stops by itself, should that word be lost. */
const LONGEST = 47_000;

/**
 * Which calls ring for this person now, without any drawing.
 *
 * Events: `change`, and `over` {call, reason} when one stopped that nobody here answered or declined;
 * reason: elsewhere (answered on another device), declined, missed.
 */
export class Ringing extends EventTarget {
  #calls = new Map();
  #meId;
  #ignored;

  /** `ignored`: the call this page is in. */
  constructor({ socket, meId, ignored = null }) {
    super();
    this.#meId = meId;
    this.#ignored = ignored;
    const on = (type, take) => socket.addEventListener(type, ({ detail }) => take(detail));
    on("ready", ({ calls = [], server_time }) => this.#replace(calls, server_time));
    on("call.invitation", ({ call, from }) => this.#add(call, from, LONGEST));
    on("call.updated", ({ call }) => this.#updated(call));
    for (const what of ["joined", "left", "updated"]) on(`call.participant_${what}`, (event) => this.#told(event));
    on("call.ended", ({ call }) => this.#stop(call, call.end_reason === "completed" ? "" : "missed"));
  }

  /** [{call, from}], the oldest first. */
  get list() {
    return [...this.#calls.values()];
  }

  /** Answered or declined here: nothing more is to be said about it. */
  settle(callId) {
    this.#remove(callId);
  }

  /** After a reconnect the server says what rings; what it does not name has stopped meanwhile. */
  #replace(calls, serverTime) {
    const now = serverTime ? Date.parse(serverTime) : Date.now();
    for (const id of this.#calls.keys()) if (!calls.some((call) => call.id === id)) this.#remove(id);
    for (const call of calls) this.#add(call, call.initiator, Math.max(3000, LONGEST - (now - Date.parse(call.created_at))));
  }

  #add(call, from, milliseconds) {
    if (call.id === this.#ignored || this.#stateIn(call) !== "invited") return;
    clearTimeout(this.#calls.get(call.id)?.timer);
    const timer = setTimeout(() => this.#stop(call, "missed"), milliseconds);
    this.#calls.set(call.id, { call, from, timer });
    this.#tell("change");
  }

  #updated(call) {
    const state = this.#stateIn(call);
    const known = this.#calls.get(call.id);
    if (!known || call.revision < known.call.revision) return;
    if (state === "invited") known.call = call;
    else this.#stop(call, { joined: "elsewhere", missed: "missed" }[state] ?? "declined");
  }

  /** Somebody of a call changed. */
  #told({ call_id, user_id, participant, revision }) {
    const call = this.#calls.get(call_id)?.call;
    if (!call || user_id !== this.#meId) return;
    const participants = call.participants.map((one) => (one.user.id === user_id ? participant : one));
    this.#updated({ ...call, revision, participants });
  }

  #stop(call, reason) {
    const known = this.#calls.get(call.id);
    if (!known) return;
    this.#remove(call.id);
    if (reason) this.#tell("over", { ...known, reason });
  }

  #remove(id) {
    clearTimeout(this.#calls.get(id)?.timer);
    if (this.#calls.delete(id)) this.#tell("change");
  }

  #stateIn(call) {
    return call.participants.find(({ user }) => user.id === this.#meId)?.state;
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
