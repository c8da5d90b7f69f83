import {
  definePolicy,
  frameworks,
  listOf,
  NOT_KNOWN,
  textOf,
  types,
  type Readable,
  type Subject,
  type Verdict,
} from "@consentra/policy-kit";
import { isMicrosofts } from "./microsoft";
import { ledger, ownersUrl } from "./room";

const fewest = 2;

/** An application without owners is nobody's; with one it is nobody's when that one leaves. */
export const hasTwoOwners = definePolicy(ledger, {
  name: "has-two-owners",
  displayName: "Each application has two owners",
  description: "An application, and an enterprise application, has at least two owners who answer for it.",
  level: "mandatory",
  severity: "medium",
  framework: frameworks.accessReview,
  url: ownersUrl,
  remediationSteps: "Name at least two owners (VendorApp: `owners`).",
  exceptions: "application",
  resource: (args, verdict) => {
    const isPrincipal = args.type === types.servicePrincipal && !isMicrosofts(args.props);
    if (args.type !== types.application && !isPrincipal) return "it is no application";
    const owners = listOf(args.props, "owners");
    if (owners === NOT_KNOWN) return verdict.later(args, `who owns "${args.name}" is not known`);
    // Owners of a registration can stand on their own, which only the whole stack shows.
    if (owners.length > 0 || isPrincipal) judge(args, owners, verdict);
  },
  stack: (stack, verdict) => {
    const registrations = [...stack.ofType(types.application), ...stack.ofType(types.applicationRegistration)];
    if (registrations.length === 0) return "the stack registers no application";
    const separate = new Map<string, Readable<unknown>[]>();
    const unplaced = stack.ofType(types.applicationOwner).filter((owner) => {
      const application = stack.applicationOf(owner);
      if (application === NOT_KNOWN || !application) return application === NOT_KNOWN;
      separate.set(application.urn, [...(separate.get(application.urn) ?? []), textOf(owner.props, "ownerObjectId")]);
      return false;
    });
    for (const each of registrations) {
      const inline = listOf(each.props, "owners");
      // Owners inline were judged with the registration itself.
      if (inline === NOT_KNOWN || inline.length > 0) continue;
      const owners = separate.get(each.urn) ?? [];
      if (owners.length < fewest && unplaced.length > 0)
        verdict.cannotJudge(
          each,
          `whether ${unplaced.map(({ name }) => `"${name}"`).join(", ")} is an owner of "${each.name}" is not known in this preview. Take \`applicationId\` from the application's own resource.`,
        );
      else judge(each, owners, verdict);
    }
  },
});

function judge(on: Subject, owners: readonly Readable<unknown>[], verdict: Verdict): void {
  const known = owners.filter((each) => each !== NOT_KNOWN);
  const distinct = new Set(known.map((each) => String(each).toLowerCase()));
  if (distinct.size >= fewest) return;
  if (distinct.size + (owners.length - known.length) >= fewest)
    return verdict.later(on, `whether "${on.name}" has two owners: who they are is not known`);
  const found = distinct.size === 0 ? "no owner" : "one owner only";
  verdict.violation(
    on,
    `"${on.name}" has ${found}: nobody answers for it when that changes. Name at least ${fewest} owners (VendorApp: \`owners\`).`,
  );
}
