import * as pulumi from "@pulumi/pulumi";

/** Names a component of this stack among all stacks: `organization/project/stack/name`. */
export function stackOwner(name: string): string {
  return `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}/${name}`;
}
