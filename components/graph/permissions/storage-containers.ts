import { row } from "./row";

export const storageContainers = [
  row(
    "FileStorageContainer.Selected",
    {
      application: ["40dc41bc-0f7e-42ff-89bd-d9516947e474", "low"],
      delegated: ["085ca537-6565-41c2-aca7-db852babc212", "low", "user"],
    },
    "Reaches only storage containers that were granted to the app one by one.",
  ),
  row(
    "FileStorageContainer.Manage.All",
    { delegated: ["527b6d64-cdf5-4b8b-b336-4aa0b8ca2ce5", "high"], narrower: ["FileStorageContainer.Selected"] },
    "Manages every storage container of apps, and reads what is in it.",
  ),
  row(
    "FileStorageContainerType.Manage.All",
    { delegated: ["8e6ec84c-5fcd-4cc7-ac8a-2296efc0ed9b", "medium", "user"] },
    "Manages the kinds of storage containers that apps have.",
  ),
  row(
    "FileStorageContainerTypeReg.Manage.All",
    {
      delegated: ["c319a7df-930e-44c0-a43b-7e5e9c7f4f24", "medium", "user"],
      narrower: ["FileStorageContainerTypeReg.Selected"],
    },
    "Manages which apps may use a kind of storage containers.",
  ),
  row(
    "FileStorageContainerTypeReg.Selected",
    {
      application: ["2dcc6599-bd30-442b-8f11-90f88ad441dc", "low"],
      delegated: ["d1e4f63a-1569-475c-b9b2-bdc140405e38", "low", "user"],
    },
    "Manages who may use chosen kinds of storage containers.",
  ),
  row(
    "Lists.SelectedOperations.Selected",
    {
      application: ["23c5a9bd-d900-4ecf-be26-a0689755d9e5", "low"],
      delegated: ["033b51ee-d6fa-4add-b627-ee680c7212b5", "low"],
    },
    "Reaches only lists that were granted to the app one by one.",
  ),
  row(
    "ListItems.SelectedOperations.Selected",
    {
      application: ["de4e4161-a10a-4dfd-809c-e328d89aefeb", "low"],
      delegated: ["d6d361b3-211a-4191-9fa7-15f72de4aac4", "low"],
    },
    "Reaches only items of lists, and files, that were granted to the app one by one.",
  ),
] as const;
