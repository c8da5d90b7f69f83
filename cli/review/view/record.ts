import { handOff } from "consentra/handoff";
import { vendorAppRecord, type VendorAppRecord } from "consentra/vendor-app-record";
import type { Node } from "./world";

/**
 * What a vendor app says of itself: its inputs; of one that an earlier version made, as far as its hand-off tells. Undefined where neither
 * is there.
 */
export function recordOf(node: Node): VendorAppRecord | undefined {
  const written = vendorAppRecord.safeParse(node.inputs);
  if (written.success) return written.data;
  const told = handOff.safeParse(node.outputs.handOff);
  if (!told.success) return undefined;
  const { vendor, consent, permissions, mailboxScope, assignmentRequired, assignment } = told.data;
  return {
    consentra: "vendorApp/1",
    vendor,
    consent,
    permissions: permissions.map(({ api, kind, name }) => ({ api, kind, name })),
    ...(mailboxScope && {
      mailboxScope: {
        mechanism: mailboxScope.mechanism,
        mode: mailboxScope.mode,
        ...(mailboxScope.mailboxes.length > 0
          ? { members: mailboxScope.mailboxes }
          : mailboxScope.group !== undefined && { group: mailboxScope.group }),
        ...(mailboxScope.administrativeUnit !== undefined && { administrativeUnit: mailboxScope.administrativeUnit }),
        ...(mailboxScope.filter !== undefined && { filter: mailboxScope.filter }),
        ...(mailboxScope.reason !== undefined && { reason: mailboxScope.reason }),
      },
    }),
    assignment: { required: assignmentRequired, ...assignment },
  };
}
