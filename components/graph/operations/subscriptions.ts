import { operation, type Needs } from "./operation";

const watched: Needs = {
  application: { least: [] },
  delegated: { least: [] },
  note: "It needs what reading the watched resource needs: name that operation too, such as GET /users/{id}/messages.",
};
const none: Needs = {
  application: { least: [] },
  delegated: { least: [] },
  note: "It needs no permission beyond those of the app's own subscriptions.",
};

export const subscriptions = [
  operation("POST", "/subscriptions", "Asks for notifications about changes of a resource.", watched),
  operation("GET", "/subscriptions", "Lists the app's own subscriptions.", none),
  operation("GET", "/subscriptions/{id}", "Reads one of the app's own subscriptions.", watched),
  operation("PATCH", "/subscriptions/{id}", "Prolongs one of the app's own subscriptions.", watched),
  operation("DELETE", "/subscriptions/{id}", "Ends one of the app's own subscriptions.", watched),
  operation("POST", "/$batch", "Sends several requests as one.", {
    application: { least: [] },
    delegated: { least: [] },
    note: "It needs what the requests in it need: name those operations too.",
  }),
];
