import type { Cmdlet } from "../cmdlet";
import { invalid } from "../faults";

const enableCustomization: Cmdlet = {
  name: "Enable-OrganizationCustomization",
  parameters: { Confirm: "boolean" },
  run(call) {
    const { initialDomain, exchange } = call.tenant;
    call.setTarget(initialDomain);
    if (!exchange.isDehydrated) {
      throw invalid("This operation is not required. Organization is already enabled for customization.");
    }
    exchange.isDehydrated = false;
    exchange.customizedAt = call.cloud.clock.now();
    return [];
  },
};

export const organizationCmdlets: readonly Cmdlet[] = [enableCustomization];
