// Everything of one person on this device as a file: sealed as it lies here, with the key wrapped for the office. Works while locked.
import { h } from "./dom";
import * as keep from "./keep";
import { textOf } from "./keys";
import { unwrittenRows } from "./store";
import type { Profile, Sealed } from "./types";

export async function download(own: Profile): Promise<void> {
  const parts: string[] = [];
  const add = (kind: string, row: Sealed & { uuid: string }): void =>
    void parts.push(JSON.stringify({ kind, uuid: row.uuid, nonce: textOf(row.nonce), sealed: textOf(row.sealed) }));
  const newer = (await unwrittenRows()).filter((row) => row.owner === own.owner);
  for (const row of [...(await keep.records(own.owner)).filter((one) => !newer.some((each) => each.uuid === one.uuid)), ...newer]) add("record", row);
  for (const row of await keep.attachments(own.owner)) add("attachment", row);
  const head = {
    format: "jikim-offline-export", version: 1, device: own.device, device_name: own.name, made_at: new Date().toISOString(), recovery: own.recovery,
  };
  const pieces = [JSON.stringify(head).slice(0, -1), ',"parts":[', ...parts.flatMap((part, at) => (at ? [",", part] : [part])), "]}"];
  const url = URL.createObjectURL(new Blob(pieces, { type: "application/json" }));
  const name = `jikim-${own.device.slice(0, 8)}-${new Date().toISOString().slice(0, 10)}.jikim.json`;
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
