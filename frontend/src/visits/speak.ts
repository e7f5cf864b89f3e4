// Requests to the server. Every answer is one of a few kinds, and none of them ever makes the app forget something.
import type { Session, Text } from "./types";

export type Answer<T> =
  | { kind: "ok"; value: T }
  | { kind: "sign_in" }
  | { kind: "no_line" }
  | { kind: "later"; seconds: number }
  | { kind: "refused"; status: number; error: string; reason: Text | null };

let token = "";
export const setToken = (fresh: string): void => void (token = fresh);

/** A line that holds on and answers nothing is no line. */
const PATIENCE = 90_000;

export async function ask<T>(path: string, how: { body?: BodyInit; type?: string; device?: string; unsent?: number; patience?: number } = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (how.device) headers["X-Jikim-Device"] = how.device;
  if (how.unsent !== undefined) headers["X-Jikim-Unsent"] = String(how.unsent);
  if (how.body !== undefined) {
    headers["X-CSRFToken"] = token;
    headers["Content-Type"] = how.type ?? "application/json";
  }
  const stop = new AbortController();
  const timer = window.setTimeout(() => stop.abort(), how.patience ?? PATIENCE);
  try {
    const answer = await fetch(`/visits/sync/${path}`, {
      method: how.body === undefined ? "GET" : "POST", headers, body: how.body, credentials: "same-origin", redirect: "manual", cache: "no-store", signal: stop.signal,
    });
    return await read<T>(answer);
  } catch {
    return { kind: "no_line" };
  } finally {
    window.clearTimeout(timer);
  }
}

async function read<T>(answer: Response): Promise<Answer<T>> {
  // turned away to a page of signing in, or to the second step
  if (answer.type === "opaqueredirect" || answer.status === 401) return { kind: "sign_in" };
  const json = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  if (answer.ok && json) return { kind: "ok", value: (await answer.json()) as T };
  if (answer.status === 429 || answer.status >= 500 || answer.ok) return { kind: "later", seconds: Number(answer.headers.get("Retry-After")) || 0 };
  const said = (json ? await answer.json() : {}) as { error?: string; reason?: Text | string };
  const reason = typeof said.reason === "string" ? { ko: said.reason, en: said.reason } : (said.reason ?? null);
  // an answer without a word for us is no answer to the edit: an old token, a proxy's page
  if (!said.error) return answer.status === 413 ? { kind: "refused", status: 413, error: "too_large", reason } : { kind: "later", seconds: 0 };
  return { kind: "refused", status: answer.status, error: said.error, reason };
}

/** Who is signed in, with a token that is fresh. */
export async function session(patience?: number): Promise<Answer<Session>> {
  const answer = await ask<Session>("session/", { patience });
  if (answer.kind === "ok") setToken(answer.value.token);
  return answer;
}
