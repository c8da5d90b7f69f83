export { ExchangeError } from "./exchange/rest-errors";
export { RestTransport } from "./exchange/rest-transport";
export { exchangeTransport } from "./exchange/transport-choice";
export type { ExchangeTransport } from "./exchange/transport";
export { RestGraphReader } from "./graph-reader";
export { readAssignments, type AssignedUser, type Assignments } from "./lookup/assignments";
export { readCertificates } from "./lookup/certificates";
