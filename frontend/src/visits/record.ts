// One visit: what to know, the form's parts, what is missing, and closing. And one part of the form.
import * as keep from "./keep";
import { missing, placeOf, progress, sectionsOf } from "./asked";
import { conflictsView, placeName } from "./conflicts";
import { button, fill, h, link, notice, type Child } from "./dom";
import { fieldView } from "./fields";
import { isAsked } from "./asked";
import { about, badge, listedOne } from "./list";
import * as store from "./store";
import * as sync from "./sync";
import type { Doc, Facts, Field, Missing, Section, Text, Values } from "./types";
import { day, say, t } from "./words";

const files = (doc: Doc) => keep.attachmentsOf(store.opened()!.profile.owner, doc.uuid);

export async function recordView(doc: Doc): Promise<Child[]> {
  const one = listedOne(doc, await files(doc));
  const when = [doc.on ? day(doc.on) : "", doc.start ?? ""].filter(Boolean).join(" ");
  return [
    back("#/", t("title")),
    h("h1", { tabindex: "-1" }, say(doc.title)),
    h("p", { class: "lead" }, [say(doc.subtitle), when, say(doc.status)].filter(Boolean).join(" · ")),
    h("p", { class: "visits-item-state", role: "status" }, badge(one.standing), " ", about(one)),
    doc.reason ? (doc.held ? refusedView(doc, doc.reason) : notice("warning", "", h("p", {}, say(doc.reason)))) : null,
    doc.conflicts.length ? conflictsView(doc) : null,
    doc.missing.length ? missingView(doc, doc.missing, t("missing_server")) : null,
    doc.closed ? notice("success", "", h("p", {}, t("closed"))) : null,
    h("h2", {}, t("parts")),
    h("ol", { class: "visits-parts" }, sectionsOf(doc).map((section) => part(doc, section))),
    doc.context.map(factsView),
    doc.closed ? null : closing(doc),
  ];
}

/** Nothing of it was taken: it stays here as it is until its writer changes it or sends it again. */
const refusedView = (doc: Doc, reason: Text): HTMLElement =>
  notice("danger", t("refused_title"), h("p", {}, say(reason)), h("p", {}, t("refused_do")), button(t("send_again"), () => void again(doc)));

const back = (href: string, label: string): HTMLElement => h("p", { class: "visits-back" }, link(`‹ ${label}`, href));

function part(doc: Doc, section: Section): HTMLElement {
  const { filled, asked, missing: lacking } = progress(section, doc.mine);
  return h("li", {}, h("a", { href: `#/${doc.uuid}/${section.key}` }, h("span", { class: "visits-part-name" }, say(section.title)), h("span", { class: "visits-part-count" }, t(lacking ? "part_lacking" : "part_count", { filled, asked, lacking }))));
}

function factsView(one: Facts): HTMLElement {
  const value = (fact: Facts["facts"][number]): Child => {
    const said = say(fact.value);
    if (fact.kind === "tel") return h("a", { href: `tel:${said.replace(/[^\d+]/g, "")}` }, said);
    return fact.kind === "mail" ? h("a", { href: `mailto:${said}` }, said) : said;
  };
  return h("section", {}, h("h2", {}, say(one.title)), h("dl", { class: "facts" }, one.facts.map((fact) => h("div", {}, h("dt", {}, say(fact.label)), h("dd", {}, value(fact))))));
}

function missingView(doc: Doc, all: Missing[], title: string): HTMLElement {
  const item = (one: Missing): HTMLElement => {
    const found = placeOf(doc, one.field);
    const name = placeName(doc, [one.field, one.row, one.part].filter(Boolean));
    return h("li", {}, found ? h("a", { href: `#/${doc.uuid}/${found.section.key}/${one.field}` }, `${say(found.section.title)}: ${name}`) : name, ` ${say(one.reason)}`);
  };
  return h("div", { class: "notice warning", tabindex: "-1" }, h("p", { class: "notice-title" }, title), h("ul", { class: "notice-list list" }, all.map(item)));
}

