import { isKind, listed, single, until, type StepContext } from "./context";
import { ownerIn } from "../ownership";
import type { ExchangeObject, Invocation } from "../transport";
import { text } from "./values";

/**
 * Exchange removes a group whoever has come to stand on it meanwhile. So who removes one says so in its description before the last look at what stands on
 * it, and who comes to stand on it reads that when the own policy or filter is there, and gives way: one of them sees the other.
 */
const leaving = "On its way out: ";

/** Exchange tells it as a list. */
export function descriptionOf({ Description }: ExchangeObject): string {
  return text(Array.isArray(Description) ? Description[0] : Description);
}

export const asLeaving = (description: string): string => `${leaving}${asStaying(description)}`;

export function asStaying(description: string): string {
  return description.startsWith(leaving) ? description.slice(leaving.length) : description;
}

export const groupRead = (address: string): Invocation => ({
  cmdlet: "Get-DistributionGroup",
  parameters: { Identity: address },
});

/**
 * The description of a group that is being removed; undefined of one that stays.
 *
 * @param answer to {@link groupRead}; other kinds of groups are made by no stack
 */
export function leavingDescription(answer: ExchangeObject[] | Error | undefined): string | undefined {
  const groups = isKind(answer, "notFound", "notAllowed") ? [] : listed(answer, "Get-DistributionGroup");
  return groups.map(descriptionOf).find((each) => each.startsWith(leaving));
}

/** What there is to say of such a group. */
export function leavingFault(address: string, answer: ExchangeObject[] | Error | undefined): Error | undefined {
  const found = leavingDescription(answer);
  return found === undefined
    ? undefined
    : new Error(
        `the group ${address} is being removed by ${ownerIn(found) ?? "its stack"}: use another one. If it is to stay, remove "${leaving.trim()}" from ` +
          "its description, then run again.",
      );
}

/**
 * @param takeBack undoes what was made on the group, where it does not stay
 * @throws Error where the group is being removed, or is gone
 */
export async function assertGroupStays(
  context: StepContext,
  address: string,
  takeBack: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  try {
    await waitForStaying(context, address);
  } catch (error) {
    await takeBack();
    throw error;
  }
}

async function waitForStaying(context: StepContext, address: string): Promise<void> {
  let fault: Error | undefined;
  const isThere = await until(
    context,
    `the group ${address} is seen`,
    async () => {
      const [group, recipient] = await context.exchange.batch([
        groupRead(address),
        { cmdlet: "Get-Recipient", parameters: { Identity: address } },
      ]);
      fault = leavingFault(address, group);
      return single(recipient, address) !== undefined;
    },
    (each) => each || fault !== undefined,
  );
  if (fault) throw fault;
  if (!isThere) throw new Error(`there is no recipient ${address} any more; run again`);
}
