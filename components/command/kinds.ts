import type { ManifestKind } from "../exchange/manifest";

/** Kinds of objects in Exchange; every other kind of a step is something in Microsoft Graph. Known here so that a step loads its own schemas only. */
const exchangeKinds: Record<ManifestKind, true> = {
  MailEnabledSecurityGroup: true,
  ApplicationAccessPolicy: true,
  ExchangeServicePrincipal: true,
  ManagementScope: true,
  RoleAssignment: true,
};

export function isExchangeKind(kind: string): kind is ManifestKind {
  return Object.hasOwn(exchangeKinds, kind);
}
