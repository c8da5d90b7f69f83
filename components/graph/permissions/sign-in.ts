import { row } from "./row";

export const signIn = [
  row("openid", { delegated: ["37f7f235-527c-4136-accd-4a02d197296e", "low", "user"] }, "Signs the user in."),
  row(
    "profile",
    { delegated: ["14dad69e-099b-42c9-810b-d002981feec1", "low", "user"] },
    "Reads the signed-in user's name for sign-in.",
  ),
  row(
    "email",
    { delegated: ["64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0", "low", "user"] },
    "Reads the signed-in user's mail address for sign-in.",
  ),
  row(
    "offline_access",
    { delegated: ["7427e0e9-2fba-42fe-b0c0-848c9e6a8182", "low", "user"] },
    "Keeps the access that was given until it is withdrawn, without the user being present.",
  ),
] as const;
