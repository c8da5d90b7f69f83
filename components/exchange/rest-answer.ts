import { gunzipSync } from "node:zlib";
import type { HttpAnswer } from "../http/client";
import { detailOf } from "./rest-errors";
import type { ExchangeObject } from "./transport";

/** What a cmdlet's answer has on the wire. */
export interface WirePage {
  value?: Record<string, unknown>[];
  "@odata.nextLink"?: string;
  "@adminapi.warnings"?: unknown;
  "@adminapi.errors"?: unknown;
}

export interface Page {
  objects: ExchangeObject[];
  /** Where the next page is. */
  next: string | undefined;
  warnings: string[];
  /** What went wrong although the cmdlet went on. */
  errors: { text: string; type: string }[];
}

export function toPage(wire: WirePage | undefined): Page {
  const { value = [], "@odata.nextLink": next } = wire ?? {};
  if (!Array.isArray(value)) throw new SyntaxError("the answer has no list of objects");
  return {
    objects: value.map(plain),
    next,
    warnings: texts(wire?.["@adminapi.warnings"]),
    errors: texts(wire?.["@adminapi.errors"]).map(detailOf),
  };
}

/** Drops type annotations and reads `"True"` and `"False"` as what they are. */
function plain(object: Record<string, unknown>): ExchangeObject {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([name]) => !name.includes("@"))
      .map(([name, value]) => [name, value === "True" ? true : value === "False" ? false : value]),
  );
}

/** Warnings and errors come as one text, a list of texts, or objects with a message. */
function texts(value: unknown): string[] {
  if (value === undefined || value === null || value === "") return [];
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value !== "object") return [typeof value === "string" ? value : JSON.stringify(value)];
  const { message, Message } = value as { message?: unknown; Message?: unknown };
  return [typeof message === "string" ? message : typeof Message === "string" ? Message : JSON.stringify(value)];
}

/** Warnings that came in the header instead of the body. */
export function headerWarnings({ headers }: HttpAnswer): string[] {
  const value = headers["x-warnings"];
  return [value].flat().flatMap((each) => {
    if (each === undefined || each.trim() === "") return [];
    try {
      return texts(JSON.parse(each));
    } catch {
      return [each];
    }
  });
}

/** Far above the largest page of a thousand objects. */
const largestBody = 256 * 1024 * 1024;

/** The body as text. A refusal may be NUL bytes that are falsely labelled gzip: what the bytes begin with decides, not the label. */
export function textOf({ body }: HttpAnswer): string {
  const compressed = body[0] === 0x1f && body[1] === 0x8b;
  return (compressed ? gunzipSync(body, { maxOutputLength: largestBody }) : body).toString("utf8");
}
