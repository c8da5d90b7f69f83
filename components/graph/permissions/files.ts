import { row } from "./row";

export const files = [
  row(
    "Files.Read",
    { delegated: ["10465720-29dd-4523-a11a-6a75c743c9d9", "medium", "user"], narrower: ["Files.Read.Selected"] },
    "Reads the signed-in user's files.",
  ),
  row(
    "Files.Read.All",
    {
      application: ["01d4889c-1287-42c6-ac1f-5d1e02578ef6", "critical"],
      delegated: ["df85f4d6-205c-4ac5-a5ea-6bf408dba283", "high", "user"],
      narrower: ["Files.SelectedOperations.Selected"],
    },
    "Reads every file that {who} can open, SharePoint included.",
  ),
  row(
    "Files.Read.Selected",
    { delegated: ["5447fe39-cb82-4c1a-b977-520e67e724eb", "low", "user"] },
    "Reads files that the signed-in user picks.",
  ),
  row(
    "Files.ReadWrite",
    { delegated: ["5c28f0bf-8a70-41f1-8ab2-9032436ddb65", "high", "user"], narrower: ["Files.Read"] },
    "Changes the signed-in user's files.",
  ),
  row(
    "Files.ReadWrite.All",
    {
      application: ["75359482-378d-4052-8f01-80520e7db3cd", "critical"],
      delegated: ["863451e7-0667-486c-a5d6-d135439485f0", "high", "user"],
      narrower: ["Files.Read.All"],
    },
    "Changes every file that {who} can open, SharePoint included.",
  ),
  row(
    "Files.ReadWrite.AppFolder",
    {
      application: ["b47b160b-1054-4efd-9ca0-e2f614696086", "low"],
      delegated: ["8019c312-3263-48e6-825e-2b833497195b", "low", "user"],
    },
    "Keeps files in a folder of the app's own.",
  ),
  row(
    "Files.ReadWrite.Selected",
    { delegated: ["17dde5bd-8c17-420f-a486-969730c1b827", "low", "user"], narrower: ["Files.Read.Selected"] },
    "Changes files that the signed-in user picks.",
  ),
  row(
    "Files.SelectedOperations.Selected",
    {
      application: ["bd61925e-3bf4-4d62-bc0b-06b06c96d95c", "low"],
      delegated: ["ef2779dc-ef1b-4211-8310-8a0ac2450081", "low"],
    },
    "Reaches only files that were granted to the app one by one.",
  ),
  row(
    "Notes.Read",
    { delegated: ["371361e4-b9e2-4a3f-8315-2a301a3b0a3d", "medium", "user"] },
    "Reads the signed-in user's notebooks.",
  ),
  row(
    "Notes.Read.All",
    {
      application: ["3aeca27b-ee3a-4c2b-8ded-80376e2134a4", "high"],
      delegated: ["dfabfca6-ee36-4db2-8208-7a28381419b3", "medium", "user"],
    },
    "Reads every notebook that {who} can open.",
  ),
  row(
    "Notes.ReadWrite",
    { delegated: ["615e26af-c38a-4150-ae3e-c3b0d4cb1d6a", "medium", "user"], narrower: ["Notes.Read"] },
    "Changes the signed-in user's notebooks.",
  ),
  row(
    "Notes.ReadWrite.All",
    {
      application: ["0c458cef-11f3-48c2-a568-c66751c238c0", "high"],
      delegated: ["64ac0503-b4fa-45d9-b544-71a463f05da0", "high", "user"],
      narrower: ["Notes.Read.All"],
    },
    "Changes every notebook that {who} can open.",
  ),
  row(
    "Notes.Create",
    { delegated: ["9d822255-d64d-4b7a-afdb-833b9a97ed02", "low", "user"] },
    "Creates pages in the signed-in user's notebooks.",
  ),
  row(
    "ExternalItem.Read.All",
    {
      application: ["7a7cffad-37d2-4f48-afa4-c6ab129adcc2", "high"],
      delegated: ["922f9392-b1b7-483c-a4be-0089be7704fb", "high"],
    },
    "Reads content that connectors brought into search.",
  ),
  row(
    "ExternalItem.ReadWrite.All",
    {
      application: ["38c3d6ee-69ee-422f-b954-e17819665354", "high"],
      delegated: ["b02c54f8-eb48-4c50-a9f0-a149e5a2012f", "high"],
      narrower: ["ExternalItem.ReadWrite.OwnedBy"],
    },
    "Changes content that connectors brought into search.",
  ),
  row(
    "ExternalItem.ReadWrite.OwnedBy",
    {
      application: ["8116ae0f-55c2-452d-9944-d18420f5b2c8", "medium"],
      delegated: ["4367b9d7-cee7-4995-853c-a0bdfe95c1f9", "medium"],
    },
    "Changes content that the app's own connector brought into search.",
  ),
] as const;
