import { NOT_KNOWN, textOf, types, type AppKey, type StackView } from "@consentra/policy-kit";
import { seen } from "./room";

/** Applications with a scope of everybody; another policy judges whether they may. */
export function everyoneScopesOf(stack: StackView): ReadonlySet<AppKey> {
  const found = new Set<AppKey>();
  for (const scope of stack.ofType(types.mailboxScope)) {
    if (seen.reasonOf(scope.urn) === undefined && textOf(scope.props, "mode") !== "everyone") continue;
    const clientId = textOf(scope.props, "clientId");
    if (typeof clientId === "string") found.add(clientId.toLowerCase());
    else {
      // A registration of the same run: the only principal of the component around.
      const principal = stack.onlyPrincipalAround(scope);
      const app = principal ? stack.appOf(principal) : NOT_KNOWN;
      if (app !== NOT_KNOWN) found.add(app);
    }
  }
  return found;
}
