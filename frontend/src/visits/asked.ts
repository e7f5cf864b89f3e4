// Which fields are asked, which are filled, and what is still missing before a record can be closed. The server decides; this only says so early.
import { isEmpty } from "./merge";
import type { Doc, Field, Missing, Section, Value, Values } from "./types";

export const sectionsOf = (doc: Doc): Section[] => doc.form.sections.filter((one) => !doc.number || !one.visits?.length || one.visits.includes(doc.number));

export function isAsked(field: Field, values: Values): boolean {
  if (!field.asked_if) return true;
  const there = values[field.asked_if.field];
  const among = field.asked_if.in;
  return Array.isArray(there) ? there.some((one) => among.includes(one)) : among.includes(there);
}

export const isNeeded = (field: Field): boolean => field.needed === "to_close";

export function progress(section: Section, values: Values): { filled: number; asked: number; missing: number } {
  const asked = section.fields.filter((one) => isAsked(one, values));
  const filled = asked.filter((one) => !isEmpty(values[one.key])).length;
  return { filled, asked: asked.length, missing: asked.filter((one) => isNeeded(one) && isEmpty(values[one.key])).length };
}

export function missing(doc: Doc, values: Values): Missing[] {
  return sectionsOf(doc).flatMap((section) => section.fields.flatMap((field) => (isAsked(field, values) ? ofField(field, values[field.key]) : [])));
}

function ofField(field: Field, value: Value): Missing[] {
  const needed = { ko: "마치기 전에 적어야 합니다.", en: "Needed before the record can be closed." };
  if (isEmpty(value)) return isNeeded(field) ? [{ field: field.key, row: "", part: "", reason: needed }] : [];
  if (field.type !== "group" || !Array.isArray(value)) return [];
  return (value as ({ id: string } & Values)[]).flatMap((row) =>
    (field.of ?? []).filter((part) => isNeeded(part) && isAsked(part, row) && isEmpty(row[part.key])).map((part) => ({ field: field.key, row: row.id, part: part.key, reason: needed })),
  );
}

/** The section and the field a place belongs to, for a link to it and for its name. */
export function placeOf(doc: Doc, key: string): { section: Section; field: Field } | null {
  for (const section of doc.form.sections) {
    const field = section.fields.find((one) => one.key === key);
    if (field) return { section, field };
  }
  return null;
}
