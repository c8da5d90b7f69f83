import type { VendorAppArgs } from "consentra";
import { callPlease, contreli, peopleAi, threeCx, xphoneConnect } from "consentra/vendors";
import { custom } from "./custom";

/** A vendor's profile: what the vendor needs, and the options that a customer decides. */
type Profile = (options: never) => VendorAppArgs;

/** Profiles by the name that an app's entry gives. */
export const profiles: Readonly<Record<string, Profile>> = {
  "people-ai": peopleAi,
  "three-cx": threeCx,
  callplease: callPlease,
  contreli,
  "xphone-connect": xphoneConnect,
  custom,
};
