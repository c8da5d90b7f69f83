export { registerFaults, type AnswerPart } from "./hooks";
export { FaultInjector, type RuleProgress } from "./injector";
export { parseFaultPlan, type FaultPlan } from "./plan";
