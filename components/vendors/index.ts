export { callPlease, callPleasePermissions, type CallPleaseOptions } from "./callplease";
export { contreli, contreliPermissions, type ContreliOptions } from "./contreli";
export { peopleAi, peopleAiClientId, peopleAiPermissions, type PeopleAiOptions } from "./people-ai";
export { threeCx, threeCxPermissions, type ThreeCxOptions } from "./three-cx";
export { xphoneConnect, xphoneConnectPermissions, type XphoneConnectOptions } from "./xphone-connect";
