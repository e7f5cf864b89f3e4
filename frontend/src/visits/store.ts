// One person's opened store: records and attachments in the clear in memory only, changed under a lock so that two tabs do not undo each other.
import * as keep from "./keep";
import { open, seal } from "./keys";
import { isEmpty, put, same, at } from "./merge";
import type { AttachmentRow, Doc, Path, Profile, RecordRow, Standing, Text, Value, Values } from "./types";

export interface Open {
  profile: Profile;
  key: CryptoKey;
}
let current: Open | null = null;
let full = false;
const listeners = new Set<(uuid: string | null, own: boolean) => void>();
const channel = "BroadcastChannel" in window ? new BroadcastChannel("jikim-visits") : null;
channel?.addEventListener("message", (event) => tell(String(event.data), false, false));

/** Records there is no room for: they live in this page, are shown and sent from here, and are written as soon as there is room. */
const unwritten = new Map<string, Doc>();
let again = 0;

export const opened = (): Open | null => current;
export function use(open_: Open | null): void {
  current = open_;
  full = false;
  unwritten.clear();
}
export const isFull = (): boolean => full;

/** Told of every change: which record (null: the app as a whole), and whether the person at this page made it. */
export function onChange(listener: (uuid: string | null, own: boolean) => void): void {
  listeners.add(listener);
}
export function tell(uuid: string | null, own: boolean, others = true): void {
  listeners.forEach((listener) => listener(uuid, own));
  if (others && uuid) channel?.postMessage(uuid);
}

function mine(): Open {
  if (!current) throw new Error("locked");
  return current;
}

const encode = (doc: Doc): BufferSource => new TextEncoder().encode(JSON.stringify(doc));

async function unseal(row: { uuid: string; nonce: Uint8Array; sealed: ArrayBuffer }): Promise<Doc> {
  return JSON.parse(new TextDecoder().decode(await open(mine().key, `record:${row.uuid}`, row))) as Doc;
}

export async function docs(): Promise<Doc[]> {
  const rows = (await keep.records(mine().profile.owner)).filter((row) => !unwritten.has(row.uuid));
  const found = [...(await Promise.all(rows.map(unseal))), ...structuredClone([...unwritten.values()])];
  // by day and hour; of one visit its own record stands before what else is filled there
  const place = (one: Doc): string => [one.on ?? "9", one.start ?? "", one.title.ko, one.kind === "visits" ? 0 : 1, one.uuid].join(" ");
  return found.sort((one, other) => place(one).localeCompare(place(other)));
}

export async function doc(uuid: string): Promise<Doc | null> {
  const here = unwritten.get(uuid);
  if (here) return structuredClone(here);
  const row = await keep.record(mine().profile.owner, uuid);
  return row ? unseal(row) : null;
}

const locked = <T>(name: string, act: () => Promise<T>): Promise<T> => navigator.locks.request(`jikim-visits ${name}`, act) as Promise<T>;

/** Read, change, seal and write one record, one at a time over all tabs. `change` may be called again; null writes nothing. */
export function update(uuid: string, change: (doc: Doc | null) => Doc | null, own = false): Promise<Doc | null> {
  return locked(`record ${uuid}`, async () => {
    const made = change(await doc(uuid));
    if (!made) return null;
    await write(made);
    tell(uuid, own);
    return made;
  });
}

async function sealed(made: Doc): Promise<RecordRow> {
  const { profile, key } = mine();
  return { owner: profile.owner, uuid: made.uuid, unsentSince: made.dirtySince, ...(await seal(key, `record:${made.uuid}`, encode(made))) };
}

async function write(made: Doc): Promise<void> {
  made.dirtySince = isDirty(made) ? (made.dirtySince ?? Date.now()) : null;
  const row = await sealed(made);
  try {
    await storing(() => keep.keepRecord(row));
    unwritten.delete(made.uuid);
  } catch (problem) {
    if (!(problem instanceof keep.StorageFull)) throw problem;
    unwritten.set(made.uuid, made);
    window.clearTimeout(again);
    again = window.setTimeout(() => void writeAgain(), 5000);
  }
  setFull(unwritten.size > 0);
}

/** Is there room by now? */
async function writeAgain(): Promise<void> {
  for (const uuid of [...unwritten.keys()]) if (current) await update(uuid, (doc) => doc);
}

/** What is in no store yet, sealed as it would be: for the file of everything. */
export const unwrittenRows = (): Promise<RecordRow[]> => Promise.all(current ? [...unwritten.values()].map(sealed) : []);

/** Writes where it can; a device without room forgets it with this page. */
export async function ifRoom(act: () => Promise<void>): Promise<void> {
  try {
    await storing(act);
  } catch (problem) {
    if (!(problem instanceof keep.StorageFull)) throw problem;
  }
}

/** When there is no room: free what the server has anyway, try again, else say so. Nothing on the device is given up for it. */
async function storing(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (problem) {
    if (!(problem instanceof keep.StorageFull)) throw problem;
    try {
      if (!(await keep.freeSent(mine().profile.owner))) throw problem;
      await act();
    } catch {
      setFull(true);
      throw problem;
    }
  }
  setFull(unwritten.size > 0);
}

