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
  return at.toLocaleDateString(language() === "en" ? "en-GB" : "ko-KR", { year: "numeric", month: "long", day: "numeric", weekday: "short" });
}

export function moment(at: number): string {
  return new Date(at).toLocaleString(language() === "en" ? "en-GB" : "ko-KR", { dateStyle: "medium", timeStyle: "short" });
}

export function size(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
