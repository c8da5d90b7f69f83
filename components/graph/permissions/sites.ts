import { row } from "./row";

export const sites = [
  row(
    "Sites.Read.All",
    {
      application: ["332a536c-c7ef-4017-ab91-336970924f0d", "critical"],
      delegated: ["205e70e5-aba6-4c52-a976-6d2d46c48043", "high", "user"],
      narrower: ["Sites.Selected"],
    },
    "Reads every site collection, with documents and lists.",
  ),
  row(
    "Sites.ReadWrite.All",
    {
      application: ["9492366f-7969-46a4-8d15-ed1a20078fff", "critical"],
      delegated: ["89fe6a52-be36-487e-b7d8-d061c450a026", "high", "user"],
      narrower: ["Sites.Selected"],
    },
    "Changes documents and lists in every site collection.",
  ),
  row(
    "Sites.Manage.All",
    {
      application: ["0c0bf378-bf22-4481-8f81-9e89a9b4960a", "critical"],
      delegated: ["65e50fdc-43b7-4915-933e-e8138f11f40a", "high", "user"],
      narrower: ["Sites.Selected"],
    },
    "Creates and deletes lists and libraries in every site collection.",
  ),
  row(
    "Sites.FullControl.All",
    {
      application: ["a82116e5-55eb-4c41-a434-62fe8a61c773", "critical"],
      delegated: ["5a54b8b3-347c-476d-8f8e-42d5c7424d29", "critical"],
      narrower: ["Sites.Selected"],
    },
    "Controls every site collection, permissions included.",
  ),
  row(
    "Sites.Selected",
    {
      application: ["883ea226-0bf2-4a8f-9f9d-92c9162a727d", "low"],
      delegated: ["f89c84ef-20d0-4b54-87e9-02e856d66d53", "low", "user"],
    },
    "Reaches only site collections that were granted to the app one by one.",
  ),
  row(
    "Sites.Create.All",
    {
      application: ["80819dd8-2b3b-4551-a1ad-2700fc44f533", "high"],
      delegated: ["0e2e68e1-3f32-4e10-9281-f749e097fcbe", "high"],
    },
    "Creates site collections.",
  ),
  row(
    "Sites.Archive.All",
    { application: ["e3530185-4080-478c-a4ab-39322704df58", "high"] },
    "Archives and reactivates site collections.",
  ),
] as const;
