import { z } from "zod";
import type { VendorAppArgs } from "../vendor-app";
import { readOptions } from "./options";
import { consent, consentHelp, name, ownApp, ownAppHelp, shared, sharedHelp } from "./shared-options";

/** Why XPhone Connect asks for its one permission. */
export const xphoneConnectPermissions = {
  "OrgContact.Read.All": "callers outside the organisation are shown by the name in the organisation's mail contacts",
} as const;

/** What XPhone Connect calls in Microsoft Graph. */
export const xphoneConnectOperations = ["GET /contacts", "GET /contacts/delta"] as const;

const options = z.strictObject({
  /** Name of the data source in XPhone Connect; part of the registration's name. @default "mail contacts" */
  dataSource: name.max(60).optional(),
  /** Certificates of the XPhone server, public part; two while a new one is brought in. One of `certificates` and `secret` is needed. */
  certificates: ownApp.certificates,
  /** A client secret that goes straight into Azure Key Vault, from where the XPhone server's administrator takes it. */
  secret: z
    .strictObject({
      vaultName: name,
      resourceGroupName: name,
      secretName: name,
      slots: z.array(name).min(1).max(2),
      lifetime: name.optional(),
    })
    .optional(),
  /** Name of the registration. @default - `XPhone Connect` and the data source */
  displayName: ownApp.displayName,
  /** Whether the stack consents or an administrator does. @default "grant" */
  consent,
  /** Owners of the registration and the enterprise app. @default - not managed */
  owners: shared.owners,
  /** Whether destroy also empties the registration from the deleted items. @default false */
  purge: ownApp.purge,
});

/** What a customer decides about XPhone Connect. */
export type XphoneConnectOptions = z.input<typeof options>;

/**
 * XPhone Connect: a registration of the customer's own for one data source, the organisation's mail contacts. It reaches no mailbox.
 *
 * @throws pulumi.InputPropertiesError with every fault of the options
 */
export function xphoneConnect(given: XphoneConnectOptions): VendorAppArgs {
  const read = readOptions("XPhone Connect", options, help, given, ({ certificates, secret }) =>
    certificates === undefined && secret === undefined ? ["certificates"] : [],
  );
  return {
    vendor: "XPhone Connect",
    registration: {
      displayName: read.displayName ?? `XPhone Connect ${read.dataSource ?? "mail contacts"}`,
      credential: { certificates: read.certificates, secret: read.secret },
      purge: read.purge,
    },
    permissions: { application: ["OrgContact.Read.All"] },
    operations: [...xphoneConnectOperations],
    consent: read.consent,
    owners: read.owners,
    nextSteps: [
      "Enter the tenant ID and the application (client) ID in the data source of XPhone Connect, with the app's credential.",
      "Use CHECK ACCESS, or `consentra check`, to see that the mail contacts can be read.",
      "The first synchronisation is throttled by Microsoft and may take hours; later ones read changes only.",
    ],
  };
}

const help = {
  dataSource: ["a name of 1 to 60 characters", "use the data source's name in XPhone Connect"],
  certificates: [`${ownAppHelp.certificates[0]}, or a secret in Azure Key Vault`, ownAppHelp.certificates[1]],
  secret: [
    "vaultName, resourceGroupName, secretName, and one or two slots",
    "name the vault that takes the client secret; it is shown nowhere else",
  ],
  displayName: ownAppHelp.displayName,
  consent: consentHelp,
  owners: sharedHelp.owners,
  purge: ownAppHelp.purge,
} as const;
