import { row } from "./row";

export const groupSettings = [
  row(
    "Group-NestingSupport.ReadWrite.All",
    {
      application: ["2d53948b-d2c5-4008-9c4e-6361bf192555", "medium"],
      delegated: ["afc507db-8793-4d2f-999d-6e34cff02b7c", "medium"],
    },
    "Changes whether groups may be within groups.",
  ),
  row(
    "Group-XTenantIdentitySync.Read.All",
    {
      application: ["35b96aac-d839-4362-abd4-7381f2b27ccd", "low"],
      delegated: ["f7c0661b-4247-48ac-a371-05ff047614c6", "low"],
    },
    "Reads which groups are synchronised with other tenants.",
  ),
  row(
    "Group.ManageProtection.All",
    {
      application: ["60f8cea0-2476-45c9-ab18-70e79e60ad14", "high"],
      delegated: ["36263ed6-285e-4f84-b25a-62ec2ba17d29", "high"],
    },
    "Protects groups against change, and ends that.",
  ),
] as const;
