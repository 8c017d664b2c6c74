/* Records taken along: the screening page with many cards, kept in this browser for one person, until they sign out.
   What is voted on them goes through the outbox like every vote. */
export const able = "serviceWorker" in navigator && "caches" in window;
const key = (config) => `pack-${config.user}-${config.review}-${config.stage}`;
const cacheOf = (user) => `offline-${user}`;

export function read(name) {
  try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
}

function write(name, value) {
  try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* a browser without storage takes nothing along */ }
}

/** The page for this stage, with so many cards in it, and everything it needs. Throws where it could not be had. */
export async function take(config, count) {
  await navigator.serviceWorker.register("/service-worker.js");
  const url = `${location.origin}${config.urls.screen}`;
  const asked = new URLSearchParams({ take: count, order: config.order, seed: config.seed });
  const answer = await fetch(`${url}?${asked}`, { cache: "no-store" });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  const text = await answer.text();
  const page = new DOMParser().parseFromString(text, "text/html");
  const told = JSON.parse(page.getElementById("screen-config").textContent);
  if (told.user !== config.user) throw new Error("other");
  const needed = [...page.querySelectorAll('script[src], link[rel="modulepreload"], link[rel="stylesheet"], link[rel="icon"]')].map((e) => e.src || e.href);
  const sprite = page.querySelector("use")?.getAttribute("href").split("#")[0];
  const cache = await caches.open(cacheOf(config.user));
  await cache.addAll([...new Set([...needed, sprite, "/offline/"].filter(Boolean).map((a) => new URL(a, location.origin).href))]);
  const headers = { "Content-Type": "text/html; charset=utf-8", "X-Packed": String(Date.now()) };
  for (const name of ["Content-Security-Policy", "Referrer-Policy", "X-Frame-Options"]) {
    if (answer.headers.get(name)) headers[name] = answer.headers.get(name);
  }
  await cache.put(url, new Response(text, { headers }));
  write(key(config), { count, held: told.cards.length, url, title: page.title, decided: {} });
  return told.cards;
}

export async function untake(config) {
  localStorage.removeItem(key(config));
  const cache = await caches.open(cacheOf(config.user));
  await cache.delete(`${location.origin}${config.urls.screen}`);
}

/** What a page knows of the pack of its stage. */
export function packOf(config) {
  const name = key(config);
  const kept = () => read(name);
  return {
    /** Cards that were not voted on since they were taken along; all of them on a page fresh from the server. */
    left(cards) {
      const decided = config.pack ? kept()?.decided || {} : {};
      return cards.filter((card) => !(card.id in decided));
    },
    /** The server has this vote, or no longer has one. */
    stored({ kind, body }) {
      const pack = kept();
      if (!pack || (kind !== "vote" && kind !== "clear")) return;
      if (kind === "vote") pack.decided[body.record] = body.verdict;
      else delete pack.decided[body.record];
      write(name, pack);
    },
    get decided() { return Object.keys(kept()?.decided || {}).length; },
    get held() { return kept()?.held || 0; },
    get count() { return kept()?.count || 0; },
  };
}
