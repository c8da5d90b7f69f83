import { MICROSOFT_GRAPH } from "@consentra/sandbox/tenant";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { Plugin, Properties } from "./plugins-client";

/** What is made so far, by name: identifiers to refer to. */
type Made = Record<string, { id: string; outputs: Properties }>;

/** One resource: what it is made with, and what it is changed to. */
interface Life {
  type: string;
  inputs(made: Made): Properties;
  changed?(made: Made): Properties;
}

const text = (value: JavaScriptValue | undefined): string => (typeof value === "string" ? value : "");
const id = (made: Made, name: string): string => made[name]?.id ?? "";
const output = (made: Made, name: string, property: string): string => text(made[name]?.outputs[property]);

/** Every resource that the offline plugin serves and a simulated tenant lets its deployer make. @param pem two certificates */
function livesWith(pem: [string, string]): Record<string, Life> {
  const application = (made: Made, more: Properties = {}): Properties => ({
    displayName: "Dialler",
    owners: [text(made.megan?.outputs.objectId)],
    web: { redirectUris: ["https://dialler.example/callback"] },
    requiredResourceAccesses: [
      {
        resourceAppId: MICROSOFT_GRAPH,
        resourceAccesses: [{ id: "810c84a8-4a9e-49e6-bf7d-12d183f40d01", type: "Role" }],
      },
    ],
    ...more,
  });
  const ofApplication = (made: Made): Properties => ({ applicationId: id(made, "application") });
  const ofRegistration = (made: Made): Properties => ({ applicationId: id(made, "registration") });
  const graph = (made: Made): string => output(made, "graph", "objectId");
  return {
    application: {
      type: "application",
      inputs: application,
      changed: (made) =>
        application(made, {
          displayName: "Dialler 2",
          owners: [output(made, "megan", "objectId"), output(made, "patti", "objectId")],
          identifierUris: ["api://dialler"],
          notes: "changed",
        }),
    },
    certificate: {
      type: "applicationCertificate",
      inputs: (made) => ({ ...ofApplication(made), type: "AsymmetricX509Cert", value: pem[0] }),
      changed: (made) => ({ ...ofApplication(made), type: "AsymmetricX509Cert", value: pem[1] }),
    },
    password: { type: "applicationPassword", inputs: (made) => ({ ...ofApplication(made), displayName: "p" }) },
    federated: {
      type: "applicationFederatedIdentityCredential",
      inputs: (made) => federated(made, "repo:a"),
      changed: (made) => federated(made, "repo:b"),
    },
    registration: {
      type: "applicationRegistration",
      inputs: () => ({ displayName: "Recorder", notes: "first" }),
      changed: () => ({ displayName: "Recorder", homepageUrl: "https://recorder.example/" }),
    },
    apiAccess: {
      type: "applicationApiAccess",
      inputs: (made) => apiAccess(made, ["810c84a8-4a9e-49e6-bf7d-12d183f40d01"]),
      changed: (made) => apiAccess(made, ["df021288-bdef-4463-88db-98f22de89214"]),
    },
    owner: {
      type: "applicationOwner",
      inputs: (made) => ({ ...ofRegistration(made), ownerObjectId: output(made, "megan", "objectId") }),
    },
    redirectUris: {
      type: "applicationRedirectUris",
      inputs: (made) => ({ ...ofRegistration(made), type: "Web", redirectUris: ["https://recorder.example/a"] }),
      changed: (made) => ({ ...ofRegistration(made), type: "Web", redirectUris: ["https://recorder.example/b"] }),
    },
    principal: {
      type: "servicePrincipal",
      inputs: (made) => ({
        clientId: output(made, "application", "clientId"),
        appRoleAssignmentRequired: true,
        featureTags: [{ enterprise: true }],
        notes: "dials",
      }),
      changed: (made) => ({
        clientId: output(made, "application", "clientId"),
        featureTags: [{ enterprise: true, hide: true }],
        notificationEmailAddresses: ["meganb@contoso.com"],
        owners: [output(made, "megan", "objectId")],
      }),
    },
    vendor: {
      type: "servicePrincipal",
      inputs: () => ({ clientId: "6135b4c8-8900-475f-84db-b8ee65fbb329", useExisting: true }),
      changed: () => ({ clientId: "6135b4c8-8900-475f-84db-b8ee65fbb329", useExisting: true, notes: "theirs" }),
    },
    consent: {
      type: "appRoleAssignment",
      inputs: (made) => ({
        appRoleId: "810c84a8-4a9e-49e6-bf7d-12d183f40d01",
        principalObjectId: output(made, "principal", "objectId"),
        resourceObjectId: graph(made),
      }),
      changed: (made) => ({
        appRoleId: "df021288-bdef-4463-88db-98f22de89214",
        principalObjectId: output(made, "principal", "objectId"),
        resourceObjectId: graph(made),
      }),
    },
    grant: {
      type: "servicePrincipalDelegatedPermissionGrant",
      inputs: (made) => grant(made, graph(made), ["User.Read"]),
      changed: (made) => grant(made, graph(made), ["User.Read", "Contacts.Read"]),
    },
    group: {
      type: "group",
      inputs: (made) => ({
        displayName: "Diallers",
        securityEnabled: true,
        owners: [output(made, "patti", "objectId")],
        members: [output(made, "megan", "objectId")],
      }),
      changed: (made) => ({
        displayName: "Diallers",
        description: "who dials",
        securityEnabled: true,
        owners: [output(made, "patti", "objectId")],
        members: [output(made, "patti", "objectId")],
      }),
    },
    member: {
      type: "groupMember",
      inputs: (made) => ({
        groupObjectId: output(made, "group", "objectId"),
        memberObjectId: output(made, "megan", "objectId"),
      }),
    },
  };
}

