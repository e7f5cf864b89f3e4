// This device: what is kept, whether the browser promised to keep it, the file of everything, and what browsers can do this.
import * as keep from "./keep";
import { button, h, labelled, notice, type Child } from "./dom";
import { exporting } from "./lock";
import { ask } from "./speak";
import * as store from "./store";
import { state } from "./sync";
import { moment, size, t } from "./words";

interface InstallPrompt extends Event {
  prompt(): Promise<void>;
}
let install: InstallPrompt | null = null;
window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  install = event as InstallPrompt;
});

/** What a browser must have; the first that is missing stops the app with words. */
export function lacking(): string[] {
  const wanted: [string, boolean][] = [
    ["https", window.isSecureContext && Boolean(crypto.subtle)], ["serviceWorker", "serviceWorker" in navigator], ["indexedDB", "indexedDB" in window],
    ["locks", "locks" in navigator], ["createImageBitmap", "createImageBitmap" in window],
    ["BroadcastChannel", "BroadcastChannel" in window], ["localStorage", mayRemember()],
  ];
  return wanted.filter(([, there]) => !there).map(([name]) => name);
}

/** Where storage is forbidden the mere word throws. */
function mayRemember(): boolean {
  try {
    return Boolean(window.localStorage);
  } catch {
    return false;
  }
}

export async function isPersistent(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}

export async function deviceView(lock: () => void): Promise<Child[]> {
  const { profile } = store.opened()!;
  const room = await navigator.storage?.estimate?.().catch(() => null);
  const files = await keep.attachments(profile.owner);
  const name = h("input", { class: "krds-input", value: profile.name, maxlength: 60 });
  const said = h("p", { role: "status" });
  const rename = async (): Promise<void> => {
    const answer = await ask("device/name/", { body: JSON.stringify({ name: name.value }), device: profile.device });
    said.textContent = t(answer.kind === "ok" ? "renamed" : "needs_line");
    if (answer.kind !== "ok") return;
    profile.name = name.value.trim();
    await keep.keepProfile(profile);
  };
  const facts: [string, Child][] = [
    [t("last_contact"), moment(profile.lastContact)], [t("waiting"), await store.unsentCount()], [t("files_here"), t("files_are", { n: files.length, size: size(files.reduce((sum, one) => sum + one.sealed.byteLength, 0)) })],
    [t("room"), room?.quota ? t("room_is", { used: size(room.usage ?? 0), all: size(room.quota) }) : t("unknown")],
  ];
  return [
    h("p", { class: "visits-back" }, h("a", { href: "#/" }, `‹ ${t("title")}`)), h("h1", { tabindex: "-1" }, t("device")),
    (await isPersistent()) ? notice("success", "", h("p", {}, t("persistent"))) : notice("danger", t("not_persistent"), h("p", {}, t("not_persistent_do"))),
    state.skewDays ? notice("warning", "", h("p", {}, t("clock_wrong", { n: Math.abs(state.skewDays) }))) : null,
    h("dl", { class: "facts" }, facts.map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value)))),
    h("div", { class: "form" }, labelled(t("device_name"), name), button(t("rename"), () => void rename()), said),
    h("h2", {}, t("install")), h("p", {}, t("install_about")), install ? button(t("install_now"), () => void install?.prompt()) : null,
    h("h2", {}, t("safety")), h("p", {}, t("safety_about")), button(t("lock"), lock), exporting(profile),
    h("h2", {}, t("browsers")), h("p", {}, t("browsers_are")),
  ];
}
