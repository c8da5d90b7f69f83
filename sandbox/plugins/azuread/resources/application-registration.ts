import type { ValueMap } from "../../rpc/values";
import { flag, integer, output, text, textSet } from "../../schema/property";
import { atMost, between, logoutAddress, notEmpty, webAddress } from "../../schema/validators";
import type { Json } from "../graph";
import { applicationId, applicationWords } from "../ids";
import { during } from "../problem";
import type { Change, ResourceType } from "../resource-type";
import { flagOf, jsonOf, textOf, type Args } from "../values";
import { groupMembershipClaim, signInAudience } from "./application-fields";
import { groupMembershipClaimsOf } from "./application-state";

const typed = { "@odata.type": "#microsoft.graph.application" };

/** Links below `info`. */
const links = ["marketingUrl", "privacyStatementUrl", "supportUrl", "termsOfServiceUrl"];
const grants = {
  implicitAccessTokenIssuanceEnabled: "enableAccessTokenIssuance",
  implicitIdTokenIssuanceEnabled: "enableIdTokenIssuance",
};

/** An application whose further settings have resources of their own. */
export const applicationRegistration: ResourceType = {
  token: "azuread:index/applicationRegistration:ApplicationRegistration",
  minutes: { create: 10, delete: 5, read: 5, update: 10 },
  repeatsFailures: true,
  fields: {
    clientId: output(text()),
    description: text({ validate: atMost(1024) }),
    disabledByMicrosoft: output(text()),
    displayName: text({ required: true, validate: notEmpty }),
    groupMembershipClaims: textSet({}, groupMembershipClaim),
    homepageUrl: text({ validate: webAddress }),
    implicitAccessTokenIssuanceEnabled: flag(),
    implicitIdTokenIssuanceEnabled: flag(),
    logoutUrl: text({ validate: logoutAddress }),
    marketingUrl: text({ validate: webAddress }),
    notes: text({ validate: notEmpty }),
    objectId: output(text()),
    privacyStatementUrl: text({ validate: webAddress }),
    publisherDomain: output(text()),
    requestedAccessTokenVersion: integer({ default: 2, validate: between(1, 2) }),
    serviceManagementReference: text({ validate: notEmpty }),
    signInAudience: text({ default: "AzureADMyOrg", validate: signInAudience }),
    supportUrl: text({ validate: webAddress }),
    termsOfServiceUrl: text({ validate: webAddress }),
  },

  async create({ v1 }, args, created) {
    const app = await during(
      "creating application",
      v1.post(
        "/applications",
        wanted(args, () => true),
      ),
    );
    created(`/applications/${textOf(app["id"])}`);
    return undefined;
  },

  async read({ v1 }, id): Promise<ValueMap | undefined> {
    const objectId = applicationId(id);
    const app = await during(`retrieving ${applicationWords(objectId)}`, v1.find(`/applications/${objectId}`));
    if (app === undefined) return undefined;
    const info = jsonOf(app["info"]);
    const web = jsonOf(app["web"]);
    const grant = jsonOf(web["implicitGrantSettings"]);
    const version = jsonOf(app["api"])["requestedAccessTokenVersion"];
    return {
      clientId: textOf(app["appId"]),
      description: textOf(app["description"]),
      // the real plugin writes its own form of nothing there
      disabledByMicrosoft: textOf(app["disabledByMicrosoftStatus"]) || "map[false:]",
      displayName: textOf(app["displayName"]),
      groupMembershipClaims: groupMembershipClaimsOf(app),
      homepageUrl: textOf(web["homePageUrl"]),
      implicitAccessTokenIssuanceEnabled: flagOf(grant["enableAccessTokenIssuance"]),
      implicitIdTokenIssuanceEnabled: flagOf(grant["enableIdTokenIssuance"]),
      logoutUrl: textOf(web["logoutUrl"]),
      ...Object.fromEntries(links.map((name) => [name, textOf(info[name])])),
      notes: textOf(app["notes"]),
      objectId: textOf(app["id"]),
      publisherDomain: textOf(app["publisherDomain"]),
      requestedAccessTokenVersion: typeof version === "number" ? version : 0,
      serviceManagementReference: textOf(app["serviceManagementReference"]),
      signInAudience: textOf(app["signInAudience"]),
    };
  },

  async update(tenant, id, { args, touches }) {
    const objectId = applicationId(id);
    await tenant.exclusively(objectId, () =>
      during(
        `updating ${applicationWords(objectId)}`,
        tenant.v1.patch(`/applications/${objectId}`, wanted(args, touches)),
      ),
    );
    return undefined;
  },

  async delete(tenant, id) {
    const objectId = applicationId(id);
    const path = `/applications/${objectId}`;
    await during(`deleting ${applicationWords(objectId)}`, tenant.v1.delete(path));
    await tenant.until(`deletion of ${id}`, async () => (await tenant.v1.find(path)) === undefined);
  },
};

/** The properties that change; all of them for a new application. */
function wanted(args: Args, touches: Change["touches"]): Json {
  const body: Json = { ...typed };
  for (const name of ["displayName", "signInAudience"]) if (touches(name)) body[name] = args.text(name);
  for (const name of ["description", "notes", "serviceManagementReference"]) {
    if (touches(name)) body[name] = args.textOrNull(name);
  }
  if (touches("groupMembershipClaims")) {
    body["groupMembershipClaims"] = args.textSet("groupMembershipClaims").join(",") || null;
  }
  if (touches("requestedAccessTokenVersion")) {
    body["api"] = { requestedAccessTokenVersion: args.integer("requestedAccessTokenVersion", 2) };
  }
  const changedLinks = links.filter((name) => touches(name));
  if (changedLinks.length > 0) {
    body["info"] = Object.fromEntries(changedLinks.map((name) => [name, args.textOrNull(name)]));
  }
  if (touches("homepageUrl", "logoutUrl", ...Object.keys(grants))) body["web"] = webOf(args, touches);
  return body;
}

function webOf(args: Args, touches: Change["touches"]): Json {
  const web: Json = {};
  if (touches("homepageUrl")) web["homePageUrl"] = args.textOrNull("homepageUrl");
  if (touches("logoutUrl")) web["logoutUrl"] = args.textOrNull("logoutUrl");
  const changed = Object.entries(grants).filter(([name]) => touches(name));
  if (changed.length > 0) {
    web["implicitGrantSettings"] = Object.fromEntries(changed.map(([name, graphName]) => [graphName, args.flag(name)]));
  }
  return web;
}
