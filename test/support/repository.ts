import { join } from "node:path";

/** The root of the repository, seen from `test/dist/support`. */
export const repository = join(__dirname, "..", "..", "..");
