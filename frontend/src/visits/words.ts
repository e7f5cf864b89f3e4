// The app's own words, in the shell's language; they come with the shell, translated where all of the house's words are.
import type { Text } from "./types";

let words: Record<string, string> | null = null;
export const language = (): "ko" | "en" => (document.documentElement.lang === "en" ? "en" : "ko");

/** A sentence by its key, with `{name}` places filled in; where `n` is one and the sentence has a form for one, that form. */
export function t(key: string, places: Record<string, string | number> = {}): string {
  words ??= JSON.parse(document.getElementById("words")?.textContent ?? "{}") as Record<string, string>;
  const said = (places.n === 1 ? words[`${key}_one`] : undefined) ?? words[key] ?? key;
  return said.replace(/\{(\w+)\}/g, (whole, name: string) => (name in places ? String(places[name]) : whole));
}

/** A text of the server's in this language. */
export function say(text: Text | string | null | undefined): string {
  if (!text) return "";
  if (typeof text === "string") return text;
  return language() === "en" ? text.en || text.ko : text.ko || text.en;
}

export function day(iso: string | null): string {
  if (!iso) return "";
  const at = new Date(`${iso}T00:00:00`);
  if (language() === "en") return at.toLocaleDateString("en-GB", { year: "numeric", month: "long", day: "numeric", weekday: "short" });
  return `${koreanDay(at)}(${"일월화수목금토"[at.getDay()]})`;
}

const koreanDay = (at: Date): string => `${at.getFullYear()}년 ${at.getMonth() + 1}월 ${at.getDate()}일`;

export function moment(at: number): string {
  const when = new Date(at);
  if (language() === "en") return when.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  return `${koreanDay(when)} ${String(when.getHours()).padStart(2, "0")}:${String(when.getMinutes()).padStart(2, "0")}`;
}

export function size(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.ceil(bytes / 1024)} kB`;
  return bytes < 1024 ** 3 ? `${(bytes / 1024 / 1024).toFixed(1)} MB` : `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}
