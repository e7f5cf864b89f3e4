// Sends what waits and fetches what is new: on `online`, after a change, and by its own clock with growing pauses. Never throws anything away.
import * as keep from "./keep";
import { at, isEmpty, merge, same } from "./merge";
import { ask, session, type Answer } from "./speak";
import * as store from "./store";
import { open } from "./keys";
import { uuid } from "./dom";
import type { Doc, Edit, Packet, Session, Taken } from "./types";

export type Line = "idle" | "busy" | "no_line" | "sign_in" | "other_account" | "later" | "revoked" | "refused";
export interface State {
  line: Line;
  busyWith: string | null;
  retryAt: number;
  skewDays: number;
}
export const state: State = { line: "busy", busyWith: null, retryAt: 0, skewDays: 0 };
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 300_000;
let failures = 0;
let timer = 0;
let revoked: () => void = () => undefined;
/** The unwrapped meaning of "stop": the run ends here, what was not sent stays. */
class Stop extends Error {
  constructor(
    readonly line: Line,
    readonly seconds = 0,
  ) {
    super(line);
  }
}

export const onRevoked = (act: () => void): void => void (revoked = act);

export function soon(milliseconds = 2_000): void {
  // while pausing after a failure the pause stands, else a change is sent at once
  if (state.retryAt > Date.now() + milliseconds && state.line !== "idle") return;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void run(), milliseconds);
}

export function now(): Promise<void> {
  window.clearTimeout(timer);
  failures = 0;
  return run();
}

export function stop(): void {
  window.clearTimeout(timer);
}

function show(line: Line, busyWith: string | null = null): void {
  if (state.line === line && state.busyWith === busyWith) return;
  Object.assign(state, { line, busyWith });
  store.tell(null, false, false);
}

async function run(): Promise<void> {
  if (!store.opened()) return;
  await navigator.locks.request("jikim-visits sync", { ifAvailable: true }, async (lock) => {
    if (!lock) return soon(5_000); // another tab is at it
    try {
      await store.flush();
      await once();
      failures = 0;
      state.retryAt = 0;
      show("idle");
      pause(LONGEST_PAUSE);
    } catch (problem) {
      if (!(problem instanceof Stop)) {
        if (!store.opened()) return; // locked meanwhile
        console.warn("sync", problem);
      }
      after(problem instanceof Stop ? problem : new Stop("later"));
    }
  });
}

function after(why: Stop): void {
  show(why.line);
  if (why.line === "revoked") return revoked();
  failures += 1;
  const grown = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(failures - 1, 8));
  pause(Math.max(why.seconds * 1000, grown * (0.75 + Math.random() / 2)));
}

function pause(milliseconds: number): void {
  window.clearTimeout(timer);
  state.retryAt = Date.now() + milliseconds;
  timer = window.setTimeout(() => void run(), milliseconds);
}

/** The value of a good answer; everything else ends this run. */
function must<T>(answer: Answer<T>): T {
  if (answer.kind === "ok") return answer.value;
  if (answer.kind === "later") throw new Stop("later", answer.seconds);
  if (answer.kind !== "refused") throw new Stop(answer.kind);
  if (answer.error === "revoked" || answer.error === "other_account") throw new Stop(answer.error);
  throw new Stop("refused");
}

async function once(): Promise<void> {
  show("busy");
  const { profile } = store.opened()!;
  const said = must(await session());
  if (said.owner !== profile.owner) throw new Stop("other_account");
  noteClock(said);
  await enrolled();
  for (const one of await store.docs()) {
    const files = await store.unsentFiles(one);
    if ((store.isDirty(one) && !one.held) || files.some((row) => !row.reason)) await send(one.uuid);
  }
  await bring();
  await contact();
}

function noteClock(said: Session): void {
  const days = Math.round((Date.now() - Date.parse(said.at)) / 86_400_000);
  state.skewDays = Number.isFinite(days) ? days : 0;
}

/** Registers the device with the server, once. A server that does not know it any more learns it again. */
export async function enrolled(anew = false): Promise<void> {
  const { profile } = store.opened()!;
  if (profile.enrolled && !anew) return;
  const body = JSON.stringify({ name: profile.name, ...profile.recovery });
  must(await ask("device/", { body, device: profile.device }));
  await noteProfile({ enrolled: true });
}

async function contact(): Promise<void> {
  await noteProfile({ lastContact: Date.now(), latestSeen: Date.now() });
}

async function noteProfile(changes: Partial<import("./types").Profile>): Promise<void> {
  const open_ = store.opened();
  if (!open_) throw new Stop("later");
  Object.assign(open_.profile, changes);
  const kept = await keep.profile(open_.profile.owner);
  await store.ifRoom(() => keep.keepProfile({ ...(kept ?? open_.profile), ...changes }));
}

/** Attachments first, so that whatever a form names is there when it arrives; then edits until nothing is left. */
async function send(uuid_: string): Promise<void> {
  show("busy", uuid_);
  await sendFiles(uuid_);
  for (let tries = 0; tries < 5; tries += 1) {
    const edit = await nextEdit(uuid_);
    if (!edit) return;
    const { kind } = (await store.doc(uuid_))!;
    const { profile } = store.opened()!;
    const answer = await ask<Taken>("edits/", { body: JSON.stringify({ kind, record: uuid_, ...edit }), device: profile.device });
    if (!(await answered(uuid_, edit, answer))) return;
  }
}

