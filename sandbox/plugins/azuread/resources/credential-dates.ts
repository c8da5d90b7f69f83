import { text, type Fields } from "../../schema/property";
import { notEmpty, time } from "../../schema/validators";
import type { Json } from "../graph";
import { problem } from "../problem";
import type { Args } from "../values";

/** How long a credential holds. */
export const dateFields: Fields = {
  endDate: text({ replaces: true, computed: true, conflictsWith: ["endDateRelative"], validate: time }),
  endDateRelative: text({ replaces: true, conflictsWith: ["endDate"], validate: notEmpty }),
  startDate: text({ replaces: true, computed: true, validate: time }),
};

const unitMs: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000 };

/** The dates to send; what is not given the service decides. */
export function datesOf(args: Args): Json {
  const endDateTime = args.has("endDate") ? args.text("endDate") : relativeEnd(args);
  return {
    ...(args.has("startDate") ? { startDateTime: args.text("startDate") } : {}),
    ...(endDateTime === undefined ? {} : { endDateTime }),
  };
}

/** `240h` or `2400h30m`, from the start on. */
function relativeEnd(args: Args): string | undefined {
  if (!args.has("endDateRelative")) return undefined;
  const duration = args.text("endDateRelative");
  if (!/^(\d+(\.\d+)?[hms])+$/.test(duration)) {
    throw problem(
      `Unable to parse \`end_date_relative\` ("${duration}") as a duration`,
      undefined,
      "end_date_relative",
    );
  }
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)([hms])/g)];
  const length = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ""] ?? 0), 0);
  const start = args.has("startDate") ? Date.parse(args.text("startDate")) : Date.now();
  return new Date(start + length).toISOString().replace(/\.\d+Z$/, "Z");
}
