import type { Recipient } from "../model";

/** Recipients by name, lower case; several where a name is not one recipient's alone, in the order in which they came. */
type Names = Map<string, Recipient[]>;

/** What identifies a recipient, in the order in which the service looks. */
const tiers: ((recipient: Recipient) => string[])[] = [
  ({ guid, id, distinguishedName }) => [guid, id, distinguishedName],
  ({ emailAddresses }) => emailAddresses.map((address) => address.replace(/^smtp:/i, "")),
  ({ name, alias, displayName }) => [name, alias, displayName],
];

/** An index of some recipients, and how many they were when it was made. */
interface Index {
  size: number;
  tiers: Names[];
}

/** Made when recipients are asked for the second time: what a server that is behind knows is put together for each request. */
const indexes = new WeakMap<ReadonlyMap<string, Recipient>, Index | "asked once">();

/** To be told of each change of an organisation's recipients. */
export function recipientsChanged(recipients: ReadonlyMap<string, Recipient>): void {
  indexes.delete(recipients);
}

/**
 * A recipient by anything that identifies it: GUID, object ID, address, alias, name, display name or distinguished name.
 *
 * @param isWanted leaves out others, as a cmdlet for groups does
 */
export function findRecipient(
  recipients: ReadonlyMap<string, Recipient>,
  identity: string,
  isWanted: (recipient: Recipient) => boolean = () => true,
): Recipient | undefined {
  const known = indexes.get(recipients);
  if (known === undefined) {
    indexes.set(recipients, "asked once");
    return search(recipients, identity, isWanted);
  }
  const index = known !== "asked once" && known.size === recipients.size ? known : indexOf(recipients);
  indexes.set(recipients, index);
  return firstOf(index.tiers, identity, isWanted);
}

function search(
  recipients: ReadonlyMap<string, Recipient>,
  identity: string,
  isWanted: (recipient: Recipient) => boolean,
): Recipient | undefined {
  const wanted = identity.toLowerCase();
  for (const names of tiers) {
    for (const each of recipients.values())
      if (isWanted(each) && names(each).some((name) => name.toLowerCase() === wanted)) return each;
  }
  return undefined;
}

function indexOf(recipients: ReadonlyMap<string, Recipient>): Index {
  return { size: recipients.size, tiers: tiers.map((names) => indexBy(names, recipients.values())) };
}

function firstOf(index: readonly Names[], identity: string, isWanted: (recipient: Recipient) => boolean) {
  const wanted = identity.toLowerCase();
  for (const names of index) {
    const found = names.get(wanted)?.find(isWanted);
    if (found) return found;
  }
  return undefined;
}

function indexBy(names: (recipient: Recipient) => string[], recipients: Iterable<Recipient>): Names {
  const index: Names = new Map();
  for (const recipient of recipients) {
    for (const name of new Set(names(recipient).map((each) => each.toLowerCase()))) {
      const known = index.get(name);
      if (known) known.push(recipient);
      else index.set(name, [recipient]);
    }
  }
  return index;
}
