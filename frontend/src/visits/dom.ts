// Elements without a framework. Text goes in as text, never as markup.

type Props = Record<string, unknown>;
export type Child = Node | string | number | null | undefined | false | Child[];

/** `h("button", { class: "x", onclick: act }, "Send")`. Attributes by name; `on…` are listeners; true is an empty attribute. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value as EventListener);
    else if (name === "value" && "value" in made) (made as unknown as HTMLInputElement).value = String(value);
    else if (name === "checked") (made as unknown as HTMLInputElement).checked = true;
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  add(made, children);
  return made;
}

function add(to: Node, children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) add(to, child);
    else to.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren();
  add(element, children);
}

/** As `fill`, of a page somebody is reading: what would be drawn the same stays as it is, and the focus stays where it was. */
export function refill(element: Element, ...children: Child[]): void {
  const made = h("div");
  add(made, children);
  const plain = (markup: string): string => markup.replace(/"v\d+(-\w+)?"/g, '""');
  if (plain(made.innerHTML) === plain(element.innerHTML)) return;
  const held = element.contains(document.activeElement) ? plain(document.activeElement!.outerHTML) : "";
  element.replaceChildren(...made.childNodes);
  if (held) [...element.querySelectorAll<HTMLElement>("a, button, input, [tabindex]")].find((one) => plain(one.outerHTML) === held)?.focus({ preventScroll: true });
}

let count = 0;
export const id = (): string => `v${(count += 1)}`;

export function button(label: string, act: (event: Event) => unknown, kind = "secondary", more: Props = {}): HTMLButtonElement {
  return h("button", { type: "button", class: `krds-btn ${kind}`, onclick: act, ...more }, label);
}

export function link(label: string, href: string, kind = ""): HTMLAnchorElement {
  return h("a", { href, class: kind ? `krds-btn ${kind}` : undefined }, label);
}

export function notice(tone: string, title: string, ...children: Child[]): HTMLElement {
  return h("div", { class: `notice ${tone}` }, title ? h("p", { class: "notice-title" }, title) : null, h("div", { class: "notice-text" }, ...children));
}

/** A labelled input that reads like the house's server-drawn ones. */
export function labelled(label: string, control: HTMLElement, hint = "", fault = ""): HTMLElement {
  const own = control.id || (control.id = id());
  const described = [hint ? `${own}-hint` : "", fault ? `${own}-fault` : ""].filter(Boolean).join(" ");
  if (described) control.setAttribute("aria-describedby", described);
  return h(
    "div",
    { class: "form-group" },
    h("div", { class: "form-tit" }, h("label", { for: own }, label)),
    hint ? h("p", { class: "form-hint", id: `${own}-hint` }, hint) : null,
    fault ? h("p", { class: "form-hint-invalid", id: `${own}-fault` }, fault) : null,
    h("div", { class: fault ? "form-conts is-error" : "form-conts" }, control),
  );
}

/** Random and unique; `crypto.randomUUID` where there is one. */
export function uuid(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
