/** What the browser keeps: the chosen devices for ever, this page's place in a call as long as the tab lives. */

const DEVICES = "dreamseed.devices";
const placeKey = (callId) => `dreamseed.place.${callId}`;

/** {audioinput, videoinput: device ids; audio, video: whether one likes to come in with them}. */
export const devices = {
  read: () => read(localStorage, DEVICES) ?? {},
  write: (values) => write(localStorage, DEVICES, { ...devices.read(), ...values }),
};

/** {peerId, audio, video, saving} of this tab in a call, so that a reload changes nothing; null when it is not in. */
export const place = {
  read: (callId) => read(sessionStorage, placeKey(callId)),
  write: (callId, values) => write(sessionStorage, placeKey(callId), values),
  forget: (callId) => write(sessionStorage, placeKey(callId), null),
};

function read(storage, key) {
  try {
    return JSON.parse(storage.getItem(key));
  } catch {
    return null; // a browser may forbid storage, and somebody may have written nonsense into it
  }
}

function write(storage, key, value) {
  try {
    if (value === null) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(value));
  } catch {
    // nothing is remembered then
  }
}
