import { definePolicy, frameworks, stackOf, types } from "@consentra/policy-kit";
import { isMicrosofts } from "./microsoft";
import { ledger, protectUrl } from "./room";

interface Config {
  /** Names of stacks, or their first or last part before or after a hyphen. */
  production: string[];
}

const usual = ["prod", "production"];
const judged = new Set<string>([types.application, types.applicationRegistration, types.servicePrincipal]);

/** A deleted application takes its grants, assignments and credentials with it. */
export const productionIsProtected = definePolicy<Config>(ledger, {
  name: "production-is-protected",
  displayName: "Applications of production are protected",
  description: "In a stack of production an application cannot be deleted by mistake.",
  level: "mandatory",
  severity: "medium",
  framework: frameworks.applicationIdentities,
  url: protectUrl,
  remediationSteps: "Pass `protect: true` in the options of the application or of the component that makes it.",
  exceptions: "application",
  config: {
    production: {
      type: "array",
      items: { type: "string", minLength: 1 },
      description: "Names of stacks of production; `prod` means `prod`, `prod-…` and `…-prod`.",
      default: usual,
    },
  },
  resource: (args, verdict, { production = usual }) => {
    if (!judged.has(args.type) || (args.type === types.servicePrincipal && isMicrosofts(args.props)))
      return "it is no application";
    const stack = stackOf(args.urn);
    if (!production.some((each) => stack === each || stack.startsWith(`${each}-`) || stack.endsWith(`-${each}`)))
      return `${stack} is no stack of production`;
    if (args.opts.protect) return;
    verdict.violation(
      args,
      `"${args.name}" is not protected in the stack ${stack}: deleting it by mistake takes its grants and credentials with it. Pass \`protect: true\` in its options.`,
    );
  },
});
