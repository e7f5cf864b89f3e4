// Photos: drawn anew on a canvas, so that place, time and camera are gone; made small; kept sealed.
import { button, fill, h, id, labelled, uuid } from "./dom";
import { textOf } from "./keys";
import * as store from "./store";
import type { Path, Value } from "./types";
import { size, t } from "./words";

const LONGEST_SIDE = 2048;
const LARGEST_BYTES = 1_500_000;
interface Photo {
  id: string;
  caption?: string;
}

/** The picture alone, at most 2048 pixels wide or high. Throws where the browser cannot read the file. */
export async function redrawn(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = h("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  for (const quality of [0.82, 0.7, 0.5]) {
    const made = await blobOf(canvas, "image/jpeg", quality);
    if (made.size <= LARGEST_BYTES || quality === 0.5) return made;
  }
  throw new Error("unreachable");
}

export function blobOf(canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob> {
  return new Promise((done, failed) => canvas.toBlob((made) => (made ? done(made) : failed(new Error("no picture"))), type, quality));
}

/** A picture of a kept file; our policy allows data addresses and no others. */
export async function shown(uuid_: string, alt: string): Promise<HTMLElement> {
  const file = await store.file(uuid_);
  if (!file) return h("span", { class: "visits-photo-away" }, t("photo_away"));
  return h("img", { src: `data:${file.type};base64,${textOf(file.bytes)}`, alt });
}

/** Where each field tells of a photo that could not be kept: the field is drawn anew while several are being taken in. */
const telling = new Map<string, HTMLElement>();

export function photosField(record: string, kind: string, path: Path, value: Value, label: string, readOnly: boolean): HTMLElement {
  const photos = (): Photo[] => (Array.isArray(current) ? (current as Photo[]) : []);
  let current = value;
  const list = h("ul", { class: "visits-photos" });
  const place = [record, ...path].join("/");
  const said = h("p", { class: "form-hint-invalid", role: "alert" }, telling.get(place)?.textContent ?? "");
  telling.set(place, said);
  const count = h("p", { class: "subtle", role: "status" });
  const input = h("input", { type: "file", accept: "image/*", capture: "environment", multiple: true, class: "sr-only", id: id() });
  const picker = h("input", { type: "file", accept: "image/*", multiple: true, class: "sr-only", id: id() });

  const draw = async (): Promise<void> => {
    const items = await Promise.all(photos().map((one, at) => item(one, at)));
    fill(list, items);
    const files = await Promise.all(photos().map((one) => store.file(one.id)));
    const bytes = files.reduce((sum, one) => sum + (one?.bytes.byteLength ?? 0), 0);
    fill(count, t("photos_count", { n: photos().length, size: size(bytes) }));
  };
  const item = async (one: Photo, at: number): Promise<HTMLElement> => {
    const caption = h("input", { class: "krds-input", value: one.caption ?? "", maxlength: 300, readonly: readOnly });
    caption.addEventListener("input", () => {
      one.caption = caption.value;
      store.change(record, [...path, one.id, "caption"], caption.value);
    });
    const away = button(t("photo_remove", { n: at + 1 }), () => {
      current = photos().filter((each) => each.id !== one.id);
      store.change(record, path, (old: Value) => (Array.isArray(old) ? (old as Photo[]).filter((each) => each.id !== one.id) : old));
      void draw();
    });
    return h("li", {}, await shown(one.id, t("photo_alt", { n: at + 1, label })), labelled(t("photo_caption", { n: at + 1 }), caption), readOnly ? null : away);
  };
  const take = async (files: FileList | null): Promise<void> => {
    fill(telling.get(place)!);
    for (const file of files ?? []) {
      try {
        const made = { id: uuid(), caption: "" };
        await store.keepFile(record, kind, made.id, await redrawn(file));
        current = [...photos(), made];
        store.change(record, path, (old: Value) => [...(Array.isArray(old) ? (old as Photo[]) : []), made]);
      } catch {
        fill(telling.get(place)!, t(store.isFull() ? "photo_no_room" : "photo_unreadable", { name: file.name }));
      }
    }
    input.value = picker.value = "";
    await draw();
  };
  input.addEventListener("change", () => void take(input.files));
  picker.addEventListener("change", () => void take(picker.files));
  void draw();
  const buttons = h(
    "div", { class: "form-buttons" }, h("span", { class: "visits-file" }, input, h("label", { class: "krds-btn secondary", for: input.id }, t("photo_take"))),
    h("span", { class: "visits-file" }, picker, h("label", { class: "krds-btn tertiary", for: picker.id }, t("photo_choose"))),
  );
  return h("div", { class: "visits-photo-field" }, h("p", { class: "form-hint" }, t("photo_faces")), readOnly ? null : buttons, said, count, list);
}
