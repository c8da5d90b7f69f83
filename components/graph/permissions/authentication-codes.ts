import { row } from "./row";

export const authenticationCodes = [
  row(
    "UserAuthMethod-Email.Read",
    { delegated: ["12b23cea-90c1-4873-9094-f45c5f290f86", "low"] },
    "Reads the signed-in user's addresses for resetting their own password.",
  ),
  row(
    "UserAuthMethod-Email.Read.All",
    {
      application: ["a1e58be0-1095-422b-b067-73434bd7d40f", "medium"],
      delegated: ["76caaf3a-ebdb-40a3-9299-4196e636f290", "medium"],
    },
    "Reads every user's addresses for resetting their own password.",
  ),
  row(
    "UserAuthMethod-Email.ReadWrite",
    { delegated: ["696aa421-62dc-4c99-be16-015b23444089", "high"], narrower: ["UserAuthMethod-Email.Read"] },
    "Changes the signed-in user's addresses for resetting their own password, by which somebody else can sign in later.",
  ),
  row(
    "UserAuthMethod-Email.ReadWrite.All",
    {
      application: ["e8ecb853-1435-4a49-95ba-ec5b31b11672", "critical"],
      delegated: ["074f680f-c89e-45be-880e-5d0642860a1c", "critical"],
      narrower: ["UserAuthMethod-Email.Read.All"],
    },
    "Changes every user's addresses for resetting their own password, by which an app can sign in as any of them.",
  ),
  row(
    "UserAuthMethod-External.Read",
    { delegated: ["d1739827-146b-4f7f-b52c-1c509253aa57", "low"] },
    "Reads the signed-in user's sign-in providers outside Microsoft.",
  ),
  row(
    "UserAuthMethod-External.Read.All",
    {
      application: ["d2c4289f-9f95-40da-ad43-eeb1506f0db7", "medium"],
      delegated: ["cbca9646-4c34-4cea-8e54-9a7088018820", "medium"],
    },
    "Reads every user's sign-in providers outside Microsoft.",
  ),
  row(
    "UserAuthMethod-External.ReadWrite",
    { delegated: ["28c2e8f9-828a-4691-a090-f2f0b7fc07b3", "high"], narrower: ["UserAuthMethod-External.Read"] },
    "Changes the signed-in user's sign-in providers outside Microsoft, by which somebody else can sign in later.",
  ),
  row(
    "UserAuthMethod-External.ReadWrite.All",
    {
      application: ["c7a22c2e-5b01-4129-8159-6c8be2c78f16", "critical"],
      delegated: ["9d91805d-0f53-43e3-a0f3-303ad4f3056f", "critical"],
      narrower: ["UserAuthMethod-External.Read.All"],
    },
    "Changes every user's sign-in providers outside Microsoft, by which an app can sign in as any of them.",
  ),
  row(
    "UserAuthMethod-Password.Read",
    { delegated: ["7f0f82c3-de19-4ddc-810d-a2206d7637fd", "low", "user"] },
    "Reads the signed-in user's passwords: that there is one, never what it is.",
  ),
  row(
    "UserAuthMethod-Password.Read.All",
    {
      application: ["8d2c17ff-b93d-40d5-9def-d843680509cb", "medium"],
      delegated: ["4f69a4e2-2aa0-43a7-ad6b-98b4cda1f23f", "medium", "user"],
    },
    "Reads every user's passwords: that there is one, never what it is.",
  ),
  row(
    "UserAuthMethod-Password.ReadWrite",
    { delegated: ["60cce20d-d41e-4594-b391-84bbf8cc31f3", "high", "user"], narrower: ["UserAuthMethod-Password.Read"] },
    "Changes the signed-in user's passwords, by which somebody else can sign in later.",
  ),
  row(
    "UserAuthMethod-Password.ReadWrite.All",
    {
      application: ["f6d38dfd-ec08-4995-8f07-23e929df0936", "critical"],
      delegated: ["7f5b683d-df96-4690-a88d-6e336ed6dc7c", "critical", "user"],
      narrower: ["UserAuthMethod-Password.Read.All"],
    },
    "Changes every user's passwords, by which an app can sign in as any of them.",
  ),
  row(
    "UserAuthMethod-Phone.Read",
    { delegated: ["43dab3b9-e8b4-424d-8e13-6a2ad2a625fa", "low", "user"] },
    "Reads the signed-in user's phone numbers for signing in.",
  ),
  row(
    "UserAuthMethod-Phone.Read.All",
    {
      application: ["f529a223-ea70-43ec-b268-5012de2fbaa2", "medium"],
      delegated: ["20cf4ae1-09b9-4d29-a6f8-43e1820ce60c", "medium", "user"],
    },
    "Reads every user's phone numbers for signing in.",
  ),
  row(
    "UserAuthMethod-Phone.ReadWrite",
    { delegated: ["6c4aad61-f76b-46ad-a22c-57d4d3d962af", "high", "user"], narrower: ["UserAuthMethod-Phone.Read"] },
    "Changes the signed-in user's phone numbers for signing in, by which somebody else can sign in later.",
  ),
  row(
    "UserAuthMethod-Phone.ReadWrite.All",
    {
      application: ["6e85d483-7092-4375-babe-0a94a8213a58", "critical"],
      delegated: ["48c99302-9a24-4f27-a8a7-acef4debba14", "critical", "user"],
      narrower: ["UserAuthMethod-Phone.Read.All"],
    },
    "Changes every user's phone numbers for signing in, by which an app can sign in as any of them.",
  ),
  row(
    "UserAuthMethod-QR.Read",
    { delegated: ["d6893c31-9187-405c-8dfc-f700c8fc161a", "low"] },
    "Reads the signed-in user's QR codes for signing in.",
  ),
  row(
    "UserAuthMethod-QR.Read.All",
    {
      application: ["9a45bc50-cddd-4ebe-bd9c-4f2eacf646ae", "medium"],
      delegated: ["e4900dfb-ad17-410d-8ddb-7aebd8a6af1a", "medium"],
    },
    "Reads every user's QR codes for signing in.",
  ),
  row(
    "UserAuthMethod-QR.ReadWrite",
    { delegated: ["651210da-18ce-4e42-b7db-302ff88e9326", "high"], narrower: ["UserAuthMethod-QR.Read"] },
    "Changes the signed-in user's QR codes for signing in, by which somebody else can sign in later.",
  ),
  row(
    "UserAuthMethod-QR.ReadWrite.All",
    {
      application: ["4869299f-18c3-40c8-98f2-222657e67db1", "critical"],
      delegated: ["db39086a-da7d-4cbd-9ac0-6816f9a80c95", "critical"],
      narrower: ["UserAuthMethod-QR.Read.All"],
    },
    "Changes every user's QR codes for signing in, by which an app can sign in as any of them.",
  ),
  row(
    "UserAuthMethod-TAP.Read",
    { delegated: ["84ded88f-26ba-49d6-b776-efec398de692", "low"] },
    "Reads the signed-in user's temporary access passes.",
  ),
  row(
    "UserAuthMethod-TAP.Read.All",
    {
      application: ["bf82209c-b22b-4747-ac88-a68be99032cf", "medium"],
      delegated: ["6976c635-c9c2-41e6-a21d-e6913a155273", "medium"],
    },
    "Reads every user's temporary access passes.",
  ),
  row(
    "UserAuthMethod-TAP.ReadWrite",
    { delegated: ["2424436d-902f-4651-a1c7-b3b93147c960", "high"], narrower: ["UserAuthMethod-TAP.Read"] },
    "Changes the signed-in user's temporary access passes, by which somebody else can sign in later.",
  ),
  row(
    "UserAuthMethod-TAP.ReadWrite.All",
    {
      application: ["627169a8-8c15-451c-861a-5b80e383de5c", "critical"],
      delegated: ["05de4a66-e51a-4312-842a-30c8094698d2", "critical"],
      narrower: ["UserAuthMethod-TAP.Read.All"],
    },
    "Changes every user's temporary access passes, by which an app can sign in as any of them.",
  ),
] as const;
