import type { ExchangeObject, Invocation } from "../transport";
import { isKind, listed, type StepContext } from "./context";
import { sameText, text } from "./values";

/** Reads who shall manage a group: Exchange tells its managers by name, whatever they were set by. */
export const managerRead = (address: string): Invocation => ({
  cmdlet: "Get-Recipient",
  parameters: { Identity: address },
});

/**
 * How the managers of a group differ from those that are declared, by name; undefined where they do not, and where that cannot be told, because
 * one of them is not found.
 *
 * @param managers as Exchange answered for each that is declared; where none is, it is nobody's to judge
 */
export function otherManagers(
  group: ExchangeObject,
  managers: readonly (ExchangeObject | undefined)[],
): string[] | undefined {
  const known = managers.filter((each) => each !== undefined);
  if (known.length === 0 || known.length < managers.length) return undefined;
  const found = Array.isArray(group.ManagedBy) ? group.ManagedBy.map(text) : [];
  const isSame =
    found.length === known.length && known.every((manager) => found.some((name) => isNamed(manager, name)));
  return isSame ? undefined : found;
}

function isNamed(manager: ExchangeObject, name: string): boolean {
  const names = [manager.Name, manager.DisplayName, manager.Alias, manager.Guid, manager.ExternalDirectoryObjectId];
  // A name may be told with the container that it is in.
  const last = name.split("/").at(-1) ?? "";
  return [...names, manager.DistinguishedName, manager.PrimarySmtpAddress].some(
    (each) => text(each) !== "" && [name, last].some((told) => sameText(told, text(each))),
  );
}

/** Whether somebody else manages a group than is declared. */
export async function isManagedByOthers(
  { exchange }: Pick<StepContext, "exchange">,
  group: ExchangeObject,
  declared: readonly string[],
): Promise<boolean> {
  if (declared.length === 0) return false;
  const answers = await exchange.batch(declared.map(managerRead));
  const managers = answers.map((each) => (isKind(each, "notFound") ? [] : listed(each, "Get-Recipient")));
  const single = managers.map((each) => (each.length === 1 ? each[0] : undefined));
  return otherManagers(group, single) !== undefined;
}
