const EVENTS = [
  "call.updated", "call.ended", "call.media", "call.quality", "call.topology", "call.tracks", "call.wanted", "call.hand",
  "call.participant_joined", "call.participant_left", "call.participant_updated", "call.moderated", "call.reaction",
  "webrtc.offer", "webrtc.answer", "webrtc.ice_candidate", "webrtc.renegotiate",
];

/** The frames of one call over the page's socket; every event of this call is dispatched again here. */
export class Signaling extends EventTarget {
  #socket;
  #callId;
  #listening = new AbortController();

  constructor(socket, callId) {
    super();
    this.#socket = socket;
    this.#callId = callId;
    for (const type of EVENTS) this.#pass(type);
  }

  get isOpen() {
    return this.#socket.state === "open";
  }

  /** Claim a peer id, or claim it again after the socket was away; answers {call}. */
  claim(peerId, { replaces, audio, video }) {
    const fields = { peer_id: peerId, audio_enabled: audio, video_enabled: video };
    if (replaces) fields.replaces = replaces;
    return this.#request("call.answer", fields);
  }

  leave = () => this.#request("call.leave");
  end = () => this.#request("call.end");
  media = (flags) => this.#request("call.media", flags);
  hand = (raised) => this.#request("call.hand", { raised });
  react = (emoji) => this.#request("call.reaction", { emoji });
  moderate = (action, userId) => this.#request("call.moderate", userId === undefined ? { action } : { action, user_id: userId });
  ring = (userIds) => this.#request("call.invite", { user_ids: userIds });
  /** `streams` names what a stream of a page shows, `tracks` what goes on which line to the server. */
  offer = (peerId, sdp, streams, tracks) => this.#request("webrtc.offer", { peer_id: peerId, sdp, streams, tracks });
  answer = (peerId, sdp, streams) => this.#request("webrtc.answer", { peer_id: peerId, sdp, streams });

  renegotiate = (peerId, reason) => this.#request("webrtc.renegotiate", { peer_id: peerId, reason });

  /** Whose pictures this page shows: peer ids, small and large. */
  view = (tiles, large) => this.#request("call.view", { tiles, large });

  candidate(peerId, { candidate, sdpMid, sdpMLineIndex }) {
    return this.#request("webrtc.ice_candidate", { peer_id: peerId, candidate, sdpMid, sdpMLineIndex });
  }

  /** `stats` (stats.js) every few seconds; the state alone when it changes. */
  report(peerId, state, stats) {
    this.#socket.tell("webrtc.connection_state", { call_id: this.#callId, peer_id: peerId, state, stats });
  }

  close() {
    this.#listening.abort();
  }

  #request(type, fields = {}) {
    return this.#socket.request(type, { call_id: this.#callId, ...fields });
  }

  #pass(type) {
    const again = ({ detail }) => {
      if ((detail.call_id ?? detail.call?.id) === this.#callId) this.dispatchEvent(new CustomEvent(type, { detail }));
    };
    this.#socket.addEventListener(type, again, { signal: this.#listening.signal });
  }
}
