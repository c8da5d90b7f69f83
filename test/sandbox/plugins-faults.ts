import type { Plugin, Properties } from "./plugins-client";
import type { Fault, Proxy } from "./plugins-proxy";

const typeOf = (name: string) => `azuread:index/${name[0]?.toLowerCase()}${name.slice(1)}:${name}`;
const [application, principal, registration, group, assignment] = [
  "Application",
  "ServicePrincipal",
  "ApplicationRegistration",
  "Group",
  "AppRoleAssignment",
].map(typeOf) as [string, string, string, string, string];

/** How a step ended, and the requests that it sent; how often it read the same is no difference. */
export type Weathered = [outcome: string, ...requests: string[]];

/** Where one thing is. */
const application1 = /\/applications\/[^/]+$/;
const principal1 = /\/servicePrincipals\/[^/]+$/;
const missing: Fault = {
  status: 404,
  body: { error: { code: "Request_ResourceNotFound", message: "It is not there." } },
};
const denied: Fault = { status: 403, body: { error: { code: "Authorization_RequestDenied", message: "No." } } };
const unavailable: Fault = { status: 503 };

/** What a plugin does when Microsoft Graph is late, busy or broken, case by case. */
export async function weather(plugin: Plugin, proxy: Proxy): Promise<Record<string, Weathered>> {
  const all: Record<string, Weathered> = {};
  const seen = async (what: string, step: () => Promise<string>): Promise<void> => {
    proxy.requests.splice(0);
    const outcome = await step().catch((error: Failure) => wordsOf(error));
    const requests = proxy.requests.map((each) =>
      each.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=appRoleAssignedTo\/)[\w-]+/g, "<id>"),
    );
    all[what] = [outcome, ...requests.filter((each, at) => !each.startsWith("GET") || each !== requests[at - 1])];
  };
  const given = async (type: string, inputs: Properties) => (await plugin.check(type, inputs)).inputs;
  const create = async (type: string, inputs: Properties) => {
    const answer = await plugin.create(type, await given(type, inputs));
    return { ...answer, type };
  };
  const made = async (type: string, inputs: Properties) => {
    await create(type, inputs);
    return "made";
  };
  const newApp = (displayName: string): Properties => ({ displayName, signInAudience: "AzureADMyOrg" });
  const [first, second, app] = [
    await create(registration, { displayName: "First" }),
    await create(registration, { displayName: "Second" }),
    await create(registration, { displayName: "The app" }),
  ] as const;
  const principalOf = ({ outputs }: { outputs: Properties }): Properties => ({ clientId: outputs.clientId ?? "" });

  const cases: Record<string, [method: string, path: RegExp, ...faults: Fault[]]> = {
    "a new registration that is read too early": ["GET", application1, missing],
    "a new registration, busy": ["POST", /applications$/, unavailable],
    "a new registration, connection broken": ["POST", /applications$/, "reset"],
  };
  for (const [what, [method, path, ...faults]] of Object.entries(cases)) {
    await seen(what, () => {
      proxy.fail(method, path, ...faults);
      return made(registration, { displayName: what });
    });
  }
  await seen("a new application that is changed too early", () => {
    proxy.fail("PATCH", application1, missing);
    return made(application, newApp("early"));
  });
  await seen("a new application that is read too early", () => {
    proxy.fail("GET", application1, missing);
    return made(application, newApp("late"));
  });
  await seen("a new principal that is changed too early", () => {
    proxy.fail("PATCH", principal1, missing);
    return made(principal, principalOf(first));
  });
  await seen("a new principal that is read too early", () => {
    proxy.fail("GET", principal1, missing);
    return made(principal, principalOf(second));
  });
  await seen("a new group that is changed and read too early", () => {
    proxy.fail("PATCH", /\/groups\/[^/]+$/, missing);
    proxy.fail("GET", /\/groups\/[^/]+$/, missing);
    return made(group, { displayName: "Early", securityEnabled: true });
  });

  const owner = await create(principal, principalOf(app));
  const resource = await plugin.invoke("azuread:index/getServicePrincipal:getServicePrincipal", {
    clientId: "00000003-0000-0000-c000-000000000000",
  });
  await seen("an assignment to what is not there yet", () => {
    proxy.fail("POST", /appRoleAssignedTo$/, missing);
    return made(assignment, {
      appRoleId: (resource.appRoleIds as Record<string, string>)["Calendars.Read"] ?? "",
      principalObjectId: owner.outputs.objectId ?? "",
      resourceObjectId: resource.objectId ?? "",
    });
  });

  const renamed = (displayName: string) => async (): Promise<string> => {
    await plugin.update(registration, app.id, app.outputs, await given(registration, { displayName }));
    return "made";
  };
  const changes: Record<string, [method: string, ...faults: Fault[]]> = {
    "a change that is read too early": ["GET", missing],
    "a change, busy": ["PATCH", unavailable],
    "a change, connection broken": ["PATCH", "reset"],
    "a change that is denied": ["PATCH", denied],
  };
  for (const [what, [method, ...faults]] of Object.entries(changes)) {
    await seen(what, () => {
      proxy.fail(method, application1, ...faults);
      return renamed(what)();
    });
  }
  const read = async (): Promise<string> =>
    (await plugin.read(registration, app.id, app.outputs)).id === "" ? "gone" : "read";
  const reads: Record<string, Fault> = {
    "a read of what is gone": missing,
    "a read, busy": unavailable,
    "a read, connection broken": "reset",
    "a read that is denied": denied,
  };
  for (const [what, fault] of Object.entries(reads)) {
    await seen(what, () => {
      proxy.fail("GET", application1, fault);
      return read();
    });
  }
  const remove = async (): Promise<string> => {
    await plugin.delete(registration, app.id, app.outputs);
    return "deleted";
  };
  const removals: Record<string, Fault> = {
    "a deletion that is denied": denied,
    "a deletion of what is gone": missing,
    "a deletion, connection broken": "reset",
    "a deletion, busy": unavailable,
  };
  for (const [what, fault] of Object.entries(removals)) {
    await seen(what, () => {
      proxy.fail("DELETE", application1, fault);
      return remove();
    });
  }
  return all;
}

type Failure = Error & { metadata?: { get(name: string): unknown[] } };

const causes =
  /Timed out whilst waiting for new [^:]+|expected non-nil error with nil state|did not exist while updating|unexpected status \d+|connection may have been reset|EOF/g;

/** Why it failed. The engine keeps in the state what comes with details. */
function wordsOf({ message, metadata }: Failure): string {
  const isKept = (metadata?.get("grpc-status-details-bin") ?? []).length > 0;
  const words = [...new Set(message.match(causes) ?? [message])].join(", ");
  return isKept ? `in the state, but: ${words}` : words;
}
