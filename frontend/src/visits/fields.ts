// One field of a form as controls. Every change is kept at once; nothing here decides whether a value is right, it only says so.
import { button, fill, h, id, labelled, uuid, type Child } from "./dom";
import { isAsked, isNeeded } from "./asked";
import { photosField } from "./photos";
import { signatureField } from "./signature";
import * as store from "./store";
import type { Doc, Field, Missing, Option, Path, Value, Values } from "./types";
import { say, t } from "./words";

interface Where {
  doc: Doc;
  path: Path;
  readOnly: boolean;
  faults: Missing[];
}
const YES_NO: Option[] = [
  { value: "yes", label: { ko: "예", en: "Yes" } },
  { value: "no", label: { ko: "아니요", en: "No" } },
];

/** The whole field: label, help, what is missing, control. Its element carries the field's key. */
export function fieldView(field: Field, value: Value, where: Where): HTMLElement {
  const made = control(field, value, where);
  made.dataset.field = where.path.join("/");
  return made;
}

const keep = (where: Where, value: Value): void => store.change(where.doc.uuid, where.path, value);
const faultOf = (where: Where): string => {
  const [, row = "", part = ""] = where.path;
  return where.faults.filter((one) => one.field === where.path[0] && one.row === row && one.part === part).map((one) => say(one.reason)).join(" ");
};
const hintOf = (field: Field, ...more: string[]): string => [say(field.help), ...more].filter(Boolean).join(" ");
const nameOf = (field: Field): string => say(field.label) + (isNeeded(field) ? "" : ` (${t("optional")})`);

function control(field: Field, value: Value, where: Where): HTMLElement {
  switch (field.type) {
    case "number":
      return numberField(field, value, where);
    case "longtext":
    case "text":
    case "date":
    case "time":
      return textField(field, value, where);
    case "choice":
    case "yesno":
      return choiceField(field, field.type === "yesno" && !field.options ? YES_NO : (field.options ?? []), value, where);
    case "choices":
      return choicesField(field, value, where);
    case "table":
      return tableField(field, value, where);
    case "group":
      return groupField(field, value, where);
    case "photos":
      return framed(field, where, photosField(where.doc.uuid, where.doc.kind, where.path, value, say(field.label), where.readOnly));
    case "signature":
      return framed(field, where, signatureField(where.doc.uuid, where.doc.kind, where.path, value, say(field.label), where.readOnly));
    default: // a form newer than this app
      return framed(field, where, h("p", { class: "subtle" }, t("unknown_field")));
  }
}

function framed(field: Field, where: Where, ...content: Child[]): HTMLElement {
  const fault = faultOf(where);
  return h(
    "fieldset", { class: "form-group" }, h("legend", { class: "form-tit" }, nameOf(field)), field.help ? h("p", { class: "form-hint" }, say(field.help)) : null,
    fault ? h("p", { class: "form-hint-invalid" }, fault) : null, ...content,
  );
}

function textField(field: Field, value: Value, where: Where): HTMLElement {
  const long = field.type === "longtext";
  const common = { class: "krds-input", value: typeof value === "string" ? value : "", readonly: where.readOnly };
  const input = long ? h("textarea", { ...common, rows: 5 }) : h("input", { ...common, type: field.type, autocomplete: "off" });
  if (long) input.value = common.value;
  input.addEventListener("input", () => keep(where, input.value));
  const made = labelled(nameOf(field), input, hintOf(field), faultOf(where));
  if (!long && field.type !== "text") made.classList.add("is-short");
  return made;
}

/** Digits typed any way; a number out of its limits is kept and said to be one, never silently changed. */
function numberInput(value: Value, label: string, field: Field, where: Where, path: Path): [HTMLInputElement, (typed: string) => string] {
  const input = h("input", { class: "krds-input is-number", inputmode: "numeric", autocomplete: "off", value: value === null || value === undefined ? "" : String(value), readonly: where.readOnly });
  if (label) input.setAttribute("aria-label", label);
  const judge = (typed: string): string => {
    const plain = typed.replace(/[,\s]/g, "");
    if (!plain) return "";
    if (!/^-?\d{1,9}$/.test(plain)) return t("number_whole");
    const [least, most] = [field.minimum ?? 0, field.maximum ?? 1_000_000];
    return Number(plain) < least || Number(plain) > most ? t("number_between", { least, most }) : "";
  };
  input.addEventListener("input", () => {
    const plain = input.value.replace(/[,\s]/g, "");
    const wrong = judge(input.value);
    input.setAttribute("aria-invalid", wrong ? "true" : "false");
    store.change(where.doc.uuid, path, plain === "" ? null : /^-?\d{1,9}$/.test(plain) ? Number(plain) : input.value);
  });
  return [input, judge];
}

function numberField(field: Field, value: Value, where: Where): HTMLElement {
  const [input, judge] = numberInput(value, "", field, where, where.path);
  const unit = say(field.unit);
  const made = labelled(nameOf(field), input, hintOf(field, unit ? t("unit", { unit }) : ""), faultOf(where));
  made.classList.add("is-short");
  const said = h("p", { class: "form-hint-invalid", role: "status" });
  input.addEventListener("input", () => fill(said, judge(input.value)));
  made.append(said);
  return made;
}

