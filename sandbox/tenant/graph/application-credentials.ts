import { randomUUID } from "node:crypto";
import { GraphError } from "../errors";
import type { Application, FederatedIdentityCredential } from "../model";
import { federatedCredentialType, renderFederatedCredential, renderPasswordCredential } from "./application-type";
import { newPasswordCredential } from "./credentials";
import { badRequest, findApplication, notFound } from "./lookup";
import type { Json, ResourceType } from "./odata/query";
import { invalidValue, requiredText } from "./properties";
import type { GraphCall, GraphRouter } from "./router";

const MAX_FEDERATED_CREDENTIALS = 20;
const passwordCredentialType: ResourceType = { name: "passwordCredential", set: "microsoft.graph.passwordCredential" };

/** Client secrets and federated credentials of an application. Certificates are written by PATCH of the application. */
export function registerApplicationCredentials(route: GraphRouter): void {
  route("POST", "/applications/:id/addPassword", addPassword);
  route("POST", "/applications/:id/removePassword", removePassword);
  const path = "/applications/:id/federatedIdentityCredentials";
  route("GET", path, (call) =>
    call.collection(
      federatedCredentialType,
      applicationOf(call).federatedIdentityCredentials.map(renderFederatedCredential),
    ),
  );
  route("POST", path, addFederatedCredential);
  route("GET", `${path}/:credentialId`, (call) =>
    call.object(federatedCredentialType, renderFederatedCredential(findCredential(call))),
  );
  route("PATCH", `${path}/:credentialId`, updateFederatedCredential);
  route("DELETE", `${path}/:credentialId`, (call) => {
    const application = applicationOf(call);
    const credential = findCredential(call);
    application.federatedIdentityCredentials = application.federatedIdentityCredentials.filter(
      (other) => other !== credential,
    );
    return undefined;
  });
}

const applicationOf = (call: GraphCall): Application => findApplication(call.tenant, call.param("id"));

function addPassword(call: GraphCall): Json {
  const application = applicationOf(call);
  const entry = (call.body()["passwordCredential"] ?? {}) as Json;
  const credential = newPasswordCredential(entry, call.context.cloud.clock.now());
  application.passwordCredentials = [...application.passwordCredentials, credential];
  call.setTarget(`${application.id} password ${credential.keyId}`);
  return call.object(passwordCredentialType, {
    ...renderPasswordCredential(credential),
    secretText: credential.secretText,
  });
}

function removePassword(call: GraphCall): undefined {
  const application = applicationOf(call);
  const keyId = call.body()["keyId"];
  const kept = application.passwordCredentials.filter((credential) => credential.keyId !== keyId);
  if (kept.length === application.passwordCredentials.length) {
    throw badRequest(`No password credential found with keyId '${String(keyId)}'.`);
  }
  application.passwordCredentials = kept;
  call.setTarget(`${application.id} password ${String(keyId)}`);
  return undefined;
}

function addFederatedCredential(call: GraphCall): Json {
  const application = applicationOf(call);
  const credential = credentialOf(call.body(), randomUUID());
  if (application.federatedIdentityCredentials.length >= MAX_FEDERATED_CREDENTIALS) {
    throw badRequest(`The maximum number of federated identity credentials, ${MAX_FEDERATED_CREDENTIALS}, is reached.`);
  }
  refuseConflict(application, credential);
  application.federatedIdentityCredentials = [...application.federatedIdentityCredentials, credential];
  call.setTarget(`${application.id} federated credential ${credential.id}`);
  return call.created(federatedCredentialType, renderFederatedCredential(credential));
}

function updateFederatedCredential(call: GraphCall): undefined {
  const credential = findCredential(call);
  const next = credentialOf({ ...credential, ...call.body() }, credential.id);
  if (next.name !== credential.name)
    throw badRequest("The property 'name' of a federated identity credential cannot be changed.");
  refuseConflict(applicationOf(call), next);
  Object.assign(credential, next);
  return undefined;
}

function findCredential(call: GraphCall): FederatedIdentityCredential {
  const key = call.param("credentialId");
  const found = applicationOf(call).federatedIdentityCredentials.find(({ id, name }) => id === key || name === key);
  if (!found) throw notFound(key);
  return found;
}

function credentialOf(body: Json, id: string): FederatedIdentityCredential {
  const resource = "FederatedIdentityCredential";
  const audiences = body["audiences"];
  if (!Array.isArray(audiences) || audiences.length !== 1 || typeof audiences[0] !== "string") {
    throw invalidValue("audiences", resource);
  }
  return {
    id,
    name: requiredText(body, "name", resource),
    issuer: requiredText(body, "issuer", resource),
    subject: requiredText(body, "subject", resource),
    audiences: [audiences[0]],
    description: typeof body["description"] === "string" ? body["description"] : null,
  };
}

function refuseConflict(application: Application, credential: FederatedIdentityCredential): void {
  const others = application.federatedIdentityCredentials.filter(({ id }) => id !== credential.id);
  const conflict = (message: string) => new GraphError(409, "Request_MultipleObjectsWithSameKeyValue", message);
  if (others.some(({ name }) => name === credential.name)) {
    throw conflict(`FederatedIdentityCredential with name ${credential.name} already exists.`);
  }
  if (others.some(({ issuer, subject }) => issuer === credential.issuer && subject === credential.subject)) {
    throw conflict("Issuer and subject combination already exists.");
  }
}
