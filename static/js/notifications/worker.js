/* The service worker: shows pushes while no page is open, and leads to what they are about. Served as /sw.js. */

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  const push = event.data?.json() ?? {};
  const { title = "Dreamseed", body = "", tag, url = "/notifications", kind } = push;
  const isCall = kind === "call_invitation";
  event.waitUntil(self.registration.showNotification(title, {
    body,
    tag,
    renotify: Boolean(tag),
    requireInteraction: isCall,
    icon: "/static/icons/seed.svg",
    data: { url },
  }));
});

/** A page that is open already goes there; otherwise a new one. */
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url ?? "/notifications"));
});

async function open(url) {
  const address = new URL(url, self.location.origin);
  if (address.origin !== self.location.origin) return;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const free = pages.find((page) => !new URL(page.url).pathname.startsWith("/calls/")); // never out of a call
  if (!free) return self.clients.openWindow(address.href);
  await free.focus();
  return free.navigate(address.href);
}
