import {
  AzureCliCredential,
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
  type TokenCredentialOptions,
} from "@azure/identity";
import type { CloudEndpoints } from "../clouds";
import { agentFor } from "../http/agent";
import { assertionOf } from "./assertion";
import { pemOf } from "./certificate";
import type { CredentialSettings } from "./settings";

/** The library's credential for the settings. Loaded only where a token is wanted: the library is a good part of the time that a step takes. */
export async function createCredential(
  settings: CredentialSettings,
  tenantId: string,
  cloud: CloudEndpoints,
): Promise<TokenCredential> {
  const options = {
    ...sharedConnections,
    authorityHost: cloud.login,
    // The library asks Microsoft's public cloud whether an authority is one; a simulated one is not.
    disableInstanceDiscovery: cloud.name === "simulated",
  };
  switch (settings.form) {
    case "certificate": {
      const certificate = await pemOf(settings);
      const sendCertificateChain = settings.sendChain;
      return new ClientCertificateCredential(
        tenantId,
        settings.clientId,
        { certificate },
        { ...options, sendCertificateChain },
      );
    }
    case "secret":
      return new ClientSecretCredential(tenantId, settings.clientId, settings.secret, options);
    case "federated":
      return new ClientAssertionCredential(tenantId, settings.clientId, assertionOf(settings.assertion), options);
    case "managedIdentity":
      // The library takes the endpoint from the process's environment only.
      if (settings.endpoint) process.env.AZURE_POD_IDENTITY_AUTHORITY_HOST = new URL(settings.endpoint).origin;
      return new ManagedIdentityCredential(settings.clientId === undefined ? {} : { clientId: settings.clientId });
    case "azureCli":
      return new AzureCliCredential({ tenantId });
  }
}

/** Tokens come over the connections that Microsoft Graph and Exchange are asked by, where they are one origin. */
const sharedConnections: TokenCredentialOptions = {
  additionalPolicies: [
    {
      position: "perCall",
      policy: {
        name: "sharedConnections",
        sendRequest: (request, next) => {
          request.agent = agentFor(new URL(request.url));
          return next(request);
        },
      },
    },
  ],
};
