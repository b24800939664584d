/** This browser's subscription to pushes (W3C Push API), and what the site keeps of it. */

import { api } from "../api.js";
import { _ } from "../i18n.js";

const DEVICES = "/api/v1/notifications/devices";

export const isPossible = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

export class Subscription {
  #key;

  /** `key`: the site's public key; empty when Web Push is not set up. */
  constructor(key) {
    this.#key = key;
  }

  get isOffered() {
    return Boolean(this.#key) && isPossible() && isSecureContext;
  }

  /** granted, denied, or default while nobody has asked. */
  get permission() {
    return Notification.permission;
  }

  async isOn() {
    const registration = await navigator.serviceWorker.getRegistration("/");
    return Boolean(await registration?.pushManager.getSubscription());
  }

  /** Asks the person, subscribes, and tells the site; the device as the site keeps it, null when they refused. */
  async begin() {
    if ((await Notification.requestPermission()) !== "granted") return null;
    const registration = await navigator.serviceWorker.register("/sw.js", { scope: "/" });
    await navigator.serviceWorker.ready;
    const options = { userVisibleOnly: true, applicationServerKey: this.#key };
    const subscription = (await registration.pushManager.getSubscription()) ?? (await registration.pushManager.subscribe(options));
    const { endpoint, keys } = subscription.toJSON();
    return api.post(DEVICES, { platform: "webpush", token: endpoint, keys, name: browserName() });
  }

  /** When the site has forgotten it this browser must not go on listening. */
  async end() {
    const registration = await navigator.serviceWorker.getRegistration("/");
    await (await registration?.pushManager.getSubscription())?.unsubscribe();
  }
}

/** As one knows it: "Chrome · Windows". */
export function browserName(agent = navigator.userAgent) {
  const browser = [["Edg/", "Edge"], ["SamsungBrowser/", "Samsung Internet"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]].find(([mark]) => agent.includes(mark))?.[1];
  const system = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS", "macOS"], ["Linux", "Linux"]].find(([mark]) => agent.includes(mark))?.[1];
  return browser && system ? `${browser} · ${system}` : _("This browser");
}
