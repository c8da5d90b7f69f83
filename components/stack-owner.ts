import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** Names a component of this stack among all stacks: `organization/project/stack/name`. */
export function stackOwner(name: string): string {
  return `${organization()}/${pulumi.getProject()}/${pulumi.getStack()}/${name}`;
}

function organization(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    // Where a program is tested against mocks, none need be set; it is called so where the state is not kept by a service.
    return "organization";
  }
}

/** The tag by which something that this stack made is found again. */
export function stackMark(name: string): string {
  const mark = `consentra:${stackOwner(name)}`;
  // Graph and Azure take at most 256 characters.
  return mark.length <= 256 ? mark : `consentra:${createHash("sha256").update(mark).digest("hex")}`;
}
