/** People.ai's mail permission, granted with plain azuread resources as somebody without our components would write it. */
import * as azuread from "@pulumi/azuread";
import type * as pulumi from "@pulumi/pulumi";
import { peopleAiClientId } from "consentra/vendors";

export const mailRead = "810c84a8-4a9e-49e6-bf7d-12d183f40d01";

export function grantMail(
  principalObjectId: pulumi.Input<string> | undefined,
  opts: pulumi.CustomResourceOptions = {},
): void {
  const graph = azuread.getServicePrincipalOutput({ clientId: "00000003-0000-0000-c000-000000000000" });
  const principal = new azuread.ServicePrincipal("people-ai", { clientId: peopleAiClientId });
  new azuread.AppRoleAssignment(
    "consent",
    {
      appRoleId: mailRead,
      principalObjectId: principalObjectId ?? principal.objectId,
      resourceObjectId: graph.objectId,
    },
    opts,
  );
}
