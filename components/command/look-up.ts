import { tokenSource } from "../credentials";
import { driftsRequest, readDrifts } from "../exchange/drift/look-up";
import { exchangeTransport } from "../exchange/transport-choice";
import { RestGraphReader } from "../graph-reader";
import { assignmentsRequest, readAssignments } from "../lookup/assignments";
import { certificatesRequest, readCertificates } from "../lookup/certificates";
import { emptyDirectory, readDirectory } from "../lookup/read";
import { directoryRequest } from "../lookup/request";
import { preflightFaults } from "../preflight/preflight";
import { assertTenant, progress } from "./surroundings";
import { prepareTokens } from "./tokens";

/** What is asked for and not kept. */
export async function lookUp(kind: string, input: unknown): Promise<unknown> {
  const tokens = tokenSource(process.env);
  const graph = new RestGraphReader(tokens);
  switch (kind) {
    case "Directory": {
      const request = directoryRequest.parse(input);
      assertTenant(request.tenantId ?? tokens.tenantId, tokens.tenantId);
      prepareTokens(tokens, "graph", "exchange");
      const faults = await preflightFaults(request.preflight, tokens, graph);
      if (faults.length > 0) return { directory: emptyDirectory(tokens.tenantId), faults };
      return readDirectory(request, tokens.tenantId, graph, exchangeTransport({ tokens, progress }));
    }
    case "Assignments": {
      const request = assignmentsRequest.parse(input);
      assertTenant(request.tenantId, tokens.tenantId);
      return readAssignments(graph, request.servicePrincipalId);
    }
    case "Certificates": {
      const request = certificatesRequest.parse(input);
      assertTenant(request.tenantId, tokens.tenantId);
      return readCertificates(graph, request.applicationObjectId);
    }
    case "Drift": {
      const request = driftsRequest.parse(input);
      const manifests = request.scopes.flatMap((scope) => Object.values(scope.manifests));
      for (const each of manifests) assertTenant(each.tenantId, tokens.tenantId);
      prepareTokens(tokens, "graph", "exchange");
      const organization = manifests[0]?.organization;
      return readDrifts(request, graph, exchangeTransport({ tokens, organization, progress }));
    }
    default:
      throw new Error(`there is no look-up of a ${kind}`);
  }
}
