// Registering a device, opening the store, and the ways back in when that fails. Locks; never wipes.
import { button, fill, h, labelled, notice, uuid } from "./dom";
import { download } from "./exported";
import * as keep from "./keep";
import { ITERATIONS, newRaw, random, SHORTEST_PASSPHRASE, unwrapBy, usable, wrapByPassphrase, wrapForOffice } from "./keys";
import { ask, session } from "./speak";
import * as store from "./store";
import type { Profile, Session } from "./types";
import { bytesOf } from "./keys";
import { language, moment, t } from "./words";

export const MOST_TRIES = 10;
export const LOCKED_AFTER_DAYS = 14;
export const REMIND_AFTER_DAYS = 3;
const DAY = 86_400_000;
/** Whoever has records here is kept waiting no longer than this by a line that holds on and answers nothing. */
const QUICK = 5_000;
type Then = () => void;

/** What is on this device for whoever is here: asks the server who is signed in, else offers what lies here. */
export async function enter(root: HTMLElement, then: Then): Promise<void> {
  fill(root, h("p", { class: "visits-wait", role: "status" }, t("starting")));
  const here = await keep.profiles();
  const said = await session(here.length ? QUICK : undefined);
  if (said.kind === "ok") {
    if (adopted(said.value.language)) return;
    const own = here.find((one) => one.owner === said.value.owner);
    if (!own) return enrol(root, said.value, then);
    await heard(own);
    return own.revoked ? revokedPage(root, own) : unlock(root, own, then);
  }
  if (!here.length) return nothingYet(root, said.kind === "no_line", said.kind === "refused" ? said.reason : null);
  if (here.length === 1) return here[0].revoked ? revokedPage(root, here[0]) : unlock(root, here[0], then);
  choose(root, here, then);
}

/** The account's language, the first time. */
function adopted(code: string): boolean {
  if (localStorage.getItem("jikim.visits.language")) return false;
  localStorage.setItem("jikim.visits.language", code === "en" ? "en" : "ko");
  if (code === language()) return false;
  location.replace((code === "en" ? "/visits/en/" : "/visits/") + location.hash);
  return true;
}

/** A contact before opening: lifts the lock of fourteen days, and lets the office's revoking act. */
async function heard(own: Profile): Promise<void> {
  if (!own.enrolled) return;
  const answer = await ask<{ wrap: unknown }>("device/unlock/", { device: own.device, patience: QUICK });
  if (answer.kind === "ok") Object.assign(own, { lastContact: Date.now(), latestSeen: Date.now() });
  else if (answer.kind === "refused" && answer.error === "revoked") await revoke(own);
  else return;
  await noted(own);
}

const triesPlace = (own: Profile): string => `jikim.visits.tries.${own.owner}`;

/** Keeps the profile; where there is no room, what the server has makes some, else the tries are counted where a little is left. Opening goes on. */
async function noted(own: Profile): Promise<void> {
  try {
    await keep.keepProfile(own);
    localStorage.removeItem(triesPlace(own));
  } catch (problem) {
    if (!(problem instanceof keep.StorageFull)) throw problem;
    if (await keep.freeSent(own.owner)) return noted(own);
    localStorage.setItem(triesPlace(own), String(own.tries));
  }
}

/** Revoked: the passphrase opens nothing any more, the office's key still does. */
export async function revoke(own: Profile): Promise<void> {
  Object.assign(own, { revoked: true, passphrase: null });
  await keep.keepProfile(own);
}

function nothingYet(root: HTMLElement, noLine: boolean, reason: import("./types").Text | null): void {
  const words = reason ? (language() === "en" ? reason.en : reason.ko) : t(noLine ? "first_needs_line" : "first_needs_sign_in");
  fill(
    root, h("h1", {}, t("title")), notice("info", "", h("p", {}, words)),
    h("div", { class: "form-buttons" }, reason ? null : h("a", { class: "krds-btn primary", href: signInUrl() }, t("sign_in")), button(t("try_again"), () => location.reload())),
  );
}

export const signInUrl = (): string => `/accounts/login/?next=${encodeURIComponent(location.pathname)}`;

function choose(root: HTMLElement, here: Profile[], then: Then): void {
  fill(
    root, h("h1", {}, t("whose")), h("p", { class: "lead" }, t("whose_lead")),
    h("ul", { class: "visits-list" }, here.map((one) => h("li", {}, button(one.name, () => (one.revoked ? revokedPage(root, one) : unlock(root, one, then)), "secondary large")))),
  );
}

function secret(autocomplete: string): HTMLInputElement {
  return h("input", { class: "krds-input", type: "password", autocomplete, autocapitalize: "off", spellcheck: "false", required: true });
}

