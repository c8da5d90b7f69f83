import type { Properties } from "../rpc/values";

const names = {
  customSingleSignOn: "WindowsAzureActiveDirectoryCustomSingleSignOnApplication",
  enterprise: "WindowsAzureActiveDirectoryIntegratedApp",
  gallery: "WindowsAzureActiveDirectoryGalleryApplicationNonPrimaryV1",
  hide: "HideApp",
} as const;

type Feature = keyof typeof names;
const features = Object.keys(names) as Feature[];

/** Graph keeps features as tags. */
export function featureTagsToTags(blocks: unknown): string[] {
  const [block] = blocks as Properties[];
  return features.filter((feature) => block?.[feature] === true).map((feature) => names[feature]);
}

export function renderFeatureTags(tags: readonly string[]): Properties[] {
  return [Object.fromEntries(features.map((feature) => [feature, tags.includes(names[feature])]))];
}

/** The older names of the same. */
export function renderFeatures(tags: readonly string[]): Properties[] {
  return [
    {
      customSingleSignOnApp: tags.includes(names.customSingleSignOn),
      enterpriseApplication: tags.includes(names.enterprise),
      galleryApplication: tags.includes(names.gallery),
      visibleToUsers: !tags.includes(names.hide),
    },
  ];
}
