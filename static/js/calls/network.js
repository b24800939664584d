/**
 * Calls `onChange` when this device is on another network: the lost one is back, or a phone went from Wi-Fi to
 * mobile data (W3C Network Information; that its estimates change is nothing new).
 */
export function watchNetwork(onChange) {
  addEventListener("online", onChange);
  const { connection } = navigator;
  let before = connection?.type;
  connection?.addEventListener?.("change", () => {
    if (connection.type === before) return;
    before = connection.type;
    if (navigator.onLine) onChange();
  });
}
