export { startSandbox, type Sandbox, type SandboxOptions } from "./tenant";
