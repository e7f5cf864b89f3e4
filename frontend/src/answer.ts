// The worker's pages work without this file. It fills in a scanned code, leaves fast, waits for no second tap, keeps on the
// screen what a bad line did not carry, and wipes a shared tablet. It stores nothing and asks nobody but the server it came from.

const root = document.documentElement;

/** The code of a scanned card stands behind `#`: it is taken out of the address before anything else happens. */
function takeScannedCode(): void {
  const field = document.querySelector<HTMLInputElement>("input[data-code]");
  const scanned = location.hash.slice(1).replace(/%[0-9a-f]{0,2}/gi, "");
  if (location.hash) history.replaceState(null, "", location.pathname);
  if (!field || !scanned) return;
  field.value = scanned;
  document.querySelector<HTMLElement>("[data-scanned]")?.removeAttribute("hidden");
  field.form?.querySelector<HTMLElement>("button[type=submit]")?.focus();
}

/** What is on its way: stopped on leaving, or an answer that comes late would put its cookie back after the wiping. */
let underWay: AbortController | undefined;

/** Leave at once: the page is emptied before the network answers, and its place in the history is taken over. */
function leave(address: string): void {
  underWay?.abort();
  document.body.textContent = "";
  document.title = "";
  location.replace(address);
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const exit = target.closest?.<HTMLAnchorElement>("a[data-leave]");
  if (exit) {
    event.preventDefault();
    leave(exit.href);
    return;
  }
  const undo = target.closest?.("button[data-undo]");
  if (undo) {
    undo.closest("fieldset")?.querySelectorAll<HTMLInputElement>("input[type=radio]").forEach((one) => (one.checked = false));
    undo.setAttribute("hidden", "");
    undo.closest("fieldset")?.querySelector<HTMLInputElement>("input[type=radio]")?.focus();
  }
});

let escapes: number[] = [];
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  escapes = [...escapes, event.timeStamp].filter((at) => event.timeStamp - at < 2000);
  const exit = document.querySelector<HTMLAnchorElement>("a[data-leave]");
  if (escapes.length >= 3 && exit) leave(exit.href);
});

document.addEventListener("change", (event) => {
  const field = event.target as HTMLElement;
  field.closest("fieldset")?.querySelector("[data-undo]")?.removeAttribute("hidden");
});

/** After this a form may be sent again: on a bad line somebody stops the loading, and the button must not stay dead. */
const AGAIN_MS = 8000;

/** On a bad line the browser would put a page of its own in place of ours, and what was ticked would be gone. */
const PATIENCE_MS = 30_000;

function notSent(form: HTMLFormElement): void {
  const offline = document.querySelector<HTMLElement>("[data-offline]");
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  if (!offline) return;
  offline.hidden = false;
  offline.focus();
}

/** Send the form from here and go on only when the server has answered; until then everything stays on the screen. */
async function send(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  const stop = new AbortController();
  underWay = stop;
  const over = setTimeout(() => stop.abort(), PATIENCE_MS);
  const body = new URLSearchParams();
  new FormData(form).forEach((value, name) => body.append(name, String(value)));
  if (button.name) body.append(button.name, button.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, signal: stop.signal });
    if (answer.redirected) {
      location.assign(answer.url);
    } else if (answer.headers.get("Content-Type")?.startsWith("text/html")) {
      // a page that has something to say: let the browser fetch and show it itself. Sent twice is saved once
      form.dataset.native = "1";
      form.requestSubmit(button);
    }
  } catch {
    notSent(form);
  } finally {
    clearTimeout(over);
  }
}

/** A second tap sends nothing twice; without a connection the answers stay on the screen. */
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const button = event.submitter as HTMLButtonElement | null;
  if (form.dataset.native) return;
  if (navigator.onLine === false && document.querySelector("[data-offline]")) {
    event.preventDefault();
    notSent(form);
    return;
  }
  if (Date.now() - Number(form.dataset.sent ?? 0) < AGAIN_MS) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = String(Date.now());
  button?.setAttribute("aria-busy", "true");
  if (form.dataset.keep === undefined || !button) return; // an older browser does not say which button: it sends by itself
  event.preventDefault();
  void send(form, button);
});

window.addEventListener("pageshow", (event) => {
  // a page kept alive by the browser may be another person's, or one that was left
  if (event.persisted) {
    location.reload();
    return;
  }
  document.querySelectorAll<HTMLFormElement>("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    delete form.dataset.native;
  });
  document.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
});

/** A shared tablet left alone is wiped after a warning. */
function watchIdle(seconds: number, warning: HTMLElement): void {
  const left = warning.querySelector<HTMLElement>("[data-left]");
  const address = warning.dataset.address ?? "/";
  let last = Date.now();
  let before: HTMLElement | null = null;
  const wake = (): void => {
    last = Date.now();
    if (warning.hidden) return;
    warning.hidden = true;
    before?.focus();
  };
  for (const kind of ["pointerdown", "keydown", "scroll", "input"]) document.addEventListener(kind, wake, { passive: true });
  const watch = setInterval(() => {
    const rest = Math.ceil(seconds - (Date.now() - last) / 1000);
    if (rest <= 0) {
      clearInterval(watch); // asked for again while the answer is on its way, the next page would begin anew each time
      leave(address);
    } else if (rest <= 20) {
      if (warning.hidden) {
        before = document.activeElement as HTMLElement | null;
        warning.hidden = false;
        warning.querySelector<HTMLElement>("button")?.focus();
      }
      if (left) left.textContent = String(rest);
    }
  }, 500);
}

takeScannedCode();
window.addEventListener("hashchange", takeScannedCode);
document.querySelectorAll<HTMLElement>("fieldset").forEach((group) => {
  if (group.querySelector("input[type=radio]:checked")) group.querySelector("[data-undo]")?.removeAttribute("hidden");
});
document.querySelectorAll<HTMLElement>("button[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
const focus = document.querySelector<HTMLElement>("[data-focus]");
focus?.focus();
const warning = document.querySelector<HTMLElement>("[data-idle]");
if (warning) watchIdle(Number(warning.dataset.idle), warning);
root.classList.add("scripted");

export {};
