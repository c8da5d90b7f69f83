import { styleText } from "node:util";

type Format = Parameters<typeof styleText>[0];

/** Colour only where a person watches on a terminal and did not switch it off. */
const coloured = process.stdout.isTTY && !process.env.NO_COLOR;

export const style = (format: Format, text: string): string => (coloured ? styleText(format, text) : text);

/** `0.4 s`, `12 s`. */
export function seconds(milliseconds: number): string {
  const value = milliseconds / 1000;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} s`;
}
