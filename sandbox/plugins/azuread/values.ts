import { crc32 } from "node:zlib";
import { isList, isMap, type ValueMap } from "../rpc/values";
import type { Json } from "./graph";

/** Inputs of a resource with the defaults that Go gives to what is absent: "", false, empty. */
export class Args {
  constructor(readonly values: ValueMap) {}

  text(name: string): string {
    const value = this.values[name];
    return typeof value === "string" ? value : "";
  }

  /** Null in place of an empty text: how Graph is told to clear a property. */
  textOrNull(name: string): string | null {
    return this.text(name) || null;
  }

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  integer(name: string, otherwise: number): number {
    const value = this.values[name];
    return typeof value === "number" ? value : otherwise;
  }

  texts(name: string): string[] {
    const value = this.values[name];
    return isList(value) ? value.filter((each) => typeof each === "string") : [];
  }

  /** A set of texts, in the order in which the real provider sends it. */
  textSet(name: string): string[] {
    return [...new Set(this.texts(name))].sort((a, b) => (setKey(a) < setKey(b) ? -1 : 1));
  }

  /** Elements of a list of objects. */
  objects(name: string): Args[] {
    const value = this.values[name];
    return isList(value) ? value.filter(isMap).map((each) => new Args(each)) : [];
  }

  /** A nested object; an empty one when it is absent. */
  block(name: string): Args {
    const value = this.values[name];
    return new Args(isMap(value) ? value : {});
  }

  /** Whether a value was given or is known from before. */
  has(name: string): boolean {
    const value = this.values[name];
    return value !== undefined && value !== null && value !== "";
  }
}

const setKey = (value: string): string => String(crc32(`${value};`));

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
export const flagOf = (value: unknown): boolean => value === true;
export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
export const jsonOf = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
export const jsonsOf = (value: unknown): Json[] => (Array.isArray(value) ? value.map(jsonOf) : []);
/** Object IDs of a collection of directory objects. */
export const idsOf = (items: Json[]): string[] => items.map((item) => textOf(item["id"]));

export const sameId = (a: unknown, b: unknown): boolean => textOf(a).toLowerCase() === textOf(b).toLowerCase();

/** What to take away and what to add to get from one list to the other. */
export function difference(existing: string[], desired: string[]): { add: string[]; remove: string[] } {
  return {
    add: desired.filter((each) => !existing.some((other) => sameId(each, other))),
    remove: existing.filter((each) => !desired.some((other) => sameId(each, other))),
  };
}
