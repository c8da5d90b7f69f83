import { row } from "./row";

export const users = [
  row(
    "User.Read",
    { delegated: ["e1fe6dd8-ba31-4d61-89e7-88639da4683d", "low", "user"] },
    "Signs the user in and reads their own profile.",
  ),
  row(
    "User.ReadBasic.All",
    {
      application: ["97235f07-e226-4f63-ace3-39588e11d3a1", "low"],
      delegated: ["b340eb25-3456-403f-be2f-af7a0d370277", "low", "user"],
    },
    "Reads name, photo and address of all users, and no more.",
  ),
  row(
    "User.Read.All",
    {
      application: ["df021288-bdef-4463-88db-98f22de89214", "medium"],
      delegated: ["a154be20-db9c-4678-8ab7-66f6cc099a59", "medium"],
      narrower: ["User.ReadBasic.All"],
    },
    "Reads full profiles of all users, managers and reports included.",
  ),
  row(
    "User.ReadWrite",
    { delegated: ["b4e74841-8e56-480b-be8b-910348b18b4c", "low", "user"], narrower: ["User.Read"] },
    "Changes the signed-in user's own profile.",
  ),
  row(
    "User.ReadWrite.All",
    {
      application: ["741f803b-c850-494e-b5df-cde7c675a1ca", "critical"],
      delegated: ["204e0828-b5ca-4ad8-b9f3-f32a958e7cc4", "critical"],
      narrower: ["User.Read.All"],
    },
    "Creates, changes and deletes users.",
  ),
  row(
    "User.ReadUpdate.All",
    {
      application: ["5639c449-cfd9-4088-bc48-3e16da108bf8", "high"],
      delegated: ["f8b099f1-a6ce-4e00-8fff-5f783ff4faeb", "high"],
      narrower: ["User.Read.All"],
    },
    "Reads and changes profiles of all users, without creating or deleting any.",
  ),
  row(
    "User.Create",
    {
      application: ["4240f680-4f73-4082-a766-aa916a2dc9b3", "high"],
      delegated: ["d8ce6a2a-46ff-438e-96bc-020f23870a55", "high"],
    },
    "Creates users.",
  ),
  row(
    "User.Invite.All",
    {
      application: ["09850681-111b-4a89-9bed-3f2cae46d706", "medium"],
      delegated: ["63dd7cd9-b489-4adf-a28c-ac38b9a0f962", "medium"],
    },
    "Invites guests into the organisation.",
  ),
  row(
    "User.Export.All",
    {
      application: ["405a51b5-8d8d-430b-9842-8be4b0e9f324", "high"],
      delegated: ["405a51b5-8d8d-430b-9842-8be4b0e9f324", "high"],
    },
    "Exports what is kept about a user.",
  ),
  row(
    "User.ManageIdentities.All",
    {
      application: ["c529cfca-c91b-489c-af2b-d92990b66ce6", "critical"],
      delegated: ["637d7bec-b31e-4deb-acc9-24275642a2c9", "critical"],
    },
    "Changes by which identities users sign in, which can take accounts over.",
  ),
  row(
    "User.EnableDisableAccount.All",
    {
      application: ["3011c876-62b7-4ada-afa2-506cbbecc68c", "high"],
      delegated: ["f92e74e7-2563-467f-9dd0-902688cb5863", "high"],
    },
    "Enables and disables accounts.",
  ),
  row(
    "User.DeleteRestore.All",
    {
      application: ["eccc023d-eccf-4e7b-9683-8813ab36cecc", "high"],
      delegated: ["4bb440cd-2cf2-4f90-8004-aa2acd2537c5", "high"],
    },
    "Deletes and restores users.",
  ),
  row(
    "User.RevokeSessions.All",
    {
      application: ["77f3a031-c388-4f99-b373-dc68676a979e", "medium"],
      delegated: ["fc30e98b-8810-4501-81f5-c20a3196387b", "medium"],
    },
    "Signs users out everywhere.",
  ),
  row(
    "User.ReadWrite.CrossCloud",
    { application: ["5652f862-b626-407b-a3e6-248aeb95763c", "high"] },
    "Changes profiles of users from other clouds.",
  ),
  row(
    "User-LifeCycleInfo.Read.All",
    {
      application: ["8556a004-db57-4d7a-8b82-97a13428e96f", "medium"],
      delegated: ["ed8d2a04-0374-41f1-aefe-da8ac87ccc87", "medium"],
    },
    "Reads when people join and leave.",
  ),
  row(
    "User-LifeCycleInfo.ReadWrite.All",
    {
      application: ["925f1248-0f97-47b9-8ec8-538c54e01325", "high"],
      delegated: ["7ee7473e-bd4b-4c9f-987c-bd58481f5fa2", "high"],
      narrower: ["User-LifeCycleInfo.Read.All"],
    },
    "Changes when people join and leave.",
  ),
  row(
    "User-PasswordProfile.ReadWrite.All",
    {
      application: ["cc117bb9-00cf-4eb8-b580-ea2a878fe8f7", "critical"],
      delegated: ["56760768-b641-451f-8906-e1b8ab31bca7", "critical"],
    },
    "Resets passwords, which takes accounts over.",
  ),
  row(
    "User-Phone.ReadWrite.All",
    {
      application: ["86ceff06-c822-49ff-989a-d912845ffe69", "high"],
      delegated: ["e29d5979-5b06-4a7f-ae24-6a9348d2e1ff", "high"],
    },
    "Changes phone numbers on accounts, which may serve recovery.",
  ),
  row(
    "User-ConvertToInternal.ReadWrite.All",
    {
      application: ["9d952b72-f741-4b40-9185-8c53076c2339", "high"],
      delegated: ["550e695c-7511-40f4-ac79-e8fb9c82552d", "high"],
    },
    "Turns guests into members.",
  ),
  row(
    "User-OnPremisesSyncBehavior.ReadWrite.All",
    {
      application: ["a94a502d-0281-4d15-8cd2-682ac9362c4c", "high"],
      delegated: ["7ff9afdd-0cdb-439d-a61c-fea3e9339e89", "high"],
    },
    "Moves the source of authority of users between the local directory and the cloud.",
  ),
  row(
    "UserAuthenticationMethod.Read",
    { delegated: ["1f6b61c5-2f65-4135-9c9f-31c0f8d32b52", "low"] },
    "Reads the signed-in user's own sign-in methods.",
  ),
  row(
    "UserAuthenticationMethod.Read.All",
    {
      application: ["38d9df27-64da-44fd-b7c5-a6fbac20248f", "high"],
      delegated: ["aec28ec7-4d02-4e8c-b864-50163aea77eb", "high"],
    },
    "Reads sign-in methods of all users, phone numbers included.",
  ),
  row(
    "UserAuthenticationMethod.ReadWrite",
    { delegated: ["48971fc1-70d7-4245-af77-0beb29b53ee2", "medium"], narrower: ["UserAuthenticationMethod.Read"] },
    "Changes the signed-in user's own sign-in methods.",
  ),
  row(
    "UserAuthenticationMethod.ReadWrite.All",
    {
      application: ["50483e42-d915-4231-9639-7fdb7fd190e5", "critical"],
      delegated: ["b7887744-6746-4312-813d-72daeaee7e2d", "critical"],
      narrower: ["UserAuthenticationMethod.Read.All"],
    },
    "Changes sign-in methods of all users, which takes accounts over.",
  ),
  row(
    "Presence.Read",
    { delegated: ["76bc735e-aecd-4a1d-8b4c-2b915deabb79", "low", "user"] },
    "Reads the signed-in user's own presence.",
  ),
  row(
    "Presence.Read.All",
    {
      application: ["a70e0c2d-e793-494c-94c4-118fa0a67f42", "medium"],
      delegated: ["9c7a330d-35b3-4aa1-963d-cb2b9f927841", "low", "user"],
      narrower: ["Presence.Read"],
    },
    "Reads presence of all users.",
  ),
  row(
    "Presence.ReadWrite",
    { delegated: ["8d3c54a7-cf58-4773-bf81-c0cd6ad522bb", "low", "user"], narrower: ["Presence.Read"] },
    "Sets the signed-in user's presence.",
  ),
  row(
    "Presence.ReadWrite.All",
    { application: ["83cded22-8297-4ff6-a7fa-e97e9545a259", "medium"] },
    "Sets presence of every user.",
  ),
  row(
    "ProfilePhoto.Read.All",
    {
      application: ["e24d31aa-e1ab-4c80-85fe-23018690335d", "low"],
      delegated: ["469cd065-729e-4dee-b1fa-d92e0fab6310", "low"],
    },
    "Reads photos of every user and group.",
  ),
  row(
    "ProfilePhoto.ReadWrite.All",
    {
      application: ["27baa7f6-5dfb-4ba8-b1d3-1e812c143013", "medium"],
      delegated: ["f5b24df7-511e-48bb-ae88-643f023b55e1", "medium"],
      narrower: ["ProfilePhoto.Read.All"],
    },
    "Changes photos of every user and group, by which one can pass for another.",
  ),
  row(
    "Member.Read.Hidden",
    {
      application: ["658aa5d8-239f-45c4-aa12-864f4fc7e490", "medium"],
      delegated: ["f6a3db3e-f7e8-4ed2-a414-557c8c9830be", "medium"],
    },
    "Reads members of groups that hide them.",
  ),
] as const;
