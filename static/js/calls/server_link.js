import { Pacer } from "./pacer.js";

const DISCONNECTED_FOR = 3000;

/**
 * A connection with the forwarding server, whichever way it carries. The server has no ICE restart: one that is lost
 * is replaced by another.
 *
 * Events: `state` {state}, `lost` when another one must take over.
 */
export class ServerLink extends EventTarget {
  connection;
  signaling;
  pacer;
  #patience;
  #watch = null;

  /** `id`: the server's peer it speaks with; `patience`: milliseconds it has to come about. */
  constructor({ id, iceServers, signaling, patience }) {
    super();
    this.signaling = signaling;
    this.#patience = patience;
    this.pacer = new Pacer((candidate) => signaling.candidate(id, candidate));
    this.connection = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.connection.onicecandidate = ({ candidate }) => candidate?.candidate && this.pacer.push(candidate);
    this.connection.onconnectionstatechange = () => this.#changed();
  }

  get state() {
    return this.connection.connectionState;
  }

  get isCarrying() {
    return this.state === "connected";
  }

  /** From now on it is to come about. */
  expect() {
    this.#lostIn(this.#patience);
  }

  close() {
    clearTimeout(this.#watch);
    this.pacer.close();
    this.connection.onicecandidate = this.connection.onconnectionstatechange = null;
    this.connection.close();
  }

  #changed() {
    clearTimeout(this.#watch);
    const wait = { disconnected: DISCONNECTED_FOR, failed: 0, connecting: this.#patience }[this.state];
    if (wait !== undefined) this.#lostIn(wait);
    this.dispatchEvent(new CustomEvent("state", { detail: { state: this.state } }));
  }

  #lostIn(milliseconds) {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.dispatchEvent(new CustomEvent("lost")), milliseconds);
  }
}