export function badPassphrase(first: string, second: string): string {
  if (first.length < SHORTEST_PASSPHRASE) return t("passphrase_short", { n: SHORTEST_PASSPHRASE });
  if (new Set(first).size < 5) return t("passphrase_plain");
  return first === second ? "" : t("passphrase_differs");
}

function enrol(root: HTMLElement, said: Session, then: Then): void {
  if (!said.recovery) return fill(root, h("h1", {}, t("title")), notice("danger", t("no_recovery_key"), h("p", {}, t("no_recovery_key_do"))));
  const name = h("input", { class: "krds-input", maxlength: 60, value: t(/Android|iPhone|iPad|Mobile/.test(navigator.userAgent) ? "my_phone" : "my_computer"), required: true });
  const [first, second] = [secret("new-password"), secret("new-password")];
  const fault = h("p", { class: "form-hint-invalid", role: "alert" });
  const form = h(
    "form", { class: "form" },
    labelled(t("device_name"), name, t("device_name_hint")), labelled(t("passphrase_new"), first, t("passphrase_hint", { n: SHORTEST_PASSPHRASE })),
    labelled(t("passphrase_again"), second), fault, h("div", { class: "form-buttons" }, h("button", { class: "krds-btn primary" }, t("enrol"))),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = badPassphrase(first.value, second.value);
    fill(fault, wrong);
    if (wrong) return first.focus();
    void busy(form, async () => {
      const raw = newRaw();
      const salt = random(16);
      const own: Profile = {
        owner: said.owner, device: uuid(), name: name.value.trim() || "–", enrolled: false, salt, iterations: ITERATIONS,
        passphrase: await wrapByPassphrase(raw, first.value, salt, ITERATIONS),
        recovery: { fingerprint: said.recovery!.fingerprint, wrapped: await wrapForOffice(raw, said.recovery!.spki) },
        tries: 0, lastContact: Date.now(), latestSeen: Date.now(), revoked: false,
      };
      await keep.keepProfile(own);
      await opened(own, raw);
      void navigator.storage?.persist?.();
      then();
    });
  });
  fill(root, h("h1", {}, t("enrol_title")), h("p", { class: "lead" }, t("enrol_lead", { name: said.name })), form, h("p", { class: "subtle" }, t("enrol_forget")));
}

async function opened(own: Profile, raw: BufferSource): Promise<void> {
  store.use({ profile: own, key: await usable(raw) });
  localStorage.setItem("jikim.emergency.actor", own.owner);
}

async function busy(form: HTMLElement, act: () => Promise<void>): Promise<void> {
  const buttons = [...form.querySelectorAll("button")];
  buttons.forEach((one) => ((one.disabled = true), one.setAttribute("aria-busy", "true")));
  try {
    await act();
  } catch (problem) {
    if (!(problem instanceof keep.StorageFull)) throw problem;
    fill(form.querySelector("[role=alert]")!, t("photo_no_room"));
  } finally {
    buttons.forEach((one) => ((one.disabled = false), one.removeAttribute("aria-busy")));
  }
}

export function daysWithoutContact(own: Profile): number {
  return (Math.max(Date.now(), own.latestSeen) - own.lastContact) / DAY;
}

function unlock(root: HTMLElement, own: Profile, then: Then): void {
  own.tries = Math.max(own.tries, Number(localStorage.getItem(triesPlace(own))));
  if (own.tries >= MOST_TRIES || !own.passphrase) return forgotten(root, own, then, t("locked_tries", { n: MOST_TRIES }));
  if (daysWithoutContact(own) > LOCKED_AFTER_DAYS) return tooLong(root, own);
  const phrase = secret("current-password");
  const fault = h("p", { class: "form-hint-invalid", role: "alert" });
  const form = h("form", { class: "form" }, labelled(t("passphrase"), phrase), fault, h("div", { class: "form-buttons" }, h("button", { class: "krds-btn primary" }, t("open"))));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(form, async () => {
      // counted before it is tried: pulling the plug gives no free try
      own.tries += 1;
      await noted(own);
      const raw = await unwrapBy(phrase.value, own.salt, own.iterations, own.passphrase!);
      if (raw) {
        Object.assign(own, { tries: 0, latestSeen: Math.max(own.latestSeen, Date.now()) });
        await noted(own);
        await opened(own, raw);
        return then();
      }
      phrase.value = "";
      if (own.tries >= MOST_TRIES) return forgotten(root, own, then, t("locked_tries", { n: MOST_TRIES }));
      fill(fault, t("passphrase_wrong", { n: MOST_TRIES - own.tries }));
      phrase.focus();
    });
  });
  fill(
    root, h("h1", {}, t("unlock_title")), h("p", { class: "lead" }, t("unlock_lead", { name: own.name })), reminder(own), form,
    h("p", {}, h("button", { type: "button", class: "krds-btn link", onclick: () => forgotten(root, own, then) }, t("forgot"))), exporting(own),
  );
  phrase.focus();
}

