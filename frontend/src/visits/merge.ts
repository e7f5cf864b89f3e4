// Three-way merge of value documents, the same as rules/visiting/merging.py, used where the person typed on while an edit was under way.
import type { Path, Value, Values } from "./types";

export function isEmpty(value: Value): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "string") return !value.trim();
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.values(value as object).every(isEmpty);
}

export function same(one: Value, other: Value): boolean {
  if (isEmpty(one) || isEmpty(other)) return isEmpty(one) && isEmpty(other);
  if (typeof one !== "object" || typeof other !== "object") return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((part, at) => same(part, other[at]));
  const [left, right] = [one as Values, other as Values];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => same(left[key], right[key]));
}

/** Theirs with my changes since `base` put in; where both changed one thing, mine stands (the server will say so when it arrives). */
export function merge(base: Value, mine: Value, theirs: Value): Value {
  if (same(mine, theirs) || same(mine, base)) return theirs;
  if (same(theirs, base)) return mine;
  if (isList(mine) && isList(theirs)) return mergeLists(list(base), mine, theirs);
  if (isMap(mine) && isMap(theirs)) {
    const made: Values = {};
    for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) made[key] = merge(map(base)[key], mine[key], theirs[key]);
    return made;
  }
  return mine;
}

type Row = { id: string } & Values;

function mergeLists(base: Row[], mine: Row[], theirs: Row[]): Row[] {
  const find = (rows: Row[], id: string): Row | undefined => rows.find((row) => row.id === id);
  const order = [...theirs, ...mine.filter((row) => !find(theirs, row.id))];
  return order.map((row) => merge(find(base, row.id), find(mine, row.id), find(theirs, row.id)) as Row).filter((row) => row !== undefined && row !== null);
}

const isMap = (value: Value): value is Values => typeof value === "object" && value !== null && !Array.isArray(value) && !("attachment" in value);
const map = (value: Value): Values => (isMap(value) ? value : {});
const isList = (value: Value): value is Row[] => Array.isArray(value) && value.length > 0 && value.every((row) => typeof row === "object" && row && "id" in row);
const list = (value: Value): Row[] => (isList(value) ? value : []);

/** What stands at a place of a document. */
export function at(values: Value, path: Path): Value {
  let found = values;
  for (const step of path) {
    if (Array.isArray(found)) found = found.find((row) => (row as Row)?.id === step);
    else found = found && typeof found === "object" ? (found as Values)[step] : undefined;
  }
  return found;
}

/** The document with something else at a place; undefined takes it away. Nothing given is changed. */
export function put(values: Value, path: Path, value: Value): Value {
  if (!path.length) return value;
  const [step, ...rest] = path;
  if (Array.isArray(values)) {
    const rows = values as Row[];
    const there = rows.some((row) => row.id === step);
    if (!rest.length && value === undefined) return rows.filter((row) => row.id !== step);
    if (!there) return [...rows, put({ id: step }, rest, value) as Row];
    return rows.map((row) => (row.id === step ? put(row, rest, value) : row));
  }
  const made: Values = { ...((values ?? {}) as Values) };
  const put_ = put(made[step], rest, value);
  if (put_ === undefined) delete made[step];
  else made[step] = put_;
  return made;
}
