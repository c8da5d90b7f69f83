import * as z from "zod";
import { readCertificate } from "../credential/certificate";
import { Faults } from "../faults";

/** A name, an address or an object ID. */
export const name = z.string().trim().min(1);

/** Options that several vendors have, with what is said where one was given wrongly. */
export const shared = {
  owners: z.array(name).optional(),
  assignedUsers: z.array(name).optional(),
  assignedGroups: z.array(name).optional(),
  adopt: z.boolean().optional(),
};

export const sharedHelp = {
  owners: ["a list of user principal names, addresses or object IDs", "name the owners one by one"],
  assignedUsers: ["a list of user principal names, addresses or object IDs", "name the users one by one"],
  assignedGroups: ["a list of addresses, display names or object IDs", "name the groups one by one"],
  adopt: ["true or false", "say true to take over a service principal that exists already"],
} as const;

export const consent = z.enum(["grant", "request"]).optional();
export const consentHelp = ["grant or request", "choose whether the stack consents or an administrator does"] as const;

export const clientId = z.guid();
export const clientIdHelp = [
  "a GUID",
  "take the application (client) ID from the vendor's guide or administration page",
] as const;

/** What is wrong with a certificate, told with the other options; it is never repeated. */
function noteCertificate(text: string, context: z.RefinementCtx): void {
  const faults = new Faults();
  readCertificate(text, "", faults);
  for (const { reason } of faults.all) context.addIssue({ code: "custom", message: reason });
}

/** Options of a registration of our own. */
export const ownApp = {
  displayName: name.max(120).optional(),
  certificates: z.array(z.string().min(1).superRefine(noteCertificate)).max(2).optional(),
  purge: z.boolean().optional(),
};

export const ownAppHelp = {
  displayName: ["a name of 1 to 120 characters", "name the registration as administrators will look for it"],
  certificates: [
    "one or two certificates: PEM or base64 of DER, public part only",
    "give the public part that belongs to the app's private key",
  ],
  purge: ["true or false", "say true to empty the registration from the deleted items on destroy as well"],
} as const;
