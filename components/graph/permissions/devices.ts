import { row } from "./row";

export const devices = [
  row(
    "Device.Read",
    { delegated: ["11d4cd79-5ba5-460f-803f-e22c8ab85ccd", "low", "user"] },
    "Reads the signed-in user's devices.",
  ),
  row(
    "Device.Read.All",
    {
      application: ["7438b122-aefc-4978-80ed-43db9fcc7715", "low"],
      delegated: ["951183d1-1a61-466f-a6d1-1fde911bfd95", "low"],
    },
    "Reads all registered devices.",
  ),
  row(
    "Device.ReadWrite.All",
    { application: ["1138cb37-bd11-4084-a2b7-9f71582aeddb", "high"], narrower: ["Device.Read.All"] },
    "Changes all registered devices.",
  ),
  row(
    "Device.Command",
    { delegated: ["bac3b9c2-b516-4ef4-bd3b-c2ef73d8d804", "medium", "user"] },
    "Sends commands to the signed-in user's devices.",
  ),
  row(
    "BitlockerKey.ReadBasic.All",
    {
      application: ["f690d423-6b29-4d04-98c6-694c42282419", "low"],
      delegated: ["5a107bfc-4f00-4e1a-b67e-66451267bc68", "low"],
    },
    "Reads which disk recovery keys exist, but not the keys.",
  ),
  row(
    "BitlockerKey.Read.All",
    {
      application: ["57f1cf28-c0c4-4ec3-9a30-19a2eaaf2f6e", "high"],
      delegated: ["b27a61ec-b99c-4d6a-b126-c4375d08ae30", "high"],
      narrower: ["BitlockerKey.ReadBasic.All"],
    },
    "Reads disk recovery keys, by which a stolen disk opens.",
  ),
  row(
    "DeviceLocalCredential.ReadBasic.All",
    {
      application: ["db51be59-e728-414b-b800-e0f010df1a79", "low"],
      delegated: ["9917900e-410b-4d15-846e-42a357488545", "low"],
    },
    "Reads which devices have a managed local password, but not the password.",
  ),
  row(
    "DeviceLocalCredential.Read.All",
    {
      application: ["884b599e-4d48-43a5-ba94-15c414d00588", "critical"],
      delegated: ["280b3b69-0437-44b1-bc20-3b2fca1ee3e9", "critical"],
      narrower: ["DeviceLocalCredential.ReadBasic.All"],
    },
    "Reads local administrator passwords of devices.",
  ),
  row(
    "DeviceManagementManagedDevices.Read.All",
    {
      application: ["2f51be20-0bb4-4fed-bf7b-db946066c75e", "medium"],
      delegated: ["314874da-47d6-4978-88dc-cf0d37f0bb82", "medium"],
    },
    "Reads managed devices.",
  ),
  row(
    "DeviceManagementManagedDevices.ReadWrite.All",
    {
      application: ["243333ab-4d21-40cb-a475-36241daa0842", "high"],
      delegated: ["44642bfe-8385-4adc-8fc6-fe3cb2c375c3", "high"],
      narrower: ["DeviceManagementManagedDevices.Read.All"],
    },
    "Changes managed devices.",
  ),
  row(
    "DeviceManagementManagedDevices.PrivilegedOperations.All",
    {
      application: ["5b07b0dd-2377-4e44-a38d-703f09a0dc3c", "critical"],
      delegated: ["3404d2bf-2b13-457e-a330-c24615765193", "critical"],
      narrower: ["DeviceManagementManagedDevices.Read.All"],
    },
    "Wipes, locks and resets managed devices.",
  ),
  row(
    "DeviceManagementConfiguration.Read.All",
    {
      application: ["dc377aa6-52d8-4e23-b271-2a7ae04cedf3", "medium"],
      delegated: ["f1493658-876a-4c87-8fa7-edb559b3476a", "medium"],
    },
    "Reads device configuration.",
  ),
  row(
    "DeviceManagementConfiguration.ReadWrite.All",
    {
      application: ["9241abd9-d0e6-425a-bd4f-47ba86e767a4", "critical"],
      delegated: ["0883f392-0a7a-443d-8c76-16a6d39c7b63", "critical"],
      narrower: ["DeviceManagementConfiguration.Read.All"],
    },
    "Changes device configuration, scripts included.",
  ),
  row(
    "DeviceManagementApps.Read.All",
    {
      application: ["7a6ee1e7-141e-4cec-ae74-d9db155731ff", "low"],
      delegated: ["4edf5f54-4666-44af-9de9-0144fb4b6e8c", "low"],
    },
    "Reads apps that are deployed to devices.",
  ),
  row(
    "DeviceManagementApps.ReadWrite.All",
    {
      application: ["78145de6-330d-4800-a6ce-494ff2d33d07", "critical"],
      delegated: ["7b3f05d5-f68c-4b8d-8c59-a2ecd12f24af", "critical"],
      narrower: ["DeviceManagementApps.Read.All"],
    },
    "Deploys apps to devices.",
  ),
  row(
    "DeviceManagementRBAC.ReadWrite.All",
    {
      application: ["e330c4f0-4170-414e-a55a-2f022ec2b57b", "critical"],
      delegated: ["0c5e8a55-87a6-4556-93ab-adc52c4d862d", "critical"],
    },
    "Changes who administers devices.",
  ),
] as const;
