export { callPlease, callPleaseOperations, callPleasePermissions, type CallPleaseOptions } from "./callplease";
export { contreli, contreliOperations, contreliPermissions, type ContreliOptions } from "./contreli";
export { peopleAi, peopleAiClientId, peopleAiOperations, peopleAiPermissions, type PeopleAiOptions } from "./people-ai";
export { threeCx, threeCxOperations, threeCxPermissions, type ThreeCxOptions } from "./three-cx";
export {
  xphoneConnect,
  xphoneConnectOperations,
  xphoneConnectPermissions,
  type XphoneConnectOptions,
} from "./xphone-connect";
