// The frame: which page is shown, the bar that says how things stand, and locking. Holds no value of a form.
import { isPersistent, deviceView, lacking } from "./device";
import { button, fill, h, notice, refill, type Child } from "./dom";
import { placeOf, sectionsOf } from "./asked";
import { listed, listView } from "./list";
import * as keep from "./keep";
import { enter, revoke, signInUrl } from "./lock";
import { recordView, sectionView } from "./record";
import * as store from "./store";
import * as sync from "./sync";
import type { Doc } from "./types";
import { language, moment, say, t } from "./words";

const IDLE_MINUTES = 30;
let root: HTMLElement;
let bar: HTMLElement;
let redrawPart: { uuid: string; redraw: (doc: Doc) => void } | null = null;
let idle = 0;
let drawing = 0;

export function begin(): void {
  root = document.querySelector<HTMLElement>("[data-app]")!;
  bar = document.querySelector<HTMLElement>("[data-bar]")!;
  const without = lacking();
  if (without.length) return cannot(without);
  const chosen = localStorage.getItem("jikim.visits.language");
  if (chosen && chosen !== language()) return location.replace((chosen === "en" ? "/visits/en/" : "/visits/") + location.hash);
  document.querySelector("[data-language]")?.addEventListener("click", (event) => {
    localStorage.setItem("jikim.visits.language", (event.currentTarget as HTMLElement).dataset.language!);
  });
  keepShell();
  // the device is handed to somebody else, for a talk: every window of this app closes its records
  new BroadcastChannel("jikim-hand-over").addEventListener("message", () => {
    if (store.opened()) void lock();
  });
  store.onChange((uuid, own) => void changed(uuid, own).catch(unlessLocked));
  sync.onRevoked(() => void revoked());
  window.addEventListener("hashchange", () => store.opened() && void show(true).catch(unlessLocked));
  for (const name of ["pointerdown", "keydown"]) window.addEventListener(name, wake);
  // a browser that has a store may still refuse to open it: private windows, storage forbidden
  void keep.profiles().then(() => enter(root, unlocked), (problem: Error) => cannot([problem.name]));
}

function cannot(lacks: string[]): void {
  fill(root, h("h1", {}, t("title")), notice("danger", t("cannot"), h("p", {}, t("browsers_are")), h("p", { class: "subtle" }, lacks.join(", "))));
}

/** Whatever was being drawn when the store was locked is of no use any more. */
function unlessLocked(problem: unknown): void {
  if (store.opened()) throw problem;
}

/** The worker keeps the shell. A new version waits until its reader says so: nobody's form is pulled away. */
function keepShell(): void {
  void navigator.serviceWorker.register("/visits/worker.js", { scope: "/visits/" }).then((registration) => {
    const offer = (): void => {
      const waiting = registration.waiting;
      if (!waiting || !navigator.serviceWorker.controller) return;
      const place = document.querySelector("[data-news]")!;
      fill(place, notice("info", "", h("p", {}, t("new_version")), button(t("take_new"), () => waiting.postMessage("now"))));
    };
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
    offer();
  }, () => undefined);
  let had = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (had) location.reload();
    had = true;
  });
}

function unlocked(): void {
  wake();
  void show(true).catch(unlessLocked);
  void sync.now();
}

function wake(): void {
  window.clearTimeout(idle);
  if (store.opened()) idle = window.setTimeout(() => void lock(), IDLE_MINUTES * 60_000);
}

async function lock(): Promise<void> {
  await store.flush();
  if (store.isWaiting()) return wake(); // what could not be kept yet lives only in this page
  sync.stop();
  store.use(null);
  location.reload();
}

async function revoked(): Promise<void> {
  const open = store.opened();
  if (!open) return;
  await store.flush().catch(() => undefined);
  await revoke(open.profile);
  store.use(null);
  location.reload();
}

/** Something changed here, in another tab or by a sync. */
async function changed(uuid: string | null, own: boolean): Promise<void> {
  if (!store.opened()) return;
  if (own) sync.soon();
  await showBar();
  const [, here] = location.hash.split("/");
  const part = redrawPart;
  if (part) {
    if (uuid && uuid !== part.uuid) return;
    const doc = await store.doc(part.uuid);
    if (doc && part === redrawPart) part.redraw(doc);
  } else if (here !== "device" && (!uuid || !here || here === uuid)) await show(false);
}

async function show(fresh: boolean): Promise<void> {
  const turn = (drawing += 1);
  if (fresh) await store.flush(); // what was just typed counts before the next page says how things stand
  const [, uuid, key, field] = location.hash.split("/");
  const doc = uuid && uuid !== "device" ? await store.doc(uuid) : null;
  const section = doc && key ? sectionsOf(doc).find((one) => one.key === key) : undefined;
  let children: Child[];
  let part: typeof redrawPart = null;
  if (doc && section) {
    const made = sectionView(doc, section);
    children = made.children;
    part = { uuid: doc.uuid, redraw: made.redraw };
  } else if (doc) children = await recordView(doc);
  else if (uuid === "device") children = await deviceView(() => void lock());
  else children = await listView();
  if (turn !== drawing) return; // a later one is under way
  redrawPart = part;
  (fresh ? fill : refill)(root, ...children);
  document.title = `${root.querySelector("h1")?.textContent ?? ""} · ${t("brand")}`;
  if (fresh) enterPage(doc, field);
  await showBar();
}

function enterPage(doc: Doc | null, field: string | undefined): void {
  const wanted = field && doc && placeOf(doc, field) ? root.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`) : null;
  window.scrollTo(0, 0);
  (wanted?.querySelector<HTMLElement>("input, textarea, button, canvas") ?? root.querySelector<HTMLElement>("h1"))?.focus();
  wanted?.scrollIntoView({ block: "center" });
}

let persistent: Promise<boolean> | null = null;
const LINES: Partial<Record<sync.Line, string>> = { no_line: "line_none", sign_in: "line_sign_in", other_account: "line_other", later: "line_later", refused: "line_refused", busy: "line_busy" };

/** One bar on every page: line, what waits, and what threatens it. */
async function showBar(): Promise<void> {
  if (!store.opened()) return fill(bar);
  const all = await listed();
  const unsent = all.filter((one) => store.isDirty(one.doc) || one.unsentFiles).length;
  const needs = all.filter((one) => one.standing === "needs_you").length;
  persistent ??= isPersistent();
  const safe = await persistent;
  const line = LINES[sync.state.line] ?? (unsent ? "line_waiting" : "line_all");
  void navigator.setAppBadge?.(unsent + needs).catch(() => undefined);
  const counts = [unsent ? t("bar_unsent", { n: unsent }) : "", needs ? t("bar_needs", { n: needs }) : ""].filter(Boolean).join(" · ");
  fill(
    bar,
    store.isFull() ? notice("danger", t("full"), h("p", {}, t("full_do"))) : null,
    safe ? null : h("p", { class: "visits-red" }, t("not_persistent"), " ", h("a", { href: "#/device" }, t("what_to_do"))),
    h(
      "div", { class: "visits-line", "data-line": sync.state.line, role: "status" }, h("span", { class: "visits-line-words" }, t(line)), counts ? h("span", { class: "strong" }, counts) : null,
      sync.state.line === "sign_in" || sync.state.line === "other_account" ? h("a", { class: "krds-btn small primary", href: signInUrl() }, t("sign_in")) : button(t("send_now"), () => void sync.now(), "secondary small", { disabled: sync.state.line === "busy" }),
    ),
  );
}

export { moment, say };
