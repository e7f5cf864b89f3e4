// The data key of one person's store: wrapped by a passphrase and for the office. In the clear only in memory, never in storage.
import type { Sealed } from "./types";

/** OWASP's figure for PBKDF2-HMAC-SHA256 is 600,000; the server's codes use the same. */
export const ITERATIONS = 650_000;
export const SHORTEST_PASSPHRASE = 12;
const AES = "AES-GCM";

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
export const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));

export function textOf(bytes: ArrayBuffer | Uint8Array): string {
  const all = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  let text = "";
  for (let at = 0; at < all.length; at += 0x8000) text += String.fromCharCode(...all.subarray(at, at + 0x8000));
  return btoa(text);
}

/** A fresh data key, raw, to be wrapped and then imported. */
export const newRaw = (): Uint8Array<ArrayBuffer> => random(32);

export const usable = (raw: BufferSource): Promise<CryptoKey> => crypto.subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"]);

async function stretched(secret: string, salt: Uint8Array, iterations: number): Promise<CryptoKey> {
  const plain = new TextEncoder().encode(secret.normalize("NFC"));
  const material = await crypto.subtle.importKey("raw", plain, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: salt as BufferSource, iterations };
  return crypto.subtle.deriveKey(how, material, { name: AES, length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function wrapByPassphrase(raw: BufferSource, passphrase: string, salt: Uint8Array, iterations: number): Promise<Sealed> {
  const nonce = random(12);
  const key = await stretched(passphrase, salt, iterations);
  return { nonce, sealed: await crypto.subtle.encrypt({ name: AES, iv: nonce }, key, raw) };
}

/** The raw data key, or null for the wrong secret. */
export async function unwrapBy(secret: string, salt: Uint8Array, iterations: number, wrapped: Sealed): Promise<ArrayBuffer | null> {
  const key = await stretched(secret, salt, iterations);
  try {
    return await crypto.subtle.decrypt({ name: AES, iv: wrapped.nonce as BufferSource }, key, wrapped.sealed);
  } catch {
    return null;
  }
}

export async function wrapForOffice(raw: BufferSource, spki: string): Promise<string> {
  const key = await crypto.subtle.importKey("spki", bytesOf(spki), { name: "RSA-OAEP", hash: "SHA-256" }, false, ["encrypt"]);
  return textOf(await crypto.subtle.encrypt({ name: "RSA-OAEP" }, key, raw));
}

/** Sealed to its place: `record:uuid` opens nothing that was sealed as something else. */
export async function seal(key: CryptoKey, place: string, plain: BufferSource): Promise<Sealed> {
  const nonce = random(12);
  const how = { name: AES, iv: nonce, additionalData: new TextEncoder().encode(place) };
  return { nonce, sealed: await crypto.subtle.encrypt(how, key, plain) };
}

export function open(key: CryptoKey, place: string, row: Sealed): Promise<ArrayBuffer> {
  const how = { name: AES, iv: row.nonce as BufferSource, additionalData: new TextEncoder().encode(place) };
  return crypto.subtle.decrypt(how, key, row.sealed);
}
