// The emergency button: opens the steps without leaving the page, keeps each step with its time on the device and sends
// it when there is a line. Keeps and sends no content. Without this file the button is a link to the same steps.

interface Alert {
  key: string;
  actor: string;
  steps: Record<string, number>;
  sent: string[];
}

const STORE = "jikim.emergency";
const CACHE = "jikim-emergency";
const KEPT = "/emergency/kept/";
/** a step after this long belongs to another emergency */
const ONE_EMERGENCY = 2 * 3600 * 1000;
const FORGOTTEN_AFTER = 24 * 3600 * 1000;

const lists = [...document.querySelectorAll<HTMLElement>("[data-emergency-steps]")];
const dialog = document.querySelector<HTMLDialogElement>("dialog[data-emergency]");
const actor = document.querySelector<HTMLElement>("[data-emergency-actor]")?.dataset.emergencyActor ?? "";
let sending = false;

function read(): Alert[] {
  try {
    const found = JSON.parse(localStorage.getItem(STORE) ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

function keep(alerts: Alert[]): void {
  const limit = Date.now() - FORGOTTEN_AFTER;
  const kept = alerts.filter((one) => unsent(one).length > 0 || latest(one) > limit);
  try {
    localStorage.setItem(STORE, JSON.stringify(kept));
  } catch {
    /* a browser that stores nothing still shows the steps and sends what it can */
  }
}

const latest = (one: Alert): number => Math.max(0, ...Object.values(one.steps));
const unsent = (one: Alert): string[] => Object.keys(one.steps).filter((step) => !one.sent.includes(step));
const who = (): string => actor || localStorage.getItem(`${STORE}.actor`) || "";

function current(alerts: Alert[]): Alert | undefined {
  const own = alerts.filter((one) => one.actor === who() && Date.now() - latest(one) < ONE_EMERGENCY && !one.steps.mistake);
  return own[own.length - 1];
}

/** Random and unique where there is no randomUUID: pages served without https on an office's own line. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function take(step: string): void {
  const alerts = read();
  let now = current(alerts);
  if (!now) {
    now = { key: newKey(), actor: who(), steps: {}, sent: [] };
    alerts.push(now);
  }
  now.steps[step] ??= Date.now();
  keep(alerts);
  draw();
  void send();
}

/** Send what has not arrived. The server takes the same step twice without harm. */
async function send(): Promise<void> {
  const waiting = read().filter((one) => one.actor === who() && unsent(one).length > 0);
  if (sending || !waiting.length) return;
  sending = true;
  try {
    const answer = await fetch("/emergency/steps/", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Jikim-Emergency": "1" },
      credentials: "same-origin",
      redirect: "error",
      body: JSON.stringify(waiting.map(({ key, steps }) => ({ key, steps }))),
    });
    const stored: string[] = answer.ok ? (await answer.json()).stored : [];
    const sent = new Map(waiting.filter((one) => stored.includes(one.key)).map((one) => [one.key, Object.keys(one.steps)]));
    keep(read().map((one) => (sent.has(one.key) ? { ...one, sent: sent.get(one.key) ?? one.sent } : one)));
  } catch {
    /* no line, or not signed in: it stays on the device */
  }
  sending = false;
  draw();
}

/** Marks the steps taken, and says in words whether the clinical lead has been told. */
function draw(): void {
  const now = current(read());
  const state = !now ? "none" : unsent(now).length ? "waiting" : "sent";
  for (const list of lists) {
    for (const button of list.querySelectorAll<HTMLButtonElement>("button[data-step]")) {
      const at = now?.steps[button.dataset.step ?? ""];
      button.setAttribute("aria-pressed", at ? "true" : "false");
      const time = button.parentElement?.querySelector<HTMLElement>("[data-at]");
      if (time) time.textContent = at ? new Date(at).toTimeString().slice(0, 5) : "";
    }
    list.querySelectorAll<HTMLElement>("[data-state]").forEach((one) => (one.hidden = one.dataset.state !== state));
    list.querySelectorAll<HTMLElement>("[data-mistake]").forEach((one) => (one.hidden = !now));
  }
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const opener = target.closest?.("a[data-emergency-open]");
  if (opener && dialog?.showModal) {
    event.preventDefault();
    dialog.showModal();
    draw();
    void send();
    return;
  }
  if (target.closest?.("[data-emergency-close]")) dialog?.close();
  const step = target.closest?.<HTMLButtonElement>("button[data-step]");
  if (step && lists.some((list) => list.contains(step))) {
    event.preventDefault();
    take(step.dataset.step ?? "");
  }
});
window.addEventListener("online", () => void send());
setInterval(() => void send(), 60_000);

/** Keep the page of steps for when there is no line: it knows nobody. */
async function prepare(): Promise<void> {
  if (!actor || !("serviceWorker" in navigator) || !("caches" in window)) return;
  localStorage.setItem(`${STORE}.actor`, actor);
  await navigator.serviceWorker.register("/emergency/worker.js", { scope: "/emergency/" });
  const version = `${document.documentElement.lang} ${document.querySelector<HTMLScriptElement>("script[src*=emergency]")?.src} ${new Date().toDateString()}`;
  if (localStorage.getItem(`${STORE}.kept`) === version) return;
  const page = await fetch(KEPT, { credentials: "same-origin", redirect: "manual" });
  if (!page.ok) return;
  await (await caches.open(CACHE)).put(KEPT, page);
  localStorage.setItem(`${STORE}.kept`, version);
}

draw();
void send();
prepare().catch(() => undefined);

export {};
