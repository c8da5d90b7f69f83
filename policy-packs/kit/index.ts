export { definePolicy, type Applies, type Policy, type PolicyDefinition, type Subject, type Verdict } from "./define";
export { exceptionInUse, exceptionsAreCurrent } from "./exception-policies";
export {
  belongsTo,
  exceptionFor,
  isExpired,
  stackOf,
  today,
  type ConfigSchema,
  type Exception,
  type ExceptionKind,
} from "./exceptions";
export { Ledger, type Use } from "./ledger";
export { exchangeObjectOf, type ExchangeObject } from "./manifests";
export { permissionById, permissionOfRole, permissionsOf, type PermissionsView } from "./permissions-of";
export { flagOf, listOf, NOT_KNOWN, objectOf, readable, textOf, type Readable } from "./readable";
export { frameworks } from "./references";
export { appName, keyOf, StackView, type AppKey } from "./stack-view";
export { types } from "./types";