/** Said while locked too: since when something waits. */
function reminder(own: Profile): HTMLElement {
  const place = h("div");
  void keep.records(own.owner).then((rows) => {
    const since = rows.map((row) => row.unsentSince).filter((one): one is number => one !== null);
    if (!since.length) return;
    const late = Date.now() - Math.min(...since) > REMIND_AFTER_DAYS * DAY;
    fill(place, notice(late ? "warning" : "info", "", h("p", {}, t(late ? "unsent_late" : "unsent_since", { n: since.length, when: moment(Math.min(...since)) }))));
  });
  return place;
}

export function exporting(own: Profile): HTMLElement {
  return h("details", { class: "more" }, h("summary", {}, t("export_more")), h("p", {}, t("export_about")), button(t("export"), () => void download(own)));
}

function tooLong(root: HTMLElement, own: Profile): void {
  fill(
    root, h("h1", {}, t("locked_title")), notice("warning", t("locked_days", { n: LOCKED_AFTER_DAYS }), h("p", {}, t("locked_days_do"))),
    h("div", { class: "form-buttons" }, h("a", { class: "krds-btn primary", href: signInUrl() }, t("sign_in")), button(t("try_again"), () => location.reload())), exporting(own),
  );
}

function revokedPage(root: HTMLElement, own: Profile): void {
  fill(root, h("h1", {}, t("locked_title")), notice("danger", t("revoked"), h("p", {}, t("revoked_do"))), exporting(own));
}

/** The office tells a code by telephone; with it the store opens once and gets a new passphrase. */
function forgotten(root: HTMLElement, own: Profile, then: Then, why = ""): void {
  const code = h("input", { class: "krds-input is-code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", required: true });
  const [first, second] = [secret("new-password"), secret("new-password")];
  const fault = h("p", { class: "form-hint-invalid", role: "alert" });
  const form = h(
    "form", { class: "form" }, labelled(t("code"), code, t("code_hint")), labelled(t("passphrase_new"), first, t("passphrase_hint", { n: SHORTEST_PASSPHRASE })),
    labelled(t("passphrase_again"), second), fault, h("div", { class: "form-buttons" }, h("button", { class: "krds-btn primary" }, t("open"))),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = badPassphrase(first.value, second.value);
    fill(fault, wrong);
    if (!wrong) void busy(form, async () => fill(fault, await withCode(own, code.value, first.value, then)));
  });
  const back = own.tries < MOST_TRIES && own.passphrase ? button(t("back"), () => unlock(root, own, then)) : null;
  fill(
    root, h("h1", {}, t("forgot_title")), why ? notice("warning", "", h("p", {}, why)) : null,
    h("ol", { class: "list" }, h("li", {}, t("forgot_call")), h("li", {}, t("forgot_device", { name: own.name, number: own.device.slice(0, 8).toUpperCase() })), h("li", {}, t("forgot_code"))),
    form, back, exporting(own),
  );
}

interface Wrap {
  salt: string;
  nonce: string;
  sealed: string;
  iterations: number;
}

async function withCode(own: Profile, typed: string, passphrase: string, then: Then): Promise<string> {
  const said = await session();
  if (said.kind === "no_line") return t("code_needs_line");
  if (said.kind !== "ok" || said.value.owner !== own.owner) return t("code_needs_sign_in");
  const answer = await ask<{ wrap: Wrap | null }>("device/unlock/", { device: own.device });
  if (answer.kind !== "ok" || !answer.value.wrap) return t("code_none");
  const { salt, nonce, sealed, iterations } = answer.value.wrap;
  const letters = typed.toUpperCase().replace(/[^0-9A-Z]/g, "");
  const raw = await unwrapBy(letters, bytesOf(salt), iterations, { nonce: bytesOf(nonce), sealed: bytesOf(sealed).buffer });
  if (!raw) return t("code_wrong");
  const fresh = random(16);
  Object.assign(own, {
    passphrase: await wrapByPassphrase(raw, passphrase, fresh, ITERATIONS), salt: fresh, iterations: ITERATIONS, tries: 0, lastContact: Date.now(), latestSeen: Date.now(),
  });
  await keep.keepProfile(own);
  await ask("device/unlock/", { body: "{}", device: own.device });
  await opened(own, raw);
  then();
  return "";
}
