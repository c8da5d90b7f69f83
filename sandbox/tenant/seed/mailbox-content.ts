import { idFor } from "../ids";
import type { Mailbox, User } from "../model";

/** Mail of one week in November; the same in every run. */
const SUBJECTS = [
  ["Quarterly forecast", "Attached is the forecast for the quarter. Please check the numbers of your region."],
  ["Renewal of the support contract", "The contract ends in four weeks. Shall we renew it for another year?"],
  ["Minutes of Monday", "The minutes of our meeting are below. Open points are marked."],
  ["Access to the customer portal", "The new accounts are ready. Let me know if somebody is missing."],
  ["Offer for phase two", "The customer asks for an offer by Friday. I have a first draft."],
] as const;

const EVENTS = [
  ["Team meeting", "09:00", "09:30"],
  ["Customer call", "13:00", "14:00"],
  ["Planning", "15:30", "16:30"],
] as const;

const OUTSIDE = [
  ["Anneke", "Visser", "anneke.visser@adatum.example", "Adatum", "+31 20 555 0101"],
  ["Bao", "Tran", "bao.tran@tailwind.example", "Tailwind Traders", "+84 28 5550 102"],
  ["Carmen", "Iglesias", "carmen.iglesias@woodgrove.example", "Woodgrove Bank", "+34 91 555 0103"],
] as const;

/** Messages, events and personal contacts of a mailbox. Correspondents are colleagues, so content differs between mailboxes. */
export function mailboxContent(owner: User, colleagues: readonly User[]): Mailbox {
  return {
    messages: SUBJECTS.map(([subject, text], index) =>
      message(owner, colleagueOf(owner, colleagues, index), subject, text, index),
    ),
    events: EVENTS.map(([subject, start, end], index) =>
      event(owner, colleagueOf(owner, colleagues, index + 7), subject, start, end, index),
    ),
    contacts: OUTSIDE.map(([givenName, surname, address, companyName, phone]) => ({
      id: idFor(owner.id, "contact", address),
      displayName: `${givenName} ${surname}`,
      givenName,
      surname,
      companyName,
      emailAddresses: [{ name: `${givenName} ${surname}`, address }],
      businessPhones: [phone],
      createdDateTime: "2026-11-02T08:00:00Z",
      lastModifiedDateTime: "2026-11-02T08:00:00Z",
    })),
  };
}

/** A different colleague per mailbox and item, by a number taken from the owner's ID. */
function colleagueOf(owner: User, colleagues: readonly User[], index: number): User {
  const others = colleagues.filter((user) => user.id !== owner.id);
  const start = Number.parseInt(owner.id.slice(0, 6), 16);
  return others[(start + index * 5) % others.length] ?? owner;
}

const address = (user: User) => ({
  emailAddress: { name: user.displayName, address: user.mail ?? user.userPrincipalName },
});

function message(owner: User, sender: User, subject: string, text: string, index: number): Record<string, unknown> {
  const time = `2026-11-${String(16 + index).padStart(2, "0")}T0${7 + (index % 3)}:15:00Z`;
  return {
    id: idFor(owner.id, "message", subject),
    createdDateTime: time,
    lastModifiedDateTime: time,
    receivedDateTime: time,
    sentDateTime: time,
    hasAttachments: false,
    internetMessageId: `<${idFor(owner.id, "internet message", subject)}@${owner.userPrincipalName.split("@")[1]}>`,
    subject,
    bodyPreview: text,
    importance: "normal",
    isRead: index > 1,
    isDraft: false,
    body: { contentType: "text", content: text },
    sender: address(sender),
    from: address(sender),
    toRecipients: [address(owner)],
    ccRecipients: [],
    bccRecipients: [],
    replyTo: [],
  };
}

function event(
  owner: User,
  attendee: User,
  subject: string,
  start: string,
  end: string,
  index: number,
): Record<string, unknown> {
  const day = `2026-11-${24 + index}`;
  return {
    id: idFor(owner.id, "event", subject),
    createdDateTime: "2026-11-09T10:00:00Z",
    lastModifiedDateTime: "2026-11-09T10:00:00Z",
    subject,
    bodyPreview: "",
    body: { contentType: "text", content: "" },
    start: { dateTime: `${day}T${start}:00.0000000`, timeZone: "UTC" },
    end: { dateTime: `${day}T${end}:00.0000000`, timeZone: "UTC" },
    location: { displayName: index === 0 ? "Meeting Room Aurora" : "" },
    isAllDay: false,
    isCancelled: false,
    isOrganizer: true,
    showAs: "busy",
    type: "singleInstance",
    organizer: address(owner),
    attendees: [{ type: "required", status: { response: "none", time: "0001-01-01T00:00:00Z" }, ...address(attendee) }],
  };
}
