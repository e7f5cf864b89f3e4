// The device's store: IndexedDB with sealed rows. Knows no key; throws StorageFull in words the app can act on.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { AttachmentRow, Profile, RecordRow } from "./types";

interface Schema extends DBSchema {
  profiles: { key: string; value: Profile };
  records: { key: [string, string]; value: RecordRow; indexes: { owner: string } };
  attachments: { key: [string, string]; value: AttachmentRow; indexes: { record: [string, string]; owner: string } };
}

export class StorageFull extends Error {}

let opened: Promise<IDBPDatabase<Schema>> | null = null;

function db(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("jikim-visits", 1, {
    upgrade(made) {
      made.createObjectStore("profiles", { keyPath: "owner" });
      made.createObjectStore("records", { keyPath: ["owner", "uuid"] }).createIndex("owner", "owner");
      const attachments = made.createObjectStore("attachments", { keyPath: ["owner", "uuid"] });
      attachments.createIndex("record", ["owner", "record"]);
      attachments.createIndex("owner", "owner");
    },
    terminated() {
      opened = null;
    },
  });
  opened.catch(() => (opened = null));
  return opened;
}

async function put<N extends "profiles" | "records" | "attachments">(store: N, row: Schema[N]["value"]): Promise<void> {
  const base = await db();
  const tx = base.transaction(store, "readwrite", { durability: "strict" });
  try {
    await Promise.all([tx.objectStore(store).put(row as never), tx.done]);
  } catch (problem) {
    if ((problem as DOMException | null)?.name === "QuotaExceededError" || tx.error?.name === "QuotaExceededError") throw new StorageFull();
    throw problem;
  }
}

export const profiles = async (): Promise<Profile[]> => (await db()).getAll("profiles");
export const profile = async (owner: string): Promise<Profile | undefined> => (await db()).get("profiles", owner);
export const keepProfile = (row: Profile): Promise<void> => put("profiles", row);

export const record = async (owner: string, uuid: string): Promise<RecordRow | undefined> => (await db()).get("records", [owner, uuid]);
export const records = async (owner: string): Promise<RecordRow[]> => (await db()).getAllFromIndex("records", "owner", owner);
export const keepRecord = (row: RecordRow): Promise<void> => put("records", row);

export const attachment = async (owner: string, uuid: string): Promise<AttachmentRow | undefined> => (await db()).get("attachments", [owner, uuid]);
export const attachments = async (owner: string): Promise<AttachmentRow[]> => (await db()).getAllFromIndex("attachments", "owner", owner);
export const attachmentsOf = async (owner: string, uuid: string): Promise<AttachmentRow[]> =>
  (await db()).getAllFromIndex("attachments", "record", [owner, uuid]);
export const keepAttachment = (row: AttachmentRow): Promise<void> => put("attachments", row);

/** A record the server has in full and this device no longer needs, with what hangs on it. */
export async function drop(owner: string, uuid: string): Promise<void> {
  const tx = (await db()).transaction(["records", "attachments"], "readwrite");
  const hanging = await tx.objectStore("attachments").index("record").getAllKeys([owner, uuid]);
  await Promise.all([tx.objectStore("records").delete([owner, uuid]), ...hanging.map((key) => tx.objectStore("attachments").delete(key)), tx.done]);
}

export const dropAttachment = async (owner: string, uuid: string): Promise<void> => (await db()).delete("attachments", [owner, uuid]);

/** Takes away photos and signatures the server has received: a full device takes no row, however small, but lets go of some. Returns whether anything was freed. */
export async function freeSent(owner: string): Promise<boolean> {
  const tx = (await db()).transaction("attachments", "readwrite");
  const sent = (await tx.store.index("owner").getAll(owner)).filter((row) => row.sent);
  await Promise.all([...sent.map((row) => tx.store.delete([owner, row.uuid])), tx.done]);
  return sent.length > 0;
}
