import { row } from "./row";

export const authenticationMethods = [
  row(
    "UserAuthMethod-HardwareOATH.Read",
    { delegated: ["ccd2eb40-8874-44e6-8f96-335908b3cfdb", "low"] },
    "Reads the signed-in user's hardware tokens.",
  ),
  row(
    "UserAuthMethod-HardwareOATH.Read.All",
    {
      application: ["7b544555-7811-49ff-8223-a56be870e33a", "medium"],
      delegated: ["acd68c26-c283-4bf4-8b5c-200fc179bdd5", "medium"],
    },
    "Reads every user's hardware tokens.",
  ),
  row(
    "UserAuthMethod-HardwareOATH.ReadWrite",
    { delegated: ["147ca97b-6686-4849-b37e-09d9b5ad45fc", "high"], narrower: ["UserAuthMethod-HardwareOATH.Read"] },
    "Changes the signed-in user's hardware tokens, by which somebody else can sign in later.",
  ),
  row(
    "UserAuthMethod-HardwareOATH.ReadWrite.All",
    {
      application: ["7e9ebcc1-90aa-4471-8051-e68d6b4e9c89", "critical"],
      delegated: ["480643f2-a162-43c5-a670-dc1494fc911b", "critical"],
      narrower: ["UserAuthMethod-HardwareOATH.Read.All"],
    },
    "Changes every user's hardware tokens, by which an app can sign in as any of them.",
  ),
  row(
    "UserAuthMethod-MicrosoftAuthApp.Read",
    { delegated: ["f14a567b-3280-4124-95a0-eca86006967e", "low"] },
    "Reads the signed-in user's registrations of Microsoft Authenticator.",
  ),
  row(
    "UserAuthMethod-MicrosoftAuthApp.Read.All",
    {
      application: ["a9c5f16e-e5ca-4e33-89ad-903fcfc01c23", "medium"],
      delegated: ["7b627679-e2fd-4bfd-990e-989e2914d4e6", "medium"],
    },
    "Reads every user's registrations of Microsoft Authenticator.",
  ),
  row(
    "UserAuthMethod-MicrosoftAuthApp.ReadWrite",
    { delegated: ["9f7dfa0c-eb40-42be-8d45-8af4a9219c6f", "high"], narrower: ["UserAuthMethod-MicrosoftAuthApp.Read"] },
    "Changes the signed-in user's registrations of Microsoft Authenticator, by which somebody else can sign in later.",
  ),
  row(
    "UserAuthMethod-MicrosoftAuthApp.ReadWrite.All",
    {
      application: ["c833c349-a1ab-4b6d-94a2-fa9a8674420c", "critical"],
      delegated: ["1b7322b2-5cb3-4f13-928f-d7ca97c5fba9", "critical"],
      narrower: ["UserAuthMethod-MicrosoftAuthApp.Read.All"],
    },
    "Changes every user's registrations of Microsoft Authenticator, by which an app can sign in as any of them.",
  ),
  row(
    "UserAuthMethod-Passkey.Read",
    { delegated: ["828fcbda-0d26-431d-8bfb-83f217224621", "low"] },
    "Reads the signed-in user's passkeys.",
  ),
  row(
    "UserAuthMethod-Passkey.Read.All",
    {
      application: ["72e00c1d-3e3d-43bb-a0b9-c435611bb1d2", "medium"],
      delegated: ["14195339-1fe4-48a7-a0d3-a39eb9fd8958", "medium"],
    },
    "Reads every user's passkeys.",
  ),
  row(
    "UserAuthMethod-Passkey.ReadWrite",
    { delegated: ["b2de7db9-10f7-4800-b04c-b5b91e4891d6", "high"], narrower: ["UserAuthMethod-Passkey.Read"] },
    "Changes the signed-in user's passkeys, by which somebody else can sign in later.",
  ),
  row(
    "UserAuthMethod-Passkey.ReadWrite.All",
    {
      application: ["0400e371-7db1-4338-a269-96069eb65227", "critical"],
      delegated: ["64930478-d0ea-4671-ad72-fe0d9821df09", "critical"],
      narrower: ["UserAuthMethod-Passkey.Read.All"],
    },
    "Changes every user's passkeys, by which an app can sign in as any of them.",
  ),
  row(
    "UserAuthMethod-PlatformCred.Read",
    { delegated: ["9c694582-e8f2-40e2-8353-fb43e2e0f12a", "low"] },
    "Reads the signed-in user's credentials kept by a computer.",
  ),
  row(
    "UserAuthMethod-PlatformCred.Read.All",
    {
      application: ["07c0b1e4-15bd-442f-834b-30f8291388d1", "medium"],
      delegated: ["5936156c-f89b-4850-997d-026c4e6ce529", "medium"],
    },
    "Reads every user's credentials kept by a computer.",
  ),
  row(
    "UserAuthMethod-PlatformCred.ReadWrite",
    { delegated: ["70327f81-b953-43c9-92d3-131c74e4beb8", "high"], narrower: ["UserAuthMethod-PlatformCred.Read"] },
    "Changes the signed-in user's credentials kept by a computer, by which somebody else can sign in later.",
  ),
  row(
    "UserAuthMethod-PlatformCred.ReadWrite.All",
    {
      application: ["1a87acf4-a9ca-4576-a974-452ea265d5f6", "critical"],
      delegated: ["cb11bf8c-dde1-4504-b6a5-31e1562b0749", "critical"],
      narrower: ["UserAuthMethod-PlatformCred.Read.All"],
    },
    "Changes every user's credentials kept by a computer, by which an app can sign in as any of them.",
  ),
  row(
    "UserAuthMethod-SoftwareOATH.Read",
    { delegated: ["247f2733-6e3d-46ff-a904-f5fd58eb0d97", "low"] },
    "Reads the signed-in user's software tokens.",
  ),
  row(
    "UserAuthMethod-SoftwareOATH.Read.All",
    {
      application: ["a6b423df-a0c8-411d-a809-a4a5985d2939", "medium"],
      delegated: ["3e366fa0-3097-4eb6-8294-3028f77eea6f", "medium"],
    },
    "Reads every user's software tokens.",
  ),
  row(
    "UserAuthMethod-SoftwareOATH.ReadWrite",
    { delegated: ["16721eb3-4493-4ae1-9542-264d9ffe3ce9", "high"], narrower: ["UserAuthMethod-SoftwareOATH.Read"] },
    "Changes the signed-in user's software tokens, by which somebody else can sign in later.",
  ),
  row(
    "UserAuthMethod-SoftwareOATH.ReadWrite.All",
    {
      application: ["787442d4-3c6e-4e99-aa95-8ccca20a48ff", "critical"],
      delegated: ["5b34c8b5-2396-4b35-b284-83fb6a3e73ce", "critical"],
      narrower: ["UserAuthMethod-SoftwareOATH.Read.All"],
    },
    "Changes every user's software tokens, by which an app can sign in as any of them.",
  ),
  row(
    "UserAuthMethod-WindowsHello.Read",
    { delegated: ["efe2b5aa-3a8e-486c-b0be-cc4d185c1b40", "low"] },
    "Reads the signed-in user's keys of Windows Hello.",
  ),
  row(
    "UserAuthMethod-WindowsHello.Read.All",
    {
      application: ["9b8dd4c7-8cca-4ef5-a34a-9c2c75fcc934", "medium"],
      delegated: ["ff37d46d-b88a-4e0c-85ee-7e26c37b18eb", "medium"],
    },
    "Reads every user's keys of Windows Hello.",
  ),
  row(
    "UserAuthMethod-WindowsHello.ReadWrite",
    { delegated: ["f11e1db9-d419-4a24-b677-792723ffd727", "high"], narrower: ["UserAuthMethod-WindowsHello.Read"] },
    "Changes the signed-in user's keys of Windows Hello, by which somebody else can sign in later.",
  ),
  row(
    "UserAuthMethod-WindowsHello.ReadWrite.All",
    {
      application: ["f14eee8a-713e-45aa-8223-2ab74632db1a", "critical"],
      delegated: ["13eae17d-aaa4-47b8-aaee-0eb33c6e2450", "critical"],
      narrower: ["UserAuthMethod-WindowsHello.Read.All"],
    },
    "Changes every user's keys of Windows Hello, by which an app can sign in as any of them.",
  ),
  row(
    "UserAuthMethod-ResourceKey.Read.All",
    {
      application: ["94ed018c-a499-47e0-beef-803b93873ece", "medium"],
      delegated: ["c86e40fc-66fd-4d68-802e-b90e3038f5e8", "medium"],
    },
    "Reads every user's keys for unattended devices.",
  ),
  row(
    "UserAuthMethod-ResourceKey.ReadWrite.All",
    {
      application: ["1bf7461f-222a-4525-9760-f7739228d0f4", "critical"],
      delegated: ["e71dec0d-02b4-429d-a49a-030950d45faa", "critical"],
      narrower: ["UserAuthMethod-ResourceKey.Read.All"],
    },
    "Changes every user's keys for unattended devices, by which an app can sign in as any of them.",
  ),
] as const;
