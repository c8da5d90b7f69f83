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
