import { defaultExchangeOptions } from "./exchange/options";
import type { Cloud, CloudOptions, Tenant } from "./model";
import { requestInProgress } from "./request-scope";

export const defaultCloudOptions: CloudOptions = {
  ...defaultExchangeOptions,
  assignmentRequiredBlocksUserConsent: false,
  throttle: null,
  maxPageSize: 1000,
};

/** A cloud without tenants. Its clock runs with real time and can be set forward. */
export function createCloud(options: Partial<CloudOptions> = {}): Cloud {
  let advanced = 0;
  return {
    tenants: new Map(),
    clock: {
      now: () => new Date(Date.now() + advanced),
      advance: (milliseconds) => {
        if (!Number.isFinite(milliseconds) || milliseconds < 0) {
          throw new RangeError(
            `The clock was asked to advance by ${milliseconds} ms; it takes a number that is not negative.`,
          );
        }
        advanced += milliseconds;
      },
    },
    options: withLagOfRequest({ ...defaultCloudOptions, ...options }),
    audit: [],
  };
}

/** What a request makes may be on its way for longer than all else: a fault plan says so. */
function withLagOfRequest(options: CloudOptions): CloudOptions {
  let { replicationDelay } = options;
  return Object.defineProperty(options, "replicationDelay", {
    enumerable: true,
    get: () => requestInProgress()?.replicationLag ?? replicationDelay,
    set: (milliseconds: number) => {
      replicationDelay = milliseconds;
    },
  });
}

/** A tenant by ID or by one of its domains, as login and Exchange accept both. */
export function findTenant(cloud: Cloud, idOrDomain: string): Tenant | undefined {
  const wanted = idOrDomain.toLowerCase();
  const byId = cloud.tenants.get(wanted);
  if (byId) return byId;
  return [...cloud.tenants.values()].find((tenant) => tenant.domains.some((domain) => domain.id === wanted));
}

/** The domain of new addresses. */
export const defaultDomain = (tenant: Tenant): string =>
  tenant.domains.find(({ isDefault }) => isDefault)?.id ?? tenant.initialDomain;

/** Graph's rendering of an instant: whole seconds, UTC. */
export const graphTime = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;