const federated = (made: Made, subject: string): Properties => ({
  applicationId: id(made, "application"),
  audiences: ["api://AzureADTokenExchange"],
  displayName: "ci",
  issuer: "https://issuer.example",
  subject,
});
const apiAccess = (made: Made, roleIds: string[]): Properties => ({
  applicationId: id(made, "registration"),
  apiClientId: MICROSOFT_GRAPH,
  roleIds,
});
const grant = (made: Made, resourceServicePrincipalObjectId: string, claimValues: string[]): Properties => ({
  servicePrincipalObjectId: output(made, "vendor", "objectId"),
  resourceServicePrincipalObjectId,
  claimValues,
});

/**
 * Makes one of each, reads it, plans the same again, changes it, reads and imports it, and deletes all.
 * @returns what was answered at each step
 */
export async function liveThrough(plugin: Plugin, pem: [string, string]): Promise<Record<string, unknown>> {
  const told: Record<string, unknown> = {};
  const note = async <Answer>(step: string, answer: Promise<Answer>): Promise<Answer | undefined> => {
    try {
      const value = await answer;
      told[step] = value;
      return value;
    } catch (error) {
      told[step] = { refused: (error as Error).message };
      return undefined;
    }
  };
  const made: Made = {};
  for (const [name, args] of [
    ["megan", { userPrincipalName: "meganb@contoso.com" }],
    ["patti", { userPrincipalName: "pattif@contoso.com" }],
  ] as const) {
    made[name] = { id: "", outputs: await plugin.invoke("azuread:index/getUser:getUser", args) };
  }
  const graphArgs = { clientId: MICROSOFT_GRAPH };
  made.graph = {
    id: "",
    outputs: await plugin.invoke("azuread:index/getServicePrincipal:getServicePrincipal", graphArgs),
  };
  const tokens: Record<string, string> = {};
  for (const [name, life] of Object.entries(livesWith(pem))) {
    const type = `azuread:index/${life.type}:${life.type[0]?.toUpperCase()}${life.type.slice(1)}`;
    tokens[name] = type;
    const inputs = (await plugin.check(type, life.inputs(made))).inputs;
    await note(`${name}, previewed`, plugin.create(type, inputs, true));
    const created = await note(`${name}, made`, plugin.create(type, inputs));
    if (created === undefined) continue;
    made[name] = created;
    const read = await note(`${name}, read`, plugin.read(type, created.id, created.outputs, inputs));
    await note(`${name}, planned again`, plugin.diff(type, created.outputs, inputs));
    await note(`${name}, planned again after it was read`, plugin.diff(type, read?.outputs ?? {}, inputs));
    await note(`${name}, imported`, plugin.read(type, created.id));
    if (life.changed === undefined) continue;
    const news = (await plugin.check(type, life.changed(made))).inputs;
    const diff = await note(`${name}, planned to change`, plugin.diff(type, created.outputs, news));
    if (diff === undefined || diff.replaces.length > 0) continue;
    await note(`${name}, change previewed`, plugin.update(type, created.id, created.outputs, news, true));
    const outputs = await note(`${name}, changed`, plugin.update(type, created.id, created.outputs, news));
    if (outputs === undefined) continue;
    made[name] = { id: created.id, outputs };
    await note(`${name}, planned again after the change`, plugin.diff(type, outputs, news));
    await note(`${name}, read after the change`, plugin.read(type, created.id, outputs, news));
  }
  for (const [name, type] of Object.entries(tokens).reverse()) {
    const { id: what, outputs } = made[name] ?? { id: "", outputs: {} };
    await note(`${name}, deleted`, plugin.delete(type, what, outputs));
    await note(`${name}, read when it is gone`, plugin.read(type, what, outputs));
  }
  return told;
}
