// Progressive enhancement only: every page works without this file.
import htmx from "htmx.org";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // pages may hold personal data: none is kept in the browser's storage

/** The error summary takes the focus, so that nobody has to look for what went wrong. */
function focusErrors(root: ParentNode): void {
  root.querySelector<HTMLElement>("[data-focus]")?.focus();
}

/** A second click sends nothing twice. The server would cope; the reader would wonder. */
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  // a form that answers with a file leaves the page as it is: it may be sent again
  if (form.method.toLowerCase() !== "post" || form.hasAttribute("data-file")) return;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // before a shared screen starts, windows with a consultant's visits lock themselves
  if (form.hasAttribute("data-hand-over")) new BroadcastChannel("jikim-hand-over").postMessage("lock");
  const button = event.submitter ?? form.querySelector<HTMLElement>("button[type=submit]");
  button?.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll<HTMLFormElement>("form[data-sent]").forEach((form) => delete form.dataset.sent);
  document.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
});

document.addEventListener("click", (event) => {
  if ((event.target as Element).closest?.("[data-print]")) window.print();
});

/** A table's choice applies at once; the button stays for those without scripts. */
document.addEventListener("change", (event) => {
  const field = event.target as HTMLElement;
  const form = field.closest<HTMLFormElement>("form.table-tools");
  if (form && field instanceof HTMLSelectElement) form.requestSubmit();
});

/** Files may be dropped on their box. */
document.addEventListener("dragover", (event) => {
  const box = (event.target as Element).closest?.(".file-box");
  if (!box) return;
  event.preventDefault();
  box.classList.add("is-over");
});
document.addEventListener("dragleave", (event) => {
  (event.target as Element).closest?.(".file-box")?.classList.remove("is-over");
});
document.addEventListener("drop", (event) => {
  const box = (event.target as Element).closest?.(".file-box");
  const input = box?.querySelector<HTMLInputElement>("input[type=file]");
  if (!box || !input || !event.dataTransfer) return;
  event.preventDefault();
  box.classList.remove("is-over");
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

/** On a phone the menu starts closed; on a desktop it is simply there. */
const menu = document.querySelector<HTMLDetailsElement>("details.site-menu");
const wide = window.matchMedia("(min-width: 768px)");
const settle = (): void => {
  if (menu) menu.open = wide.matches;
};
wide.addEventListener("change", settle);
settle();

/** Slides: arrow keys, space and page keys go from one to the next. Without a script they are scrolled. */
const slides = [...document.querySelectorAll<HTMLElement>("[data-slide]")];
document.addEventListener("keydown", (event) => {
  if (!slides.length || event.altKey || event.ctrlKey || event.metaKey || (event.target as Element).closest("a, button, input")) return;
  const step = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const at = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > window.innerHeight / 3);
  const next = slides[Math.min(slides.length - 1, Math.max(0, at + step))];
  next.scrollIntoView();
  next.focus({ preventScroll: true });
});

htmx.onLoad((element) => focusErrors(element as unknown as ParentNode));
focusErrors(document);
