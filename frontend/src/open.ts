// The open pages work without this file. It leaves fast and looks after the note of an incident, which never leaves the
// browser: this file contains no request of any kind, and the page's policy would refuse one.

const NOTE = "jikim.note";

/** Leave at once: the page is emptied before the network answers, and its place in the history is taken over. */
function leave(address: string): void {
  document.body.textContent = "";
  document.title = "";
  location.replace(address);
}

document.addEventListener("click", (event) => {
  const exit = (event.target as Element).closest?.<HTMLAnchorElement>("a[data-leave]");
  if (!exit) return;
  event.preventDefault();
  leave(exit.href);
});

let escapes: number[] = [];
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  escapes = [...escapes, event.timeStamp].filter((at) => event.timeStamp - at < 2000);
  const exit = document.querySelector<HTMLAnchorElement>("a[data-leave]");
  if (escapes.length >= 3 && exit) leave(exit.href);
});

type Kept = Record<string, string | boolean>;

function startNote(page: HTMLElement): void {
  const fields = [...page.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("[data-field]")];
  const asks = [...page.querySelectorAll<HTMLInputElement>("[data-ask]")];
  const keep = page.querySelector<HTMLInputElement>("[data-keep]")!;
  const paper = page.querySelector<HTMLElement>(".paper")!;
  const said = page.querySelector<HTMLElement>("[data-said]")!;
  page.querySelectorAll<HTMLElement>("[data-scripted]").forEach((one) => (one.hidden = false));
  page.querySelectorAll<HTMLElement>("[data-unscripted]").forEach((one) => (one.hidden = true));

  const say = (name: string): void => {
    said.textContent = page.querySelector(`[data-words="${name}"]`)?.textContent ?? "";
    said.hidden = false;
  };
  const shown = (field: HTMLInputElement | HTMLTextAreaElement): string =>
    field.type === "datetime-local" ? field.value.replace("T", " ") : field.value;

  function draw(): void {
    for (const field of fields) {
      const out = paper.querySelector<HTMLElement>(`[data-out="${field.dataset.field}"]`);
      if (out) out.textContent = shown(field);
    }
    for (const ask of asks) paper.querySelector(`[data-box="${ask.dataset.ask}"]`)?.classList.toggle("on", ask.checked);
  }

  /** False where the browser keeps nothing. */
  function store(): boolean {
    try {
      if (!keep.checked) {
        localStorage.removeItem(NOTE);
        return true;
      }
      const note: Kept = {};
      for (const field of fields) note[field.dataset.field!] = field.value;
      for (const ask of asks) note[`ask-${ask.dataset.ask}`] = ask.checked;
      localStorage.setItem(NOTE, JSON.stringify(note));
      return true;
    } catch {
      keep.checked = false;
      say("full");
      return false;
    }
  }

  function load(): void {
    let note: Kept | null = null;
    try {
      note = JSON.parse(localStorage.getItem(NOTE) ?? "null");
    } catch {
      /* nothing readable is kept */
    }
    if (!note || typeof note !== "object") return;
    keep.checked = true;
    for (const field of fields) field.value = String(note[field.dataset.field!] ?? "");
    for (const ask of asks) ask.checked = note[`ask-${ask.dataset.ask}`] === true;
  }

  /** The paper as plain text: what was filled in and ticked, nothing else. */
  function text(): string {
    const lines = [...paper.querySelectorAll<HTMLElement>(":scope > h2, :scope > p")].map((one) => one.innerText.trim());
    for (const term of paper.querySelectorAll<HTMLElement>("dt")) {
      const value = term.nextElementSibling as HTMLElement;
      const boxes = [...value.querySelectorAll<HTMLElement>("li.on")].map((one) => `- ${one.innerText.trim()}`);
      const words = value.querySelector("ul") ? [...boxes, value.querySelector("p")?.textContent ?? ""] : [value.textContent ?? ""];
      const filled = words.map((one) => one.trim()).filter(Boolean);
      if (filled.length) lines.push(`${term.innerText.trim()}: ${filled.join("\n")}`);
    }
    return lines.join("\n\n");
  }

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text());
      say("copied");
    } catch {
      const selection = getSelection();
      selection?.selectAllChildren(paper);
      say("failed");
    }
  }

  async function share(): Promise<void> {
    if (!navigator.share) return copy();
    try {
      await navigator.share({ title: document.querySelector("#paper")?.textContent ?? "", text: text() });
    } catch (error) {
      if ((error as Error).name !== "AbortError") await copy();
    }
  }

  function forget(): void {
    fields.forEach((field) => (field.value = ""));
    asks.forEach((ask) => (ask.checked = false));
    keep.checked = false;
    store();
    draw();
    say("deleted");
  }

  page.addEventListener("input", (event) => {
    draw();
    const toggled = event.target === keep;
    const done = toggled || keep.checked ? store() : true;
    if (toggled && done) say(keep.checked ? "kept" : "not_kept");
  });
  page.addEventListener("click", (event) => {
    switch ((event.target as Element).closest?.<HTMLElement>("[data-do]")?.dataset.do) {
      case "print": return print();
      case "share": return void share();
      case "copy": return void copy();
      case "delete": return forget();
    }
  });
  load();
  draw();
}

const note = document.querySelector<HTMLElement>("[data-note]");
if (note) startNote(note);
// a page that was left on purpose and is brought back is empty; any other keeps what was typed
window.addEventListener("pageshow", (event) => {
  if (event.persisted && !document.querySelector("main")) location.reload();
});

export {};
