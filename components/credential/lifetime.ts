import type { Faults } from "../faults";

const hoursOf = { h: 1, d: 24, w: 24 * 7 } as const;
const longestDays = 730;

/**
 * A length of time with its unit, such as `180d`, in hours.
 *
 * @returns undefined for one that is none, which is noted
 */
export function readLifetime(text: string, path: string, faults: Faults): number | undefined {
  const match = /^([1-9][0-9]{0,5})([hdw])$/.exec(text.trim());
  const hours = match ? Number(match[1]) * hoursOf[match[2] as keyof typeof hoursOf] : undefined;
  if (hours === undefined) {
    faults.add(
      path,
      text,
      "a number with its unit: h, d or w, such as 180d",
      "write the unit; months and years differ in length",
    );
  } else if (hours > longestDays * 24) {
    faults.add(
      path,
      text,
      `at most ${longestDays}d`,
      "secrets that live long are forgotten; choose a shorter time and rotate",
    );
  } else {
    return hours;
  }
  return undefined;
}
