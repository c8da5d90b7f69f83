import type { VendorAppArgs } from "consentra";
import { Faults } from "consentra/faults";
import { z } from "zod";

const name = z.string().trim().min(1);
const names = z.array(name).optional();
const members = z.strictObject({ members: names, group: name.optional() });

/** A vendor without a profile: the arguments of a VendorApp as they are. Their meaning is checked there. */
const shape = z.strictObject({
  vendor: name,
  clientId: name,
  permissions: z
    .strictObject({
      application: names,
      delegated: names,
      others: z.array(z.strictObject({ api: name, application: names, delegated: names })).optional(),
    })
    .optional(),
  operations: names,
  consent: z.enum(["grant", "request", "users"]).optional(),
  consentUsers: names,
  mailboxScope: z
    .strictObject({
      allow: members.optional(),
      except: members.optional(),
      everyone: z.strictObject({ reason: name }).optional(),
      groupAddress: z.email().optional(),
      managedBy: names,
      description: name.optional(),
    })
    .optional(),
  assignment: z
    .strictObject({
      required: z.boolean().optional(),
      users: names,
      groups: names,
      managedBy: z.enum(["stack", "owners"]).optional(),
    })
    .optional(),
  owners: names,
  adopt: z.boolean().optional(),
  redirectUri: z.url().optional(),
  notes: name.optional(),
});

/** @throws pulumi.InputPropertiesError with everything that has another shape than a VendorApp's arguments */
export function custom(options: unknown): VendorAppArgs {
  const read = shape.safeParse(options);
  if (read.success) return read.data as VendorAppArgs;
  const faults = new Faults();
  for (const issue of read.error.issues) {
    const path = issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
    faults.push({ path: path.replace(/^\./, ""), reason: issue.message });
  }
  faults.throwIfAny("custom");
  throw read.error;
}
