import { row } from "./row";

export const policies = [
  row(
    "Policy.Read.All",
    {
      application: ["246dd0d5-5bd0-4def-940b-0421030a5b68", "medium"],
      delegated: ["572fea84-0151-49b2-9301-11cb16974376", "medium"],
      narrower: ["Policy.Read.PermissionGrant"],
    },
    "Reads all policies of the organisation.",
  ),
  row(
    "Policy.Read.PermissionGrant",
    {
      application: ["9e640839-a198-48fb-8b9a-013fd6f6cbcd", "low"],
      delegated: ["414de6ea-2d92-462f-b120-6e2a809a6d01", "low"],
    },
    "Reads the conditions under which users may consent.",
  ),
  row(
    "Policy.Read.ConditionalAccess",
    {
      application: ["37730810-e9ba-4e46-b07e-8ca78d182097", "medium"],
      delegated: ["633e0fce-8c58-4cfb-9495-12bbd5a24f7c", "medium", "user"],
    },
    "Reads conditional access policies, gaps included.",
  ),
  row(
    "Policy.Read.AuthenticationMethod",
    {
      application: ["8e3bc81b-d2f3-4b7b-838c-32c88218d2f0", "low"],
      delegated: ["a6ff13ac-1851-4993-8ca9-a671d70de2d5", "low"],
    },
    "Reads which sign-in methods are allowed.",
  ),
  row(
    "Policy.Read.CrossTenantAccess",
    {
      application: ["8fc84b9a-5c21-479b-ba9d-02d252d062aa", "low"],
      delegated: ["b337372a-8b4d-428d-9cd8-3d7363865736", "low"],
    },
    "Reads rules for access between tenants.",
  ),
  row(
    "Policy.Read.IdentityProtection",
    {
      application: ["b21b72f6-4e6a-4533-9112-47eea9f97b28", "medium"],
      delegated: ["d146432f-b803-4ed4-8d42-ba74193a6ede", "medium"],
    },
    "Reads identity protection policies.",
  ),
  row(
    "Policy.Read.DeviceConfiguration",
    {
      application: ["bdba4817-6ba1-4a7c-8a01-be9bc7c242dd", "low"],
      delegated: ["3616a4b0-6746-49c4-a678-4c237599074d", "low"],
    },
    "Reads how devices may register.",
  ),
  row(
    "Policy.ReadWrite.Authorization",
    {
      application: ["fb221be6-99f2-473f-bd32-01c6a0e9ca3b", "critical"],
      delegated: ["edd3c878-b384-41fd-95ad-e7407dd775be", "critical"],
      narrower: ["Policy.Read.All"],
    },
    "Changes what users may do by default, user consent and guest rights included.",
  ),
  row(
    "Policy.ReadWrite.PermissionGrant",
    {
      application: ["a402ca1c-2696-4531-972d-6e5ee4aa11ea", "critical"],
      delegated: ["2672f8bb-fd5e-42e0-85e1-ec764dd2614e", "critical"],
      narrower: ["Policy.Read.PermissionGrant"],
    },
    "Changes the conditions under which users may consent.",
  ),
  row(
    "Policy.ReadWrite.ConsentRequest",
    {
      application: ["999f8c63-0a38-4f1b-91fd-ed1947bdd1a9", "high"],
      delegated: ["4d135e65-66b8-41a8-9f8b-081452c91774", "high"],
    },
    "Changes the admin consent workflow and its reviewers.",
  ),
  row(
    "Policy.ReadWrite.ConditionalAccess",
    {
      application: ["01c0a623-fc9b-48e9-b794-0756f8e8f067", "critical"],
      delegated: ["ad902697-1014-4ef5-81ef-2b4301988e8c", "critical"],
      narrower: ["Policy.Read.ConditionalAccess"],
    },
    "Changes conditional access, which can lock everybody out or let anybody in.",
  ),
  row(
    "Policy.ReadWrite.AuthenticationMethod",
    {
      application: ["29c18626-4985-4dcd-85c0-193eef327366", "critical"],
      delegated: ["7e823077-d88e-468f-a337-e18f1f0e6c7c", "critical"],
      narrower: ["Policy.Read.AuthenticationMethod"],
    },
    "Changes which sign-in methods are allowed.",
  ),
  row(
    "Policy.ReadWrite.AuthenticationFlows",
    {
      application: ["25f85f3c-f66c-4205-8cd5-de92dd7f0cec", "high"],
      delegated: ["edb72de9-4252-4d03-a925-451deef99db7", "high"],
    },
    "Changes self-service sign-up.",
  ),
  row(
    "Policy.ReadWrite.ApplicationConfiguration",
    {
      application: ["be74164b-cff1-491c-8741-e671cb536e13", "critical"],
      delegated: ["b27add92-efb2-4f16-84f5-8108ba77985c", "critical"],
    },
    "Changes token lifetimes, claims and app management rules.",
  ),
  row(
    "Policy.ReadWrite.CrossTenantAccess",
    {
      application: ["338163d7-f101-4c92-94ba-ca46fe52447c", "critical"],
      delegated: ["014b43d0-6ed4-4fc6-84dc-4b6f7bae7d85", "critical"],
      narrower: ["Policy.Read.CrossTenantAccess"],
    },
    "Changes rules for access between tenants.",
  ),
  row(
    "Policy.ReadWrite.SecurityDefaults",
    {
      application: ["1c6e93a6-28e2-4cbb-9f64-1a46a821124d", "high"],
      delegated: ["0b2a744c-2abf-4f1e-ad7e-17a087e2be99", "high"],
    },
    "Switches security defaults on and off.",
  ),
  row(
    "Policy.ReadWrite.DeviceConfiguration",
    {
      application: ["230fb2d5-aa21-49c1-bfa7-ae1be179d867", "high"],
      delegated: ["40b534c3-9552-4550-901b-23879c90bcf9", "high"],
      narrower: ["Policy.Read.DeviceConfiguration"],
    },
    "Changes how devices may register.",
  ),
  row(
    "Policy.ReadWrite.FeatureRollout",
    {
      application: ["2044e4f1-e56c-435b-925c-44cd8f6ba89a", "medium"],
      delegated: ["92a38652-f13b-4875-bc77-6e1dbb63e1b2", "medium"],
    },
    "Changes staged roll-outs such as cloud authentication.",
  ),
  row(
    "Policy.ReadWrite.IdentityProtection",
    {
      application: ["2dcf8603-09eb-4078-b1ec-d30a1a76b873", "high"],
      delegated: ["7256e131-3efb-4323-9854-cf41c6021770", "high"],
      narrower: ["Policy.Read.IdentityProtection"],
    },
    "Changes identity protection policies.",
  ),
  row(
    "Policy.ReadWrite.TrustFramework",
    {
      application: ["79a677f7-b79d-40d0-a36a-3e6f8688dd7a", "high"],
      delegated: ["cefba324-1a70-4a6e-9c1d-fd670b7ae392", "high"],
    },
    "Changes custom sign-in policies.",
  ),
  row(
    "Policy.ReadWrite.AccessReview",
    {
      application: ["77c863fd-06c0-47ce-a7eb-49773e89d319", "high"],
      delegated: ["4f5bc9c8-ea54-4772-973a-9ca119cb0409", "high"],
    },
    "Changes defaults of access reviews.",
  ),
  row(
    "Policy.ReadWrite.ExternalIdentities",
    {
      application: ["03cc4f92-788e-4ede-b93f-199424d144a5", "high"],
      delegated: ["b5219784-1215-45b5-b3f1-88fe1081f9c0", "high"],
    },
    "Changes rules for external identities.",
  ),
] as const;
