// A signature drawn with finger, pen or mouse; or, for those who cannot, the typed name set as one.
import { button, fill, h, labelled, uuid } from "./dom";
import { blobOf, shown } from "./photos";
import * as store from "./store";
import type { Path, Value } from "./types";
import { t } from "./words";

interface Signature {
  name?: string;
  signed_on?: string;
  attachment?: string;
}

export function signatureField(record: string, kind: string, path: Path, value: Value, label: string, readOnly: boolean): HTMLElement {
  let now: Signature = { ...((value as Signature | null) ?? {}) };
  const box = h("div", { class: "visits-signature" });
  const name = h("input", { class: "krds-input", value: now.name ?? "", autocomplete: "off", readonly: readOnly });
  name.addEventListener("input", () => set({ name: name.value }));
  const set = (changes: Signature): void => {
    now = { ...now, ...changes };
    store.change(record, path, { ...now });
  };
  const sign = async (canvas: HTMLCanvasElement): Promise<void> => {
    const made = uuid();
    try {
      await store.keepFile(record, kind, made, await blobOf(canvas, "image/png"));
    } catch {
      return fill(said, t("photo_no_room"));
    }
    set({ attachment: made, signed_on: local(), name: name.value });
    void draw();
  };
  const said = h("p", { class: "form-hint-invalid", role: "alert" });
  const draw = async (): Promise<void> => {
    name.readOnly = readOnly || Boolean(now.attachment && now.name?.trim()); // nobody's signature comes to stand under another name
    if (now.attachment) {
      const again = button(t("sign_again"), () => {
        set({ attachment: undefined, signed_on: undefined });
        void draw();
      });
      fill(box, h("div", { class: "visits-signed" }, await shown(now.attachment, t("signature_of", { name: now.name ?? "" }))), h("p", { class: "subtle" }, t("signed_on", { day: now.signed_on ?? "" })), readOnly ? null : again);
    } else if (readOnly) fill(box, h("p", { class: "subtle" }, t("not_signed")));
    else fill(box, ...pad(label, sign), typed(name, said, sign), said);
  };
  void draw();
  return h("div", {}, labelled(t("signature_name"), name), box);
}

const local = (): string => {
  const at = new Date();
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;
};

function paper(): HTMLCanvasElement {
  const canvas = h("canvas", { width: 900, height: 300 });
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}

function pad(label: string, sign: (canvas: HTMLCanvasElement) => Promise<void>): HTMLElement[] {
  const canvas = paper();
  canvas.className = "visits-pad";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", t("pad", { label }));
  const pen = canvas.getContext("2d")!;
  Object.assign(pen, { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#111" });
  let strokes = 0;
  const place = (event: PointerEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...place(event));
    pen.stroke();
    strokes += 1;
    done.disabled = strokes < 5;
  });
  const done = button(t("sign_done"), () => void sign(canvas), "primary");
  done.disabled = true;
  const clear = button(t("sign_clear"), () => {
    pen.fillRect(0, 0, canvas.width, canvas.height);
    strokes = 0;
    done.disabled = true;
  });
  return [h("p", { class: "form-hint" }, t("pad_hint")), canvas, h("div", { class: "form-buttons" }, done, clear)];
}

/** With the keyboard alone: the typed name is the signature. */
function typed(name: HTMLInputElement, said: HTMLElement, sign: (canvas: HTMLCanvasElement) => Promise<void>): HTMLElement {
  const act = (): void => {
    if (!name.value.trim()) {
      fill(said, t("signature_name_first"));
      return name.focus();
    }
    const canvas = paper();
    const pen = canvas.getContext("2d")!;
    Object.assign(pen, { fillStyle: "#111", textAlign: "center", textBaseline: "middle" });
    pen.font = "italic 84px serif";
    pen.fillText(name.value.trim(), 450, 150, 860);
    void sign(canvas);
  };
  return h("details", { class: "more" }, h("summary", {}, t("sign_typed_more")), h("p", {}, t("sign_typed_about")), button(t("sign_typed"), act));
}
