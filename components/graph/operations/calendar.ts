import { operation, personal, type Needs } from "./operation";

const lacks = "bodies, attachments and extensions";

const read: Needs = {
  application: {
    least: "Calendars.Read",
    basic: ["Calendars.ReadBasic.All"],
    lacks,
    wider: ["Calendars.ReadWrite"],
  },
  delegated: { least: "Calendars.Read", basic: ["Calendars.ReadBasic"], lacks, wider: ["Calendars.ReadWrite"] },
};
const whole: Needs = {
  application: { least: "Calendars.Read", wider: ["Calendars.ReadWrite"] },
  delegated: { least: "Calendars.Read", wider: ["Calendars.ReadWrite"] },
};
const schedule: Needs = {
  application: { least: "Calendars.ReadBasic.All", wider: ["Calendars.Read", "Calendars.ReadWrite"] },
  delegated: { least: "Calendars.ReadBasic", wider: ["Calendars.Read", "Calendars.ReadWrite"] },
};
const change: Needs = {
  application: { least: "Calendars.ReadWrite" },
  delegated: { least: "Calendars.ReadWrite" },
};
const places: Needs = {
  application: { least: "Place.Read.All", wider: ["Place.ReadWrite.All"] },
  delegated: { least: "Place.Read.All", wider: ["Place.ReadWrite.All"] },
};

export const calendar = [
  ...personal("GET", "/events", "Lists a user's events.", read),
  ...personal("GET", "/events/{id}", "Reads one of a user's events.", read),
  ...personal("GET", "/events/delta", "Lists a user's events that changed since the last call.", read),
  ...personal("GET", "/events/{id}/instances", "Lists when a repeated one of a user's events takes place.", read),
  ...personal("GET", "/events/{id}/attachments", "Lists what is attached to one of a user's events.", whole),
  ...personal("GET", "/calendar", "Reads a user's main calendar.", schedule),
  ...personal("GET", "/calendars", "Lists a user's calendars.", {
    application: schedule.application,
    delegated: {
      least: "Calendars.ReadBasic",
      wider: ["Calendars.Read", "Calendars.Read.Shared", "Calendars.ReadWrite"],
    },
  }),
  ...personal("GET", "/calendar/events", "Lists events of a user's main calendar.", read),
  ...personal("GET", "/calendars/{id}/events", "Lists events of one of a user's calendars.", read),
  ...personal("GET", "/calendarView", "Lists a user's events in a span of time, repeated ones each.", read),
  ...personal("GET", "/calendar/calendarView", "Lists events of a user's main calendar in a span of time.", read),
  ...personal(
    "GET",
    "/calendarView/delta",
    "Lists events of a user in a span of time that changed since the last call.",
    read,
  ),
  ...personal(
    "GET",
    "/reminderView(startDateTime={value},endDateTime={value})",
    "Lists a user's reminders in a span of time.",
    read,
  ),
  ...personal("POST", "/calendar/getSchedule", "Reads when a user and others are free or busy.", schedule),
  ...personal("POST", "/findMeetingTimes", "Proposes when a user and others could meet.", {
    delegated: { least: "Calendars.Read.Shared", wider: ["Calendars.ReadWrite.Shared"] },
  }),
  ...personal("POST", "/calendars", "Makes another one of a user's calendars.", change),
  ...personal("POST", "/events", "Makes an event in a user's main calendar, and invites.", change),
  ...personal("POST", "/calendar/events", "Makes an event in a user's main calendar, and invites.", change),
  ...personal("POST", "/calendars/{id}/events", "Makes an event in one of a user's calendars, and invites.", change),
  ...personal("PATCH", "/events/{id}", "Changes one of a user's events.", change),
  ...personal("DELETE", "/events/{id}", "Deletes one of a user's events.", change),
  ...personal("POST", "/events/{id}/accept", "Accepts an invitation as a user.", change),
  ...personal("POST", "/events/{id}/decline", "Declines an invitation as a user.", change),
  ...personal("POST", "/events/{id}/cancel", "Cancels one of a user's meetings and tells who was invited.", change),
  operation("GET", "/places/{id}", "Reads one room, building or desk.", places),
  operation("GET", "/places/microsoft.graph.room", "Lists the organisation's rooms.", places),
];
