import { row } from "./row";

export const calendar = [
  row(
    "Calendars.Read",
    {
      application: ["798ee544-9d2d-430c-a058-570e29e34338", "high"],
      delegated: ["465a38f9-76ea-45b9-9f34-9e8b0d4b0b42", "medium", "user"],
      narrower: ["Calendars.ReadBasic"],
    },
    "Reads {whose} events: who meets whom, when, where and about what.",
  ),
  row(
    "Calendars.ReadBasic",
    { delegated: ["662d75ba-a364-42ad-adee-f5f880ea4878", "low", "user"] },
    "Reads time and place of the signed-in user's events, without bodies, attachments or extensions.",
  ),
  row(
    "Calendars.ReadBasic.All",
    { application: ["8ba4a692-bc31-4128-9094-475872af8a53", "medium"] },
    "Reads time and place of events in every calendar, without bodies, attachments or extensions.",
  ),
  row(
    "Calendars.Read.All",
    { application: ["470229df-a15a-4b08-9d95-8c534862b362", "high"], narrower: ["Calendars.Read"] },
    "Reads events in every calendar, group calendars included.",
  ),
  row(
    "Calendars.ReadWrite.All",
    { application: ["d91697b0-a708-4c11-a712-8fb2dc081aa2", "critical"], narrower: ["Calendars.ReadWrite"] },
    "Creates, changes and deletes events in every calendar, group calendars included.",
  ),
  row(
    "Calendars.Read.Shared",
    { delegated: ["2b9c4092-424d-4249-948d-b43879977640", "medium", "user"], narrower: ["Calendars.Read"] },
    "Reads events in calendars that were shared with the signed-in user.",
  ),
  row(
    "Calendars.ReadWrite",
    {
      application: ["ef54d2bf-783f-4e0f-bca1-3210c0444d99", "critical"],
      delegated: ["1ec239c2-d7c9-4623-a91a-a9775856bb36", "high", "user"],
      narrower: ["Calendars.Read"],
    },
    "Creates, changes and deletes {whose} events, invitations included.",
  ),
  row(
    "Calendars.ReadWrite.Shared",
    { delegated: ["12466101-c9b8-439a-8589-dd09ee67e8e9", "high", "user"], narrower: ["Calendars.ReadWrite"] },
    "Changes events in calendars that were shared with the signed-in user.",
  ),
  row(
    "Place.Read.All",
    {
      application: ["913b9306-0ce1-42b8-9137-6a7df690a760", "low"],
      delegated: ["cb8f45a0-5c2e-4ea1-b803-84b870a7d7ec", "low"],
    },
    "Reads rooms, buildings and desks of the organisation.",
  ),
  row(
    "Place.ReadWrite.All",
    {
      application: ["f1f5e9aa-ad18-4b97-883e-6aa7e95b7a5f", "medium"],
      delegated: ["4c06a06a-098a-4063-868e-5dfee3827264", "medium"],
      narrower: ["Place.Read.All"],
    },
    "Changes rooms, buildings and desks of the organisation.",
  ),
  row(
    "Bookings.Read.All",
    {
      application: ["6e98f277-b046-4193-a4f2-6bf6a78cd491", "medium"],
      delegated: ["33b1df99-4b29-4548-9339-7a7b83eaeebc", "medium", "user"],
    },
    "Reads booking businesses, their customers and appointments.",
  ),
  row(
    "Bookings.ReadWrite.All",
    {
      application: ["0c4b2d20-7919-468d-8668-c54b09d4dee8", "high"],
      delegated: ["948eb538-f19d-4ec5-9ccc-f059e1ea4c72", "high", "user"],
      narrower: ["Bookings.Read.All"],
    },
    "Changes booking businesses, their customers and appointments.",
  ),
  row(
    "BookingsAppointment.ReadWrite.All",
    {
      application: ["9769393e-5a9f-4302-9e3d-7e018ecb64a7", "high"],
      delegated: ["02a5a114-36a6-46ff-a102-954d89d9ab02", "medium", "user"],
      narrower: ["Bookings.Read.All"],
    },
    "Creates, changes and cancels booking appointments.",
  ),
  row(
    "Bookings.Manage.All",
    {
      application: ["6b22000a-1228-42ec-88db-b8c00399aecb", "high"],
      delegated: ["7f36b48e-542f-4d3b-9bcb-8406f0ab9fdb", "high", "user"],
      narrower: ["Bookings.ReadWrite.All"],
    },
    "Creates and deletes booking businesses besides changing all in them.",
  ),
  row(
    "Tasks.Read",
    { delegated: ["f45671fb-e0fe-4b4b-be20-3d3ce43f1bcb", "low", "user"] },
    "Reads the signed-in user's task lists.",
  ),
  row(
    "Tasks.Read.All",
    { application: ["f10e1f91-74ed-437f-a6fd-d6ae88e26c1f", "medium"] },
    "Reads task lists of every user.",
  ),
  row(
    "Tasks.Read.Shared",
    { delegated: ["88d21fd4-8e5a-4c32-b5e2-4a1c95f34f72", "low", "user"], narrower: ["Tasks.Read"] },
    "Reads task lists that were shared with the signed-in user.",
  ),
  row(
    "Tasks.ReadWrite",
    { delegated: ["2219042f-cab5-40cc-b0d2-16b1540b4c5f", "medium", "user"], narrower: ["Tasks.Read"] },
    "Changes the signed-in user's task lists.",
  ),
  row(
    "Tasks.ReadWrite.All",
    { application: ["44e666d1-d276-445b-a5fc-8815eeb81d55", "high"], narrower: ["Tasks.Read.All"] },
    "Changes task lists of every user.",
  ),
  row(
    "Tasks.ReadWrite.Shared",
    { delegated: ["c5ddf11b-c114-4886-8558-8a4e557cd52b", "medium", "user"], narrower: ["Tasks.ReadWrite"] },
    "Changes task lists that were shared with the signed-in user.",
  ),
  row(
    "Schedule.Read.All",
    {
      application: ["7b2ebf90-d836-437f-b90d-7b62722c4456", "medium"],
      delegated: ["fccf6dd8-5706-49fa-811f-69e2e1b585d0", "medium"],
    },
    "Reads shift schedules and who works when.",
  ),
  row(
    "Schedule.ReadWrite.All",
    {
      application: ["b7760610-0545-4e8a-9ec3-cce9e63db01c", "high"],
      delegated: ["63f27281-c9d9-4f29-94dd-6942f7f1feb0", "high"],
      narrower: ["Schedule.Read.All"],
    },
    "Changes shift schedules.",
  ),
] as const;
