export * from "@consentra/sandbox/sign-in";