function setFull(now: boolean): void {
  if (full === now) return;
  full = now;
  tell(null, false, false);
}

interface Change {
  path: Path;
  value: Value | ((old: Value) => Value);
}
const waiting = new Map<string, Change[]>();
let timer = 0;

/** The person changed something: kept in a moment, and until then in `waiting`. A failed write stays there and is tried again. */
export function change(uuid: string, path: Path, value: Change["value"]): void {
  waiting.set(uuid, [...(waiting.get(uuid) ?? []), { path, value }]);
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void flush(), 150);
}
export const isWaiting = (): boolean => waiting.size > 0 || unwritten.size > 0;
/** What stands in the form now: kept values, and on top of them what is being kept. */
export function standing(uuid: string, values: Values): Values {
  return (waiting.get(uuid) ?? []).reduce<Values>((made, one) => apply(made, one), values);
}

function apply(values: Values, one: Change): Values {
  const value = typeof one.value === "function" ? (one.value as (old: Value) => Value)(at(values, one.path)) : one.value;
  return put(values, one.path, isEmpty(value) && typeof value !== "object" ? undefined : value) as Values;
}

const touches = (one: Path, other: Path): boolean => one.slice(0, other.length).every((step, n) => step === other[n]);

let flushing: Promise<void> = Promise.resolve();
export function flush(): Promise<void> {
  flushing = flushing.then(flushAll, flushAll);
  return flushing;
}

async function flushAll(): Promise<void> {
  if (!current) return;
  for (const [uuid, changes] of [...waiting]) {
    const count = changes.length;
    try {
      await update(
        uuid,
        (found) => {
          if (!found) return null;
          found.mine = changes.slice(0, count).reduce<Values>((made, one) => apply(made, one), found.mine);
          found.held = false;
          found.reason = null;
          found.missing = found.missing.filter((one) => !changes.some((each) => each.path[0] === one.field));
          // typed over a conflict not yet decided: that is "mine" now, so that choosing it takes back nothing
          found.conflicts = found.conflicts.map((one) => (changes.some((each) => touches(each.path, one.path)) ? { ...one, mine: at(found.mine, one.path) } : one));
          return found;
        },
        true,
      );
      const rest = (waiting.get(uuid) ?? []).slice(count);
      if (rest.length) waiting.set(uuid, rest);
      else waiting.delete(uuid);
    } catch {
      setFull(true);
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void flush(), 5000);
      return;
    }
  }
}
document.addEventListener("visibilitychange", () => document.hidden && void flush());
window.addEventListener("pagehide", () => void flush());
window.addEventListener("beforeunload", (event) => {
  if (isWaiting()) event.preventDefault();
});

export const isDirty = (one: Doc): boolean => Boolean(one.sending) || one.wantsClose || one.settled.length > 0 || !same(one.mine, one.base);

export function standingOf(one: Doc, unsent: number, problems: number, busy: boolean): Standing {
  if (one.conflicts.length || one.missing.length || one.reason || one.held || problems) return "needs_you";
  if (busy) return "sending";
  if (isDirty(one) || unsent) return "kept";
  return one.version > 0 && !isEmpty(one.base) ? "received" : "kept";
}

export async function keepFile(record: string, kind: string, uuid: string, blob: Blob): Promise<AttachmentRow> {
  const { profile, key } = mine();
  const bytes = await blob.arrayBuffer();
  const row: AttachmentRow = {
    owner: profile.owner, uuid, record, kind, type: blob.type, size: blob.size, sent: false, reason: null,
    ...(await seal(key, `attachment:${uuid}`, bytes)),
  };
  await storing(() => keep.keepAttachment(row));
  return row;
}

/** The bytes of a kept file, or null where they are with the server only. */
export async function file(uuid: string): Promise<{ bytes: ArrayBuffer; type: string } | null> {
  const row = await keep.attachment(mine().profile.owner, uuid);
  if (!row) return null;
  return { bytes: await open(mine().key, `attachment:${uuid}`, row), type: row.type };
}

export async function noteFile(uuid: string, sent: boolean, reason: Text | null): Promise<void> {
  const row = await keep.attachment(mine().profile.owner, uuid);
  if (!row) return;
  try {
    await keep.keepAttachment({ ...row, sent, reason });
  } catch (problem) {
    if (!(problem instanceof keep.StorageFull)) throw problem;
    if (sent) await keep.dropAttachment(row.owner, row.uuid); // the server has it, and the room is needed
  }
}

/** Files of a record that still have to go; those that no form names any more stay on the device and are not sent. */
export async function unsentFiles(one: Doc): Promise<AttachmentRow[]> {
  const named = JSON.stringify([one.mine, one.sending?.values ?? null]);
  return (await keep.attachmentsOf(mine().profile.owner, one.uuid)).filter((row) => !row.sent && named.includes(row.uuid));
}

export async function unsentCount(): Promise<number> {
  const waitingFiles = new Set((await keep.attachments(mine().profile.owner)).filter((row) => !row.sent).map((row) => row.record));
  return (await docs()).filter((one) => isDirty(one) || waitingFiles.has(one.uuid)).length;
}
