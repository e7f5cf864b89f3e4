// Keeps the emergency steps for when there is no line. Answers nothing else from its store.
const CACHE = "jikim-emergency";
const PAGE = "/emergency/kept/";
const KEPT = [{% for one in kept %}"{{ one|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const asked = event.request;
  if (asked.method !== "GET") return;
  if (asked.mode === "navigate" && [ "/emergency/", PAGE ].includes(new URL(asked.url).pathname)) {
    event.respondWith(fetch(asked).catch(() => caches.match(PAGE)));
  } else if (KEPT.includes(new URL(asked.url).pathname)) {
    event.respondWith(caches.match(asked, { ignoreSearch: true }).then((found) => found || fetch(asked)));
  }
});