/** The record whose closing was asked for: what it lacks stays in view, whatever is drawn again meanwhile, until it can close. */
let wanted = "";

/** Closing: what is missing is named and leads there; else it is asked for, now or when there is a line. */
function closing(doc: Doc): HTMLElement {
  const place = h("div");
  const told = (now: Doc): boolean => {
    const lacking = wanted === doc.uuid ? missing(now, now.mine) : [];
    fill(place, lacking.length ? missingView(now, lacking, t("missing_title", { n: lacking.length })) : null);
    return lacking.length > 0;
  };
  const act = async (): Promise<void> => {
    await store.flush();
    wanted = doc.uuid;
    if (told((await store.doc(doc.uuid)) ?? doc)) {
      place.querySelector<HTMLElement>(".notice")?.focus();
      return;
    }
    wanted = "";
    await store.update(doc.uuid, (found) => (found ? { ...found, wantsClose: true, held: false, missing: [], reason: null } : null));
    void sync.now();
  };
  if (doc.wantsClose || doc.sending?.closing) return h("section", {}, h("h2", {}, t("close_title")), notice("info", "", h("p", {}, t("close_waits"))));
  told(doc);
  return h("section", {}, h("h2", {}, t("close_title")), h("p", {}, t("close_about")), place, button(t("close"), () => void act(), "primary large"));
}

async function again(doc: Doc): Promise<void> {
  await store.update(doc.uuid, (found) => (found ? { ...found, held: false, reason: null } : null));
  for (const row of await files(doc)) if (row.reason) await store.noteFile(row.uuid, false, null);
  void sync.now();
}

/** One part of the form. `redraw` is called with fresh values; fields whose own value or condition changed are drawn again, never the one in hand. */
export function sectionView(doc: Doc, section: Section): { children: Child[]; redraw: (doc: Doc) => void } {
  const all = sectionsOf(doc);
  const at = all.findIndex((one) => one.key === section.key);
  const form = h("div", { class: "form visits-form" });
  const drawn = new Map<string, { element: HTMLElement; value: string }>();
  const redraw = (now: Doc): void => {
    const values = store.standing(now.uuid, now.mine);
    const wanted = section.fields.filter((field) => isAsked(field, values));
    for (const [key, one] of drawn) if (!wanted.some((field) => field.key === key)) (one.element.remove(), drawn.delete(key));
    let before: Element | null = null;
    for (const field of wanted) {
      before = place(form, before, drawn, field, values, now);
    }
  };
  redraw(doc);
  const next = all[at + 1];
  return {
    redraw,
    children: [
      back(`#/${doc.uuid}`, say(doc.title)),
      h("p", { class: "subtle" }, t("part_of", { n: at + 1, all: all.length })),
      h("h1", { tabindex: "-1" }, say(section.title)),
      doc.closed ? notice("info", "", h("p", {}, t("closed"))) : null,
      form,
      h("p", { class: "visits-kept", role: "status", id: "kept" }, t("kept_at_once")),
      h("nav", { class: "form-buttons", "aria-label": t("parts") }, at > 0 ? link(t("before"), `#/${doc.uuid}/${all[at - 1].key}`, "secondary") : null, next ? link(t("next"), `#/${doc.uuid}/${next.key}`, "primary") : link(t("to_close"), `#/${doc.uuid}`, "primary")),
    ],
  };
}

function place(form: HTMLElement, before: Element | null, drawn: Map<string, { element: HTMLElement; value: string }>, field: Field, values: Values, doc: Doc): Element {
  const value = JSON.stringify([values[field.key] ?? null, doc.closed, doc.missing.filter((one) => one.field === field.key)]);
  const known = drawn.get(field.key);
  const inHand = known?.element.contains(document.activeElement) && document.activeElement !== document.body;
  if (known && (known.value === value || inHand)) {
    known.value = value;
    return known.element;
  }
  const element = fieldView(field, values[field.key], { doc, path: [field.key], readOnly: doc.closed, faults: doc.missing });
  if (known) known.element.replaceWith(element);
  else if (before) before.after(element);
  else form.prepend(element);
  drawn.set(field.key, { element, value });
  return element;
}
