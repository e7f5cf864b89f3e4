// What travels between server and device, and what lies on the device. The server's side is shared/offline/registry.py.

export interface Text {
  ko: string;
  en: string;
}
export interface Option {
  value: string;
  label: Text;
}
export interface Named {
  key: string;
  label: Text;
}
export interface Field {
  key: string;
  type: string;
  label: Text;
  help?: Text;
  needed?: string;
  options?: Option[];
  minimum?: number;
  maximum?: number;
  unit?: Text | string;
  asked_if?: { field: string; in: unknown[] };
  rows?: Named[];
  columns?: Named[];
  of?: Field[];
}
export interface Section {
  key: string;
  title: Text;
  visits?: number[];
  fields: Field[];
}
export interface Form {
  id: string;
  version: string;
  hash: string;
  sections: Section[];
}
export type Value = unknown;
export type Values = Record<string, Value>;
export type Path = string[];
export interface Facts {
  title: Text;
  facts: { label: Text; value: Text | string; kind: string }[];
}
export interface Clash {
  path: Path;
  mine: Value;
  theirs: Value;
  by: string;
}
export interface Missing {
  field: string;
  row: string;
  part: string;
  reason: Text;
}
/** A record as the server brings it. */
export interface Packet {
  kind: string;
  uuid: string;
  title: Text;
  subtitle: Text;
  form: Form;
  values: Values;
  version: number;
  context: Facts[];
  on: string | null;
  start: string | null;
  number: number;
  closed: boolean;
  status: Text | null;
}
/** An edit on its way: sent again exactly as it is until it is answered. */
export interface Edit {
  edit: string;
  base_version: number;
  values: Values;
  made_at: string;
  closing: boolean;
  settled: Path[];
}
/** The server's answer to an edit. */
export interface Taken {
  state: "received" | "needs_you" | "refused";
  version: number;
  values: Values;
  closed: boolean;
  conflicts: Clash[];
  missing: Missing[];
  reason: Text | null;
}
/** A record on the device, before it is sealed. */
export interface Doc {
  kind: string;
  uuid: string;
  title: Text;
  subtitle: Text;
  form: Form;
  number: number;
  on: string | null;
  start: string | null;
  context: Facts[];
  status: Text | null;
  closed: boolean;
  version: number;
  /** what the server has under `version` */
  base: Values;
  /** what stands in the form here */
  mine: Values;
  sending: Edit | null;
  wantsClose: boolean;
  conflicts: Clash[];
  /** conflicts somebody has chosen in, to be told with the next edit */
  settled: Path[];
  missing: Missing[];
  reason: Text | null;
  /** refused: not sent again before its owner changes something or asks for it */
  held: boolean;
  /** the server does not name it any more, and something here was never received */
  gone: boolean;
  dirtySince: number | null;
}
export interface Sealed {
  nonce: Uint8Array;
  sealed: ArrayBuffer;
}
export interface RecordRow extends Sealed {
  owner: string;
  uuid: string;
  /** readable while locked, for the reminder: since when something waits to be sent */
  unsentSince: number | null;
}
export interface AttachmentRow extends Sealed {
  owner: string;
  uuid: string;
  record: string;
  kind: string;
  type: string;
  size: number;
  sent: boolean;
  reason: Text | null;
}
/** One person's store on this device. */
export interface Profile {
  owner: string;
  device: string;
  name: string;
  enrolled: boolean;
  salt: Uint8Array;
  iterations: number;
  passphrase: Sealed | null;
  recovery: { fingerprint: string; wrapped: string };
  tries: number;
  lastContact: number;
  latestSeen: number;
  revoked: boolean;
}
export interface Session {
  owner: string;
  name: string;
  token: string;
  at: string;
  language: string;
  recovery: { spki: string; fingerprint: string } | null;
}
export type Standing = "kept" | "sending" | "received" | "needs_you";
