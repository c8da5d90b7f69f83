import { operation, personal, type Needs } from "./operation";

const tasks: Needs = {
  application: { least: "Tasks.Read.All", wider: ["Tasks.ReadWrite.All"] },
  delegated: { least: "Tasks.Read", wider: ["Tasks.ReadWrite"] },
};
const tasksChange: Needs = { application: { least: "Tasks.ReadWrite.All" }, delegated: { least: "Tasks.ReadWrite" } };
const bookingsWider = ["Bookings.ReadWrite.All", "Bookings.Manage.All"] as const;

export const productivity = [
  ...personal("GET", "/todo/lists", "Lists a user's task lists.", tasks),
  ...personal("GET", "/todo/lists/{id}/tasks", "Lists tasks in one of a user's task lists.", tasks),
  ...personal("POST", "/todo/lists/{id}/tasks", "Adds a task to one of a user's task lists.", tasksChange),
  ...personal("PATCH", "/todo/lists/{id}/tasks/{id}", "Changes a task in one of a user's task lists.", tasksChange),
  operation("GET", "/solutions/bookingBusinesses", "Lists the booking businesses.", {
    application: { least: "Bookings.Read.All", wider: bookingsWider },
    delegated: { least: "Bookings.Read.All", wider: [...bookingsWider, "BookingsAppointment.ReadWrite.All"] },
  }),
  operation("GET", "/solutions/bookingBusinesses/{id}/appointments", "Lists appointments of a booking business.", {
    application: { least: "Bookings.Read.All", wider: [...bookingsWider, "BookingsAppointment.ReadWrite.All"] },
    delegated: { least: "Bookings.Read.All", wider: [...bookingsWider, "BookingsAppointment.ReadWrite.All"] },
  }),
  operation("POST", "/solutions/bookingBusinesses/{id}/appointments", "Makes an appointment at a booking business.", {
    application: { least: "BookingsAppointment.ReadWrite.All", wider: bookingsWider },
    delegated: { least: "BookingsAppointment.ReadWrite.All", wider: bookingsWider },
  }),
];