/** The edit under way, else a new one with everything that stands in the form; it is kept before it is sent. */
async function nextEdit(uuid_: string): Promise<Edit | null> {
  const made = await store.update(uuid_, (doc) => {
    if (!doc || doc.held || !store.isDirty(doc)) return null;
    doc.sending ??= {
      edit: uuid(), base_version: doc.version, values: doc.mine, made_at: new Date().toISOString(), closing: doc.wantsClose, settled: doc.settled,
    };
    return doc;
  });
  return made?.sending ?? null;
}

async function answered(uuid_: string, edit: Edit, answer: Answer<Taken>): Promise<boolean> {
  if (answer.kind === "ok") {
    await store.update(uuid_, (doc) => (doc ? settle(doc, edit, answer.value) : null));
    return answer.value.state !== "refused";
  }
  if (answer.kind === "refused" && answer.error === "unknown_device") {
    await enrolled(true);
    return true;
  }
  if (answer.kind !== "refused" || answer.error === "revoked" || answer.error === "other_account") must(answer);
  // refused for good: it stays as it is, says why, and goes again with a new number when its owner wants it
  const reason = answer.kind === "refused" ? answer.reason : null;
  await store.update(uuid_, (doc) => (doc ? { ...doc, sending: null, held: true, reason: reason ?? doc.reason } : null));
  return false;
}

/** The server's answer put beside what was typed while it was under way. */
export function settle(doc: Doc, edit: Edit, answer: Taken): Doc {
  if (doc.sending?.edit !== edit.edit) return doc; // another tab was faster
  const made: Doc = { ...doc, sending: null, reason: answer.reason, missing: answer.missing };
  if (answer.state === "refused") return { ...made, held: true };
  made.mine = merge(edit.values, doc.mine, answer.values) as Doc["mine"];
  made.base = answer.values;
  made.version = answer.version;
  made.closed = answer.closed;
  made.wantsClose = doc.wantsClose && !edit.closing;
  made.settled = doc.settled.filter((path) => !edit.settled.some((one) => same(one, path)));
  const fresh = answer.conflicts.map((one) => {
    const typed = at(made.mine, one.path); // typed on while the edit was under way
    if (!same(typed, one.theirs)) return { ...one, mine: typed };
    return isEmpty(one.mine) ? { ...one, mine: at(edit.values, one.path) } : one;
  });
  made.conflicts = [...doc.conflicts.filter((old) => !fresh.some((one) => same(one.path, old.path))), ...fresh];
  return made;
}

async function sendFiles(uuid_: string): Promise<void> {
  const doc = await store.doc(uuid_);
  for (const row of doc ? await store.unsentFiles(doc) : []) {
    if (row.reason) continue;
    const { profile, key } = store.opened()!;
    const bytes = await open(key, `attachment:${row.uuid}`, row);
    const path = `attachments/${row.uuid}/?kind=${encodeURIComponent(row.kind)}&record=${row.record}`;
    const answer = await ask(path, { body: bytes, type: row.type, device: profile.device });
    if (answer.kind === "refused" && answer.error === "unknown_device") {
      await enrolled(true);
      continue; // with the next run
    }
    if (answer.kind === "refused" && answer.error !== "revoked" && answer.error !== "other_account") {
      await store.noteFile(row.uuid, false, answer.reason ?? { ko: "", en: "" });
    } else {
      must(answer);
      await store.noteFile(row.uuid, true, null);
    }
    store.tell(uuid_, false);
  }
}

async function bring(): Promise<void> {
  const { profile } = store.opened()!;
  const how = { device: profile.device, unsent: await store.unsentCount() };
  let answer = await ask<{ records: Packet[] }>("records/", how);
  if (answer.kind === "refused" && answer.error === "unknown_device") {
    await enrolled(true);
    answer = await ask<{ records: Packet[] }>("records/", how);
  }
  const { records } = must(answer);
  for (const packet of records) await store.update(packet.uuid, (doc) => brought(doc, packet));
  const named = new Set(records.map((one) => one.uuid));
  for (const one of await store.docs()) if (!named.has(one.uuid)) await leave(one);
  store.tell(null, false);
}

/** A record the server no longer names is taken off the device only if everything of it was received. */
async function leave(one: Doc): Promise<void> {
  const clean = !store.isDirty(one) && !one.conflicts.length && !(await store.unsentFiles(one)).length;
  if (clean) await keep.drop(store.opened()!.profile.owner, one.uuid);
  else if (!one.gone) await store.update(one.uuid, (doc) => (doc ? { ...doc, gone: true } : null));
}

/** What the server has now. While something here has not been received, its base stays: the server merges, not the device. */
export function brought(doc: Doc | null, packet: Packet): Doc | null {
  const { values, version, form, closed, ...about } = packet;
  if (!doc) {
    const empty = { sending: null, wantsClose: false, conflicts: [], settled: [], missing: [], reason: null, held: false, gone: false, dirtySince: null };
    return { ...about, form, closed, version, base: values, mine: values, ...empty };
  }
  const made: Doc = { ...doc, ...about, gone: false };
  if (store.isDirty(doc)) return made;
  if (version < doc.version) return made; // an answer overtaken on its way
  return { ...made, form, closed, version, base: values, mine: values, conflicts: doc.conflicts.filter((one) => !same(at(values, one.path), one.mine)) };
}

window.addEventListener("online", () => void now());
window.addEventListener("offline", () => show("no_line"));
// whoever comes back has perhaps signed in elsewhere meanwhile: that is no failure to pause after
document.addEventListener("visibilitychange", () => !document.hidden && store.opened() && (state.line === "sign_in" ? void now() : soon(500)));
