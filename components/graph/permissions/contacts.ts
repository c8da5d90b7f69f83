import { row } from "./row";

export const contacts = [
  row(
    "Contacts.Read",
    {
      application: ["089fe4d0-434a-44c5-8827-41ba8a0b17f5", "high"],
      delegated: ["ff74d97f-43af-4b68-9f2a-b77ee6968c5d", "medium", "user"],
    },
    "Reads {whose} personal contacts: names, numbers, addresses, notes.",
  ),
  row(
    "Contacts.Read.Shared",
    { delegated: ["242b9d9e-ed24-4d09-9a52-f43769beb9d4", "medium", "user"], narrower: ["Contacts.Read"] },
    "Reads contacts in folders that were shared with the signed-in user.",
  ),
  row(
    "Contacts.ReadWrite",
    {
      application: ["6918b873-d17a-4dc1-b314-35f528134491", "high"],
      delegated: ["d56682ec-c09e-4743-aaf4-1a3aac4caa21", "medium", "user"],
      narrower: ["Contacts.Read"],
    },
    "Creates, changes and deletes {whose} personal contacts.",
  ),
  row(
    "Contacts.ReadWrite.Shared",
    { delegated: ["afb6c84b-06be-49af-80bb-8f3f77004eab", "medium", "user"], narrower: ["Contacts.ReadWrite"] },
    "Changes contacts in folders that were shared with the signed-in user.",
  ),
  row(
    "Contacts-OnPremisesSyncBehavior.ReadWrite.All",
    {
      application: ["c8948c23-e66b-42db-83fd-770b71ab78d2", "high"],
      delegated: ["1e4c6c41-0803-4f52-85ef-0a5d63ad8670", "high"],
    },
    "Moves the source of authority of synchronised contacts between the local directory and the cloud.",
  ),
  row(
    "OrgContact.Read.All",
    {
      application: ["e1a88a34-94c4-4418-be12-c87b00e26bea", "low"],
      delegated: ["08432d1b-5911-483c-86df-7980af5cdee0", "low"],
    },
    "Reads the organisation's shared mail contacts, which are people outside it.",
  ),
  row(
    "People.Read",
    { delegated: ["ba47897c-39ec-4d83-8086-ee8256fa737d", "low", "user"] },
    "Reads the people that matter to the signed-in user, ranked.",
  ),
  row(
    "People.Read.All",
    {
      application: ["b528084d-ad10-4598-8b93-929746b4d7d6", "high"],
      delegated: ["b89f9189-71a5-4e70-b041-9887f0bc7e4a", "medium"],
      narrower: ["People.Read"],
    },
    "Reads whom {who} works with, ranked by closeness.",
  ),
  row(
    "PeopleSettings.Read.All",
    {
      application: ["ef02f2e7-e22d-4c77-8614-8f765683b86e", "low"],
      delegated: ["ec762c5f-388b-4b16-8693-ac1efbc611bc", "low"],
    },
    "Reads how profile cards and pronouns are set up in the organisation.",
  ),
  row(
    "PeopleSettings.ReadWrite.All",
    {
      application: ["b6890674-9dd5-4e42-bb15-5af07f541ae1", "medium"],
      delegated: ["e67e6727-c080-415e-b521-e3f35d5248e9", "medium"],
      narrower: ["PeopleSettings.Read.All"],
    },
    "Changes how profile cards and pronouns are set up in the organisation.",
  ),
] as const;
