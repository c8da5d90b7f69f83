import { guidOf, providerUrn, type Finder } from "./finder";

/** Tag by which a secret of a stack is known. */
export const secretMark = "consentra";

/** What lies in a vault under that name is this stack's only where it carries the stack's mark. */
export const keyVaultSecret: Finder = ({ inputs, provider }, _graph, { recorded, urns, subscriptionId }) => {
  // Whom nobody can ask has made nothing: the state gets a provider before anything of its.
  if (provider !== undefined && urns?.has(providerUrn(provider)) === false) return Promise.resolve([]);
  const subscription = guidOf(subscriptionId);
  const names = [inputs.resourceGroupName, inputs.vaultName, inputs.secretName];
  if (subscription === undefined || markOf(inputs) === undefined || !names.every(isName)) return Promise.resolve([]);
  const [group, vault, secret] = names;
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.KeyVault/vaults/${vault}/secrets/${secret}`;
  if (recorded.has(id)) return Promise.resolve([]);
  return Promise.resolve([{ id, words: `the secret ${secret} in the vault ${vault}`, fate: "ask" }]);
};

/** The mark in the properties of a secret. */
export function markOf(properties: Record<string, unknown> | undefined): string | undefined {
  const mark = (properties?.tags as Record<string, unknown> | undefined)?.[secretMark];
  return typeof mark === "string" ? mark : undefined;
}

const isName = (value: unknown): value is string => typeof value === "string" && /^[\w().-]{1,127}$/.test(value);
