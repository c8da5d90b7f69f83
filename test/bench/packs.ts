import { judge, loadPack, packs, type Declared } from "../support/judge";
import { accessPolicy, entra, grantTo, newApplication, newPrincipal, resource, vendorApp } from "../support/declared";

/** Resources per application of a generated stack. */
const perApp = 10;

/** A stack of applications as they are made: registration, principal, scope, consents, owners and redirect URIs, each in its component. */
export function generatedStack(size: number): Declared[] {
  return Array.from({ length: Math.ceil(size / perApp) }, (_, index) => application(index))
    .flat()
    .slice(0, size);
}

function application(index: number): Declared[] {
  const name = `app-${index}`;
  const clientId = `00000000-1111-4222-8333-${index.toString(16).padStart(12, "0")}`;
  const objectId = `00000000-1111-4222-9333-${index.toString(16).padStart(12, "0")}`;
  const owners = ["5b000000-0000-4000-8000-000000000001", "5b000000-0000-4000-8000-000000000002"];
  const parent = vendorApp(name, { operations: ["GET /users", "GET /users/{id}/messages"] });
  const registration = newApplication(
    {
      preventDuplicateNames: true,
      owners,
      signInAudience: "AzureADMyOrg",
      web: { redirectUris: ["https://app.contoso.com/"] },
    },
    { name: `${name}-registration`, parent, outputs: { clientId, objectId } },
  );
  const principal = newPrincipal(
    { clientId, owners, appRoleAssignmentRequired: true },
    { name: `${name}-principal`, parent, outputs: { objectId }, dependencies: { clientId: [registration] } },
  );
  const scope = accessPolicy(clientId, {}, { name: `${name}-scope`, parent, dependencies: { stdin: [registration] } });
  const consent = resource("consentra:index:AdminConsent", `${name}-consent`, {}, { parent });
  const granted = ["Mail.Read", "User.Read.All"].map((permission) =>
    grantTo(permission, principal, { name: `${name}-${permission}`, parent: consent, dependsOn: [scope] }),
  );
  const certificate = entra(
    "applicationCertificate",
    `${name}-certificate`,
    { applicationId: `/applications/${objectId}`, startDate: "2026-01-01T00:00:00Z", endDate: "2027-01-01T00:00:00Z" },
    { parent, dependencies: { applicationId: [registration] } },
  );
  const others = [1, 2].map((number) =>
    resource("test:index:Thing", `${name}-thing-${number}`, { text: "x", list: [1, 2, 3] }, { parent }),
  );
  return [parent, registration, principal, scope, consent, ...granted, certificate, ...others];
}

/** What judging a generated stack costs. */
export interface PackCost {
  resources: number;
  /** All three packs together, the engine's messages left out. */
  milliseconds: number;
  /** MiB that the process has more after it, garbage included. */
  memory: number;
  violations: number;
}

export function measurePacks(size: number): PackCost {
  const program = generatedStack(size);
  const policies = packs.map(loadPack);
  const before = process.memoryUsage().rss;
  const began = performance.now();
  const said = policies.flatMap((each) => judge(each, program));
  const milliseconds = performance.now() - began;
  const memory = (process.memoryUsage().rss - before) / 1024 / 1024;
  const violations = said.filter(({ level }) => level === "mandatory").length;
  return { resources: program.length, milliseconds, memory, violations };
}

/** Prints what the packs cost, per size the median of some runs after a warm-up. */
export function reportPacks(runs: number, sizes: readonly number[] = [1_000, 10_000]): void {
  console.log(`The three policy packs on generated stacks, median of ${runs} runs after one warm-up`);
  const row = (cells: (string | number)[]) => console.log(cells.map((cell) => String(cell).padStart(16)).join(""));
  row(["resources", "ms", "ms per resource", "memory MiB"]);
  measurePacks(1_000);
  const medians = sizes.map((size) => {
    const samples = Array.from({ length: runs }, () => measurePacks(size));
    const median = (values: number[]) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
    const milliseconds = median(samples.map((each) => each.milliseconds));
    const memory = Math.max(...samples.map((each) => each.memory));
    row([size, milliseconds.toFixed(0), (milliseconds / size).toFixed(3), memory.toFixed(0)]);
    return { size, milliseconds };
  });
  const [first, last] = [medians[0], medians.at(-1)];
  if (first && last && first !== last) {
    const exponent = Math.log(last.milliseconds / first.milliseconds) / Math.log(last.size / first.size);
    row(["growth", `n^${exponent.toFixed(2)}`]);
  }
}
