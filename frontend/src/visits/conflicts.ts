// Where two people changed the same thing: both versions side by side, and a choice that keeps both where that can be.
import { button, h } from "./dom";
import { placeOf } from "./asked";
import { put, same } from "./merge";
import * as store from "./store";
import type { Clash, Doc, Field, Path, Value, Values } from "./types";
import { day, say, t } from "./words";

/** The name of a place: the field, and the row, column or question in it. */
export function placeName(doc: Doc, path: Path): string {
  const field = placeOf(doc, path[0])?.field;
  if (!field) return path.join(" · ");
  const named = [say(field.label)];
  const row = field.rows?.find((one) => one.key === path[1]);
  if (row) named.push(say(row.label));
  const column = field.columns?.find((one) => one.key === path[2]);
  if (column) named.push(say(column.label));
  const part = field.of?.find((one) => one.key === path[2]);
  if (part) named.push(say(part.label));
  return named.join(" · ");
}

function fieldAt(doc: Doc, path: Path): Field | undefined {
  const field = placeOf(doc, path[0])?.field;
  return path.length > 2 ? (field?.of?.find((one) => one.key === path[2]) ?? field) : field;
}

/** A value in words. */
export function inWords(field: Field | undefined, value: Value): string {
  if (value === null || value === undefined || value === "") return t("nothing");
  if (field?.type === "yesno") return t(value === "yes" ? "yes" : "no");
  if (field?.options) return [value].flat().map((one) => say(field.options!.find((each) => each.value === one)?.label) || String(one)).join(", ");
  if (field?.type === "date" && typeof value === "string") return day(value);
  if (Array.isArray(value)) return value.map((one) => (one && typeof one === "object" ? inWords(undefined, one) : String(one))).join("\n");
  if (typeof value !== "object") return String(value);
  const map = value as Values;
  if ("attachment" in map) return `${String(map.name ?? "")} ${map.attachment ? t("signed") : t("not_signed")}`;
  return Object.entries(map).filter(([key]) => key !== "id").map(([key, one]) => `${say(field?.of?.find((each) => each.key === key)?.label) || say(field?.rows?.find((each) => each.key === key)?.label) || key}: ${inWords(field?.of?.find((each) => each.key === key), one)}`).join("\n");
}

export function conflictsView(doc: Doc): HTMLElement {
  return h(
    "section", { class: "visits-conflicts", "aria-labelledby": "conflicts" }, h("h2", { id: "conflicts" }, t("conflicts_title")),
    h("p", {}, t("conflicts_about")), doc.conflicts.map((one) => conflict(doc, one)),
  );
}

function conflict(doc: Doc, one: Clash): HTMLElement {
  const field = fieldAt(doc, one.path);
  const both = typeof one.mine === "string" && typeof one.theirs === "string" && (field?.type === "text" || field?.type === "longtext");
  const side = (title: string, value: Value, act: () => void, label: string): HTMLElement =>
    h("div", { class: "visits-side" }, h("h4", {}, title), h("p", { class: "visits-value" }, inWords(field, value)), button(label, act, "secondary"));
  const by = one.by ? t("theirs_by", { name: one.by }) : t("theirs");
  return h(
    "article", { class: "card" }, h("h3", { class: "card-title" }, placeName(doc, one.path)),
    h("div", { class: "visits-sides" }, side(t("mine"), one.mine, () => void choose(doc, one, one.mine), t("take_mine")), side(by, one.theirs, () => void choose(doc, one, one.theirs), t("take_theirs"))),
    both ? button(t("take_both"), () => void choose(doc, one, `${String(one.theirs)}\n${String(one.mine)}`), "secondary") : null,
  );
}

/** The choice goes into the form and to the server; the other version stays in the record's history there. */
export async function choose(doc: Doc, one: Clash, value: Value): Promise<void> {
  await store.update(doc.uuid, (found) => {
    if (!found) return null;
    const mine = put(found.mine, one.path, value ?? undefined) as Values;
    const rest = found.conflicts.filter((each) => !same(each.path, one.path));
    return { ...found, mine, conflicts: rest, settled: [...found.settled, one.path], held: false };
  }, true);
}
