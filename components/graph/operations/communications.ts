import { operation, personal, type Needs } from "./operation";

const meetings: Needs = {
  application: { least: "OnlineMeetings.Read.All", wider: ["OnlineMeetings.ReadWrite.All"] },
  delegated: { least: "OnlineMeetings.Read", wider: ["OnlineMeetings.ReadWrite"] },
  note: "An app on its own needs an application access policy of Teams for the user as well.",
};
const meetingsChange: Needs = {
  application: { least: "OnlineMeetings.ReadWrite.All" },
  delegated: { least: "OnlineMeetings.ReadWrite" },
  note: meetings.note,
};
const only = (
  name: "OnlineMeetingTranscript.Read.All" | "OnlineMeetingRecording.Read.All" | "OnlineMeetingArtifact.Read.All",
): Needs => ({
  application: { least: name },
  delegated: { least: name },
  note: meetings.note,
});
const presenceChange: Needs = {
  application: { least: "Presence.ReadWrite.All" },
  delegated: { least: "Presence.ReadWrite" },
};
const records: Needs = { application: { least: "CallRecords.Read.All" } };
const pstn: Needs = { application: { least: "CallRecord-PstnCalls.Read.All", wider: ["CallRecords.Read.All"] } };

export const communications = [
  ...personal("GET", "/presence", "Reads a user's presence: available, busy, in a call.", {
    application: { least: "Presence.Read.All", wider: ["Presence.ReadWrite.All"] },
    delegated: { least: "Presence.Read", wider: ["Presence.Read.All"] },
  }),
  operation("POST", "/communications/getPresencesByUserId", "Reads the presence of several users.", {
    application: { least: "Presence.Read.All", wider: ["Presence.ReadWrite.All"] },
    delegated: { least: "Presence.Read.All" },
  }),
  ...personal(
    "POST",
    "/presence/setPresence",
    "Sets a user's presence in the app's session, such as in a call.",
    presenceChange,
  ),
  ...personal("POST", "/presence/clearPresence", "Ends the app's session in a user's presence.", presenceChange),
  ...personal(
    "POST",
    "/presence/setUserPreferredPresence",
    "Sets a user's presence for all sessions, such as do not disturb.",
    presenceChange,
  ),
  ...personal("POST", "/presence/setStatusMessage", "Sets the text beside a user's presence.", presenceChange),
  ...personal("GET", "/onlineMeetings", "Finds a user's online meeting by its join address.", meetings),
  ...personal("GET", "/onlineMeetings/{id}", "Reads one of a user's online meetings.", meetings),
  ...personal("POST", "/onlineMeetings", "Makes an online meeting as a user's own.", meetingsChange),
  ...personal("PATCH", "/onlineMeetings/{id}", "Changes one of a user's online meetings.", meetingsChange),
  ...personal("DELETE", "/onlineMeetings/{id}", "Deletes one of a user's online meetings.", meetingsChange),
  ...personal(
    "GET",
    "/onlineMeetings/{id}/transcripts",
    "Lists transcripts of one of a user's online meetings.",
    only("OnlineMeetingTranscript.Read.All"),
  ),
  ...personal(
    "GET",
    "/onlineMeetings/{id}/transcripts/{id}/content",
    "Downloads a transcript of one of a user's online meetings.",
    only("OnlineMeetingTranscript.Read.All"),
  ),
  ...personal(
    "GET",
    "/onlineMeetings/{id}/recordings",
    "Lists recordings of one of a user's online meetings.",
    only("OnlineMeetingRecording.Read.All"),
  ),
  ...personal(
    "GET",
    "/onlineMeetings/{id}/recordings/{id}/content",
    "Downloads a recording of one of a user's online meetings.",
    only("OnlineMeetingRecording.Read.All"),
  ),
  ...personal(
    "GET",
    "/onlineMeetings/{id}/attendanceReports",
    "Lists who attended one of a user's online meetings.",
    only("OnlineMeetingArtifact.Read.All"),
  ),
  operation("GET", "/communications/callRecords", "Lists records of calls and meetings of the organisation.", records),
  operation("GET", "/communications/callRecords/{id}", "Reads the record of one call or meeting.", records),
  operation("GET", "/communications/callRecords/{id}/sessions", "Lists the sessions of one call or meeting.", records),
  operation(
    "GET",
    "/communications/callRecords/getPstnCalls(fromDateTime={value},toDateTime={value})",
    "Lists calls to and from the telephone network by a calling plan.",
    pstn,
  ),
  operation(
    "GET",
    "/communications/callRecords/getDirectRoutingCalls(fromDateTime={value},toDateTime={value})",
    "Lists calls to and from the telephone network by direct routing.",
    pstn,
  ),
  operation("POST", "/communications/calls", "Calls one person, as a bot.", {
    application: { least: "Calls.Initiate.All", wider: ["Calls.InitiateGroupCall.All"] },
    note: "To call several people it needs Calls.InitiateGroupCall.All, to join a meeting Calls.JoinGroupCall.All.",
  }),
  operation("GET", "/communications/calls/{id}", "Reads the state of one of the app's own calls.", {
    application: { least: "Calls.Initiate.All", wider: ["Calls.AccessMedia.All"] },
  }),
  operation("POST", "/communications/calls/{id}/answer", "Answers a call, as a bot.", {
    application: {
      least: "Calls.JoinGroupCall.All",
      basic: ["Calls.JoinGroupCallAsGuest.All"],
      lacks: "meetings that guests may not join",
    },
  }),
  operation("POST", "/communications/calls/{id}/transfer", "Transfers one of the app's own calls.", {
    application: { least: "Calls.Initiate.All" },
  }),
  operation("DELETE", "/communications/calls/{id}", "Hangs up one of the app's own calls.", {
    application: { least: "Calls.Initiate.All", wider: ["Calls.AccessMedia.All"] },
  }),
  operation("POST", "/communications/calls/{id}/updateRecordingStatus", "Tells all in a call that it is recorded.", {
    application: { least: "Calls.JoinGroupCall.All", wider: ["Calls.AccessMedia.All"] },
  }),
];
