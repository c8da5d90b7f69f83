/** The role that everybody gets who is assigned to an app without one: "Default Access". */
export const defaultAccess = "00000000-0000-0000-0000-000000000000";
