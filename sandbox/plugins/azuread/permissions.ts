import { flag, list, object, output, text, textSet, texts, type Fields } from "../schema/property";
import { claim, notEmpty, oneOf, uuid } from "../schema/validators";
import type { ValueMap } from "../rpc/values";
import { flagOf, jsonsOf, textOf, textsOf, type Args } from "./values";

/** Application permissions (app roles) as Graph has them, in the form of the state. */
export function appRolesOf(value: unknown): ValueMap[] {
  return jsonsOf(value).map((each) => ({
    allowedMemberTypes: textsOf(each["allowedMemberTypes"]),
    description: textOf(each["description"]),
    displayName: textOf(each["displayName"]),
    enabled: flagOf(each["isEnabled"]),
    id: textOf(each["id"]),
    value: textOf(each["value"]),
  }));
}

/** Delegated permissions (scopes), likewise. */
export function scopesOf(value: unknown): ValueMap[] {
  return jsonsOf(value).map((each) => ({
    adminConsentDescription: textOf(each["adminConsentDescription"]),
    adminConsentDisplayName: textOf(each["adminConsentDisplayName"]),
    enabled: flagOf(each["isEnabled"]),
    id: textOf(each["id"]),
    type: textOf(each["type"]),
    userConsentDescription: textOf(each["userConsentDescription"]),
    userConsentDisplayName: textOf(each["userConsentDisplayName"]),
    value: textOf(each["value"]),
  }));
}

/** IDs of permissions by value; what has no value has no name. */
export function idsByValue(value: unknown): ValueMap {
  const named = jsonsOf(value).filter((each) => textOf(each["value"]) !== "");
  return Object.fromEntries(named.map((each) => [textOf(each["value"]), textOf(each["id"])]));
}

/** App roles and scopes that only the service decides. */
export const permissionOutputs: Fields = {
  appRoles: output(
    list(
      object({
        allowedMemberTypes: texts(),
        description: text(),
        displayName: text(),
        enabled: flag(),
        id: text(),
        value: text(),
      }),
    ),
  ),
  oauth2PermissionScopes: output(
    list(
      object({
        adminConsentDescription: text(),
        adminConsentDisplayName: text(),
        enabled: flag(),
        id: text(),
        type: text(),
        userConsentDescription: text(),
        userConsentDisplayName: text(),
        value: text(),
      }),
    ),
  ),
};

const features = [
  {
    property: "customSingleSignOn",
    legacy: "customSingleSignOnApp",
    tag: "WindowsAzureActiveDirectoryCustomSingleSignOnApplication",
  },
  { property: "enterprise", legacy: "enterpriseApplication", tag: "WindowsAzureActiveDirectoryIntegratedApp" },
  {
    property: "gallery",
    legacy: "galleryApplication",
    tag: "WindowsAzureActiveDirectoryGalleryApplicationNonPrimaryV1",
  },
  { property: "hide", legacy: "visibleToUsers", tag: "HideApp" },
];

export const featureTagFields: Fields = {
  customSingleSignOn: flag(),
  enterprise: flag(),
  gallery: flag(),
  hide: flag(),
};

export const featureFields: Fields = {
  customSingleSignOnApp: flag(),
  enterpriseApplication: flag(),
  galleryApplication: flag(),
  visibleToUsers: flag({ default: true }),
};

/** The tags that stand for features; a user's own tags say nothing of them. */
export function featureTagsOf(tags: unknown): ValueMap {
  const has = tagged(tags);
  return Object.fromEntries(features.map(({ property, tag }) => [property, has(tag)]));
}

/** The same under their former names; there, hiding is the opposite of being visible. */
export function featuresOf(tags: unknown): ValueMap {
  const has = tagged(tags);
  return Object.fromEntries(features.map(({ legacy, tag }) => [legacy, has(tag) !== (tag === "HideApp")]));
}

function tagged(tags: unknown): (tag: string) => boolean {
  const known = new Set(textsOf(tags).map((tag) => tag.toLowerCase()));
  return (tag) => known.has(tag.toLowerCase());
}

/**
 * The tags to write: those of the features, where features are given, else those listed.
 *
 * @param touches whether a property changes; everything does when an object is created
 */
export function tagsFrom(args: Args, touches: (name: string) => boolean): string[] {
  const [featureTags] = args.objects("featureTags");
  if (featureTags !== undefined && touches("featureTags")) {
    return features.filter(({ property }) => featureTags.flag(property)).map(({ tag }) => tag);
  }
  const [former] = args.objects("features");
  if (former !== undefined && touches("features")) {
    return features.filter(({ legacy, tag }) => former.flag(legacy) !== (tag === "HideApp")).map(({ tag }) => tag);
  }
  return args.textSet("tags");
}

/** App roles of our own application. */
export const ownAppRole: Fields = {
  allowedMemberTypes: textSet({ required: true, minItems: 1 }, oneOf("Application", "User")),
  description: text({ required: true, validate: notEmpty }),
  displayName: text({ required: true, validate: notEmpty }),
  enabled: flag({ default: true }),
  id: text({ required: true, validate: uuid }),
  value: text({ validate: claim }),
};

/** Scopes of our own application. */
export const ownScope: Fields = {
  adminConsentDescription: text({ validate: notEmpty }),
  adminConsentDisplayName: text({ validate: notEmpty }),
  enabled: flag({ default: true }),
  id: text({ required: true, validate: uuid }),
  type: text({ default: "User", validate: oneOf("Admin", "User") }),
  userConsentDescription: text({ validate: notEmpty }),
  userConsentDisplayName: text({ validate: notEmpty }),
  value: text({ validate: claim }),
};
