// Keeps the empty shell and what it is drawn with. Never a record, an answer of the server or a token.
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

declare const self: {
  __WB_MANIFEST: PrecacheEntry[];
  skipWaiting(): Promise<void>;
  addEventListener(name: string, act: (event: { data: unknown; waitUntil(done: Promise<unknown>): void }) => void): void;
  clients: { claim(): Promise<void> };
};

precacheAndRoute(self.__WB_MANIFEST, { ignoreURLParametersMatching: [/.*/] });
cleanupOutdatedCaches();
// pages under /visits/ are the shell, on line and off; what the app asks the server is under /visits/sync/ and never kept
registerRoute(new NavigationRoute(createHandlerBoundToURL("/visits/en/"), { allowlist: [/^\/visits\/en\//] }));
registerRoute(new NavigationRoute(createHandlerBoundToURL("/visits/"), { allowlist: [/^\/visits\//], denylist: [/^\/visits\/sync\//, /^\/visits\/en\//] }));

self.addEventListener("message", (event) => {
  if (event.data === "now") void self.skipWaiting();
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
