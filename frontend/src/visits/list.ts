// "My visits": what is on the device, by day, and where each record stands.
import * as keep from "./keep";
import { h, notice, type Child } from "./dom";
import { REMIND_AFTER_DAYS } from "./lock";
import * as store from "./store";
import { state } from "./sync";
import type { AttachmentRow, Doc, Standing } from "./types";
import { day, moment, say, t } from "./words";

const TONES: Record<Standing, string> = { kept: "bg-light-gray", sending: "bg-light-information", received: "bg-light-success", needs_you: "bg-light-danger" };

export const badge = (standing: Standing): HTMLElement => h("span", { class: `krds-badge ${TONES[standing]}`, "data-standing": standing }, t(`standing_${standing}`));

export interface Listed {
  doc: Doc;
  standing: Standing;
  unsentFiles: number;
}

export async function listed(): Promise<Listed[]> {
  const files = await keep.attachments(store.opened()!.profile.owner);
  return (await store.docs()).map((doc) => listedOne(doc, files.filter((one) => one.record === doc.uuid)));
}

export function listedOne(doc: Doc, files: AttachmentRow[]): Listed {
  const named = JSON.stringify(doc.mine);
  const unsent = files.filter((one) => !one.sent && named.includes(one.uuid));
  const problems = unsent.filter((one) => one.reason).length;
  return { doc, unsentFiles: unsent.length, standing: store.standingOf(doc, unsent.length, problems, state.line === "busy" && state.busyWith === doc.uuid) };
}

/** One line more than the state: what it means now. */
export function about(one: Listed): string {
  if (one.doc.conflicts.length) return t("about_conflicts", { n: one.doc.conflicts.length });
  if (one.doc.missing.length) return t("about_missing", { n: one.doc.missing.length });
  if (one.doc.reason) return say(one.doc.reason);
  if (one.doc.gone) return t("about_gone");
  if (one.standing === "kept" && one.doc.dirtySince) return t("about_unsent", { when: moment(one.doc.dirtySince) });
  if (one.standing === "kept" && one.unsentFiles) return t("about_files", { n: one.unsentFiles });
  if (one.standing === "kept") return t("about_ready");
  return one.standing === "received" ? t(one.doc.closed ? "about_closed" : "about_received") : "";
}

export async function listView(): Promise<Child[]> {
  const all = await listed();
  const late = all.filter((one) => one.doc.dirtySince && Date.now() - one.doc.dirtySince > REMIND_AFTER_DAYS * 86_400_000);
  const days = [...new Set(all.map((one) => one.doc.on))];
  return [
    h("h1", { tabindex: "-1" }, t("title")),
    late.length ? notice("warning", t("late_title", { n: late.length }), h("p", {}, t("late_do"))) : null,
    all.length ? null : state.line === "busy" ? h("p", { class: "visits-wait", role: "status" }, t("fetching")) : h("div", { class: "empty" }, h("p", { class: "empty-text" }, t("empty")), h("p", {}, t("empty_hint"))),
    days.map((on) => [
      h("h2", { class: "visits-day" }, on ? day(on) : t("no_day")),
      h("ul", { class: "visits-list" }, all.filter((one) => one.doc.on === on).map(line)),
    ]),
  ];
}

function line(one: Listed): HTMLElement {
  const { doc } = one;
  return h(
    "li", { class: "visits-item" },
    h("a", { href: `#/${doc.uuid}` }, h("span", { class: "visits-item-time" }, doc.start ?? ""), h("span", { class: "visits-item-name" }, say(doc.title)), h("span", { class: "visits-item-about" }, say(doc.subtitle))),
    h("p", { class: "visits-item-state" }, badge(one.standing), " ", h("span", {}, about(one))),
  );
}
