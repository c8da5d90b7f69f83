import type { Recipient } from "../model";

/** Recipients by name, lower case; several where a name is not one recipient's alone, in the order in which they came. */
type Names = Map<string, Recipient[]>;

/** What identifies a recipient, in the order in which the service looks. */
const tiers: ((recipient: Recipient) => string[])[] = [
  ({ guid, id, distinguishedName }) => [guid, id, distinguishedName],
  ({ emailAddresses }) => emailAddresses.map((address) => address.replace(/^smtp:/i, "")),
  ({ name, alias, displayName }) => [name, alias, displayName],
];

/** Recipients by object ID, with an index of everything that identifies them, which is made anew after a change. */
export class RecipientTable extends Map<string, Recipient> {
  #index: Names[] | undefined;

  constructor() {
    super();
  }

  override set(id: string, recipient: Recipient): this {
    this.#index = undefined;
    return super.set(id, recipient);
  }

  override delete(id: string): boolean {
    this.#index = undefined;
    return super.delete(id);
  }

  override clear(): void {
    this.#index = undefined;
    super.clear();
  }

  /** To be told of each edit of a recipient in place. */
  edited(): void {
    this.#index = undefined;
  }

  /** As {@link findRecipient}. */
  find(identity: string, isWanted: (recipient: Recipient) => boolean): Recipient | undefined {
    this.#index ??= tiers.map((names) => indexBy(names, this.values()));
    return firstOf(this.#index, identity, isWanted);
  }
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
  if (recipients instanceof RecipientTable) return recipients.find(identity, isWanted);
  // What a directory server that is behind knows is put together for each request.
  const wanted = identity.toLowerCase();
  for (const names of tiers) {
    for (const each of recipients.values())
      if (isWanted(each) && names(each).some((name) => name.toLowerCase() === wanted)) return each;
  }
  return undefined;
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
