import { row } from "./row";

export const calls = [
  row(
    "Calls.Initiate.All",
    { application: ["284383ee-7f6e-4e40-a2a8-e85dcb029101", "medium"] },
    "Calls single users on behalf of the app.",
  ),
  row(
    "Calls.InitiateGroupCall.All",
    { application: ["4c277553-8a09-487b-8023-29ee378d8324", "medium"] },
    "Starts group calls on behalf of the app.",
  ),
  row(
    "Calls.JoinGroupCall.All",
    { application: ["f6b49018-60ab-4f81-83bd-22caeabfed2d", "high"], narrower: ["Calls.JoinGroupCallAsGuest.All"] },
    "Joins group calls and meetings without being invited.",
  ),
  row(
    "Calls.JoinGroupCallAsGuest.All",
    { application: ["fd7ccf6b-3d28-418b-9701-cd10f5cd2fd4", "medium"] },
    "Joins group calls and meetings as an anonymous guest.",
  ),
  row(
    "Calls.AccessMedia.All",
    { application: ["a7a681dc-756e-4909-b988-f160edc6655f", "critical"] },
    "Listens to and records the media of calls.",
  ),
  row(
    "CallRecords.Read.All",
    { application: ["45bbb07e-7321-4fd7-a8f6-3ff27e6a81c8", "high"] },
    "Reads who called whom, when and how long.",
  ),
  row(
    "CallRecord-PstnCalls.Read.All",
    { application: ["a2611786-80b3-417e-adaa-707d4261a5f0", "high"] },
    "Reads calls over the telephone network with numbers.",
  ),
  row(
    "CallTranscripts.Read.All",
    {
      application: ["4cd61b6d-8692-40bf-9d90-7f38db5e5fce", "critical"],
      delegated: ["fbace248-5d8e-441c-85ca-cc19221a69a2", "high"],
    },
    "Reads transcripts of calls.",
  ),
  row(
    "CallRecordings.Read.All",
    {
      application: ["ce8fb1f1-5e1f-44a0-b102-4ec28454d0dc", "critical"],
      delegated: ["63d31bd6-bcf5-40ca-8283-ba4130a66405", "high"],
    },
    "Reads recordings of calls.",
  ),
  row(
    "OnlineMeetings.Read",
    { delegated: ["9be106e1-f4e3-4df5-bdff-e4bc531cbe43", "low", "user"] },
    "Reads the signed-in user's online meetings.",
  ),
  row(
    "OnlineMeetings.Read.All",
    { application: ["c1684f21-1984-47fa-9d61-2dc8c296bb70", "medium"] },
    "Reads online meetings of users that a policy names.",
  ),
  row(
    "OnlineMeetings.ReadWrite",
    { delegated: ["a65f2972-a4f8-4f5e-afd7-69ccb046d5dc", "medium", "user"], narrower: ["OnlineMeetings.Read"] },
    "Creates and changes the signed-in user's online meetings.",
  ),
  row(
    "OnlineMeetings.ReadWrite.All",
    { application: ["b8bb2037-6e08-44ac-a4ea-4674e010e2a4", "high"], narrower: ["OnlineMeetings.Read.All"] },
    "Creates and changes online meetings of users that a policy names.",
  ),
  row(
    "OnlineMeetingArtifact.Read.All",
    {
      application: ["df01ed3b-eb61-4eca-9965-6b3d789751b2", "medium"],
      delegated: ["110e5abb-a10c-4b59-8b55-9b4daa4ef743", "medium", "user"],
    },
    "Reads attendance and other artefacts of meetings.",
  ),
  row(
    "OnlineMeetingTranscript.Read.All",
    {
      application: ["a4a80d8d-d283-4bd8-8504-555ec3870630", "critical"],
      delegated: ["30b87d18-ebb1-45db-97f8-82ccb1f0190c", "high"],
    },
    "Reads transcripts of meetings.",
  ),
  row(
    "OnlineMeetingRecording.Read.All",
    {
      application: ["a4a08342-c95d-476b-b943-97e100569c8d", "critical"],
      delegated: ["190c2bb6-1fdd-4fec-9aa2-7d571b5e1fe3", "high"],
    },
    "Reads recordings of meetings.",
  ),
] as const;
