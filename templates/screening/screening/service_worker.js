/* Without a connection: the screening pages that a person took along, and what they need. With one it only looks on. */
"use strict";
const KEPT = 7 * 24 * 3600 * 1000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function packed(request) {
  const found = await caches.match(request, { ignoreSearch: true });
  if (found && Date.now() - Number(found.headers.get("X-Packed") || Date.now()) < KEPT) return found;
  return (await caches.match("/offline/")) || Response.error();
}

async function asset(request) {
  return (await caches.match(request)) || Response.error();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => packed(request)));
  else if (url.pathname.startsWith("/static/")) event.respondWith(fetch(request).catch(() => asset(request)));
});
