import * as pulumi from "@pulumi/pulumi";

/** A resource as the program registered it. */
export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** A tenant for unit tests, as the look-up answers it. */
export const mockTenant = "11111111-2222-3333-4444-555555555555";
export const mockDirectory = {
  tenantId: mockTenant,
  initialDomain: "contoso.onmicrosoft.com",
  defaultDomain: "contoso.com",
  users: {
    "ann@contoso.com": {
      id: "a0000000-0000-4000-8000-00000000000a",
      userPrincipalName: "ann@contoso.com",
      mail: null,
      userType: "Member",
      accountEnabled: true,
    },
  },
  groups: {
    Executives: {
      id: "e0000000-0000-4000-8000-00000000000e",
      displayName: "Executives",
      mail: null,
      mailEnabled: false,
      securityEnabled: true,
    },
  },
  mailboxes: {
    "ann@contoso.com": { id: "a", primarySmtpAddress: "ann@contoso.com", recipientTypeDetails: "UserMailbox" },
    "bea@contoso.com": { id: "b", primarySmtpAddress: "bea@contoso.com", recipientTypeDetails: "UserMailbox" },
  },
  scopeGroups: {},
  servicePrincipals: {
    "00000003-0000-0000-c000-000000000000": {
      id: "9ea00000-0000-4000-8000-000000000003",
      displayName: "Microsoft Graph",
    },
  },
  warnings: [] as string[],
};
export const mockPrincipalId = "5b000000-0000-4000-8000-000000000005";

/** Runs components against Pulumi's own mocks and keeps what they register, in order. */
export class MockEngine {
  readonly registered: Registered[] = [];
  readonly lookUps: string[] = [];
  answer: unknown = { directory: mockDirectory, faults: [] };

  async start(): Promise<void> {
    await pulumi.runtime.setMocks(
      {
        newResource: (resource) => {
          const { type, name } = resource;
          const inputs = resource.inputs as Record<string, unknown>;
          this.registered.push({ type, name, inputs });
          return { id: `${name}-id`, state: { ...inputs, ...stateOf(type, inputs) } };
        },
        call: ({ token, inputs }) => {
          if (token === "azuread:index/getServicePrincipal:getServicePrincipal") return { objectId: "api-object-id" };
          if (token === "azuread:index/getClientConfig:getClientConfig")
            return { tenantId: mockTenant, objectId: "de000000-0000-4000-8000-00000000000d" };
          const { command, stdin } = inputs as Record<string, unknown>;
          if (String(command).includes('"Certificates"')) return { stdout: "[]", stderr: "" };
          this.lookUps.push(String(stdin));
          return { stdout: JSON.stringify(this.answer), stderr: "" };
        },
      },
      "test",
      "dev",
      false,
      "organization",
    );
  }

  reset(): void {
    this.registered.length = 0;
    this.lookUps.length = 0;
    this.answer = { directory: mockDirectory, faults: [] };
  }

  /** `type name` of everything that was registered, sorted: the order of parallel registrations is not a promise. */
  names(): string[] {
    return this.registered.map(({ type, name }) => `${type} ${name}`).sort();
  }

  inputsOf(name: string): Record<string, unknown> {
    const found = this.registered.find((each) => each.name === name);
    if (!found) throw new Error(`${name} was not registered`);
    return found.inputs;
  }
}

function stateOf(type: string, inputs: Record<string, unknown>): Record<string, unknown> {
  if (type === "azuread:index/servicePrincipal:ServicePrincipal")
    return { objectId: mockPrincipalId, displayName: "Vendor" };
  if (type === "azuread:index/application:Application")
    return { objectId: "0b000000-0000-4000-8000-00000000000b", clientId: "c1000000-0000-4000-8000-00000000000c" };
  if (type === "azuread:index/applicationCertificate:ApplicationCertificate") return { keyId: "key" };
  if (type !== "command:local:Command") return {};
  const isPolicy = String(inputs.create).includes("ApplicationAccessPolicy");
  const state = isPolicy
    ? { identity: "org\\app:S-1;g" }
    : { guid: "guid", id: "group-id", primarySmtpAddress: "g@contoso.com" };
  return { stdout: JSON.stringify(state), stderr: "" };
}

export const valueOf = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => output.apply(resolve));
