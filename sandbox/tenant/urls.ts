/** A URL without its query. */
export const pathOf = (url: string): string => url.replace(/\?.*/s, "");

/** Clients that join an address ending in a slash send `//v1.0`; `applications(appId='…')` is the alternate key of `applications/…`. */
export const canonicalUrl = (url: string): string => {
  const [path = "", ...query] = url.split("?");
  const canonical = path.replace(/\/{2,}/g, "/").replace(/\((appId)=(?:'|%27)([^'%)]*)(?:'|%27)\)/i, "/$1=$2");
  return [canonical, ...query].join("?");
};