function check(kind: "radio" | "checkbox", name: string, label: string, on: boolean, disabled: boolean, act: (on: boolean) => void): HTMLElement {
  const input = h("input", { type: kind, name, id: id(), checked: on, disabled });
  input.addEventListener("change", () => act(input.checked));
  return h("div", { class: "krds-form-check large" }, input, h("label", { for: input.id }, label));
}

function choiceField(field: Field, options: Option[], value: Value, where: Where): HTMLElement {
  const name = id();
  const boxes = options.map((one) => check("radio", name, say(one.label), value === one.value, where.readOnly, () => keep(where, one.value)));
  const none = button(t("no_answer"), () => {
    boxes.forEach((box) => (box.querySelector("input")!.checked = false));
    keep(where, null);
  }, "text small");
  const row = field.type === "yesno" ? "krds-check-area visits-yesno" : "krds-check-area chk-column";
  return framed(field, where, h("div", { class: row }, boxes), where.readOnly ? null : none);
}

function choicesField(field: Field, value: Value, where: Where): HTMLElement {
  const chosen = (from: Value): string[] => (Array.isArray(from) ? (from as string[]) : []);
  const boxes = (field.options ?? []).map((one) =>
    check("checkbox", id(), say(one.label), chosen(value).includes(one.value), where.readOnly, (on) =>
      keep(where, (old: Value) => (on ? [...chosen(old).filter((each) => each !== one.value), one.value] : chosen(old).filter((each) => each !== one.value)))),
  );
  return framed(field, where, h("div", { class: "krds-check-area chk-column" }, boxes));
}

function tableField(field: Field, value: Value, where: Where): HTMLElement {
  const cells = (value && typeof value === "object" ? value : {}) as Record<string, Record<string, unknown>>;
  const columns = field.columns ?? [];
  const total = h("p", { class: "subtle", role: "status" });
  const said = h("p", { class: "form-hint-invalid", role: "status" });
  const inputs: HTMLInputElement[] = [];
  const sum = (): void => fill(total, t("total", { n: inputs.reduce((all, one) => all + (Number(one.value.replace(/[,\s]/g, "")) || 0), 0) }));
  const rows = (field.rows ?? []).map((row) =>
    h("tr", {}, h("th", { scope: "row" }, say(row.label)), columns.map((column) => {
      const [input, judge] = numberInput(cells[row.key]?.[column.key], `${say(row.label)}, ${say(column.label)}`, field, where, [...where.path, row.key, column.key]);
      input.addEventListener("input", () => (sum(), fill(said, judge(input.value))));
      inputs.push(input);
      return h("td", { "data-label": say(column.label) }, input);
    })),
  );
  sum();
  const head = h("thead", {}, h("tr", {}, h("td", {}), columns.map((column) => h("th", { scope: "col" }, say(column.label)))));
  return framed(field, where, h("table", { class: "visits-table" }, h("caption", { class: "sr-only" }, say(field.label)), head, h("tbody", {}, rows)), said, total);
}

function groupField(field: Field, value: Value, where: Where): HTMLElement {
  type Row = { id: string } & Values;
  let rows = Array.isArray(value) ? (value as Row[]) : [];
  const list = h("ol", { class: "visits-group" });
  const gone = h("div", { role: "status" });
  const parts = field.of ?? [];
  const card = (row: Row, at: number): HTMLElement => {
    const inner = { ...where, path: [...where.path, row.id] };
    const fields = h("div", { class: "form" }, parts.filter((part) => isAsked(part, row)).map((part) => fieldView(part, row[part.key], { ...inner, path: [...inner.path, part.key] })));
    const remove = button(t("row_remove", { n: at + 1 }), () => {
      rows = rows.filter((each) => each.id !== row.id);
      keep(where, (old: Value) => (Array.isArray(old) ? (old as Row[]).filter((each) => each.id !== row.id) : old));
      draw();
      fill(gone, t("row_removed", { n: at + 1 }), " ", button(t("undo"), () => back(row, at), "text small"));
    });
    return h("li", { class: "card", "data-row": row.id }, h("p", { class: "card-title strong" }, t("row", { label: say(field.label), n: at + 1 })), fields, where.readOnly ? null : remove);
  };
  const back = (row: Row, at: number): void => {
    store.change(where.doc.uuid, where.path, (old: Value) => {
      const there = Array.isArray(old) ? (old as Row[]) : [];
      return [...there.slice(0, at), row, ...there.slice(at)];
    });
    rows = [...rows.slice(0, at), row, ...rows.slice(at)];
    fill(gone);
    draw();
  };
  const draw = (): void => fill(list, rows.map(card));
  const add = button(t("row_add"), () => {
    const row: Row = { id: uuid() };
    keep(where, (old: Value) => [...(Array.isArray(old) ? (old as Row[]) : []), row]);
    rows = [...rows, row];
    fill(gone);
    draw();
    list.lastElementChild?.querySelector<HTMLElement>("input, textarea, select")?.focus();
  });
  draw();
  return framed(field, where, list, gone, where.readOnly ? null : add);
}
