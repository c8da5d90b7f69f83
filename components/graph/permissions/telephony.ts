import { row } from "./row";

export const telephony = [
  row(
    "CallAiInsights.Read.All",
    {
      application: ["792b782b-7822-4b92-8103-77e44f2f706c", "high"],
      delegated: ["e24bdaf9-83f8-468b-a144-c681ccb6caf4", "medium", "user"],
    },
    "Reads what an assistant noted about {whose} calls.",
  ),
  row(
    "CallDelegation.Read",
    { delegated: ["305b375b-00fe-48bf-81bc-e8d78954c1b6", "low"] },
    "Reads who may make and take calls for the signed-in user.",
  ),
  row(
    "CallDelegation.Read.All",
    { application: ["5aa33e77-b893-495e-bdc5-4bf6f27d42a0", "medium"] },
    "Reads who may make and take calls for whom.",
  ),
  row(
    "CallDelegation.ReadWrite",
    { delegated: ["599abf67-f72b-4b5f-98a3-cb38fe646118", "medium"], narrower: ["CallDelegation.Read"] },
    "Changes who may make and take calls for the signed-in user.",
  ),
  row(
    "CallDelegation.ReadWrite.All",
    { application: ["8d06abce-e69b-4122-ba60-4f901bb1db2f", "high"], narrower: ["CallDelegation.Read.All"] },
    "Changes who may make and take calls for whom, by which calls can be intercepted.",
  ),
  row(
    "CallEvents.Read",
    { delegated: ["43431c03-960e-400f-87c6-8f910321dca3", "medium"] },
    "Is told of the signed-in user's calls as they happen.",
  ),
  row(
    "CallEvents.Read.All",
    { application: ["1abb026f-7572-49f6-9ddd-ad61cbba181e", "high"], narrower: ["CallEvents-Emergency.Read.All"] },
    "Is told of every user's calls as they happen.",
  ),
  row(
    "CallEvents-Emergency.Read.All",
    { application: ["f0a35f91-2aa6-4a99-9d5a-5b6bcb66204e", "medium"] },
    "Is told of emergency calls as they happen.",
  ),
  row(
    "Calls.ReportSyntheticMedia.All",
    { application: ["050b0d28-840a-4ff6-bdf9-cc6221acbc1f", "low"] },
    "Reports in calls that a voice or picture is not real.",
  ),
  row(
    "OnlineMeetingAiInsight.Read.All",
    {
      application: ["c0cf7895-985f-42d4-a693-b618f36674ad", "high"],
      delegated: ["166741d6-eeb8-46fe-91f4-817d2af7bc88", "medium"],
    },
    "Reads what an assistant noted about {whose} meetings.",
  ),
  row(
    "OnlineMeetingAiInsight.Read.Chat",
    { application: ["01892c31-3b66-4bcf-b5f5-bf0a03d5ed9f", "medium"] },
    "Reads what an assistant noted about meetings of chats in which the app is installed.",
  ),
  row(
    "TeamsTelephoneNumber.Read.All",
    {
      application: ["39b17d18-680c-41f4-b9c2-5f30629e7cb6", "low"],
      delegated: ["1bc6eab1-058d-4557-b011-d4c41cec88b7", "low"],
    },
    "Reads which telephone number is whose.",
  ),
  row(
    "TeamsTelephoneNumber.ReadWrite.All",
    {
      application: ["0a42382f-155c-4eb1-9bdc-21548ccaa387", "high"],
      delegated: ["424b07a8-1209-4d17-9fe4-9018a93a1024", "high"],
      narrower: ["TeamsTelephoneNumber.Read.All"],
    },
    "Gives and takes telephone numbers, by which calls can be led elsewhere.",
  ),
  row(
    "TeamsPolicyUserAssign.ReadWrite.All",
    {
      application: ["1801e8f4-cf09-4c4e-a1b5-036dfcca6c90", "high"],
      delegated: ["6997c35c-a586-440c-8a0b-4ffe5d118dc0", "high"],
    },
    "Changes which policies of Teams hold for whom, recording included.",
  ),
  row(
    "TeamsResourceAccount.Read.All",
    {
      application: ["b55aa226-33a1-4396-bcf4-edce5e7a31c1", "low"],
      delegated: ["ea2cbd09-253c-4f69-a0e6-07383c5f07cc", "low"],
    },
    "Reads the accounts of call queues and attendants.",
  ),
  row(
    "TeamsUserConfiguration.Read.All",
    {
      application: ["a91eadaf-2c3c-4362-908b-fb172d208fc6", "low"],
      delegated: ["5c469ce4-dab5-4afd-b9de-14f1ba4004a7", "low"],
    },
    "Reads how Teams and its telephony are set up for every user.",
  ),
  row(
    "TeamworkDevice.Read.All",
    {
      application: ["0591bafd-7c1c-4c30-a2a5-2b9aacb1dfe8", "low"],
      delegated: ["b659488b-9d28-4208-b2be-1c6652b3c970", "low"],
    },
    "Reads desk phones and meeting room devices.",
  ),
  row(
    "TeamworkDevice.ReadWrite.All",
    {
      application: ["79c02f5b-bd4f-4713-bc2c-a8a4a66e127b", "high"],
      delegated: ["ddd97ecb-5c31-43db-a235-0ee20e635c40", "high"],
      narrower: ["TeamworkDevice.Read.All"],
    },
    "Changes and restarts desk phones and meeting room devices.",
  ),
] as const;
