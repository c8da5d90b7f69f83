import { join } from "node:path";
import { repository } from "../support/repository";

/** Rooms of the package that it does not export: loaded by path, with their types. */
const components = join(repository, "components", "dist");

export const { runExchangeStep } = require(
  join(components, "exchange", "objects", "run"),
) as typeof import("../../components/exchange/objects/run");
export const { runGraphStep } = require(
  join(components, "steps", "run"),
) as typeof import("../../components/steps/run");
export const { readDrift } = require(
  join(components, "exchange", "drift", "look-up"),
) as typeof import("../../components/exchange/drift/look-up");
export const { parseManifest } = require(
  join(components, "exchange", "manifest"),
) as typeof import("../../components/exchange/manifest");
export const { assignmentName, managementScopeName } = require(
  join(components, "exchange", "scope-names"),
) as typeof import("../../components/exchange/scope-names");
export const { RestTransport } = require(
  join(components, "exchange", "rest-transport"),
) as typeof import("../../components/exchange/rest-transport");
export const { RestGraphReader } = require(
  join(components, "graph-reader"),
) as typeof import("../../components/graph-reader");
export const { readDirectory } = require(
  join(components, "lookup", "read"),
) as typeof import("../../components/lookup/read");
export const { directoryRequest } = require(
  join(components, "lookup", "request"),
) as typeof import("../../components/lookup/request");
export const { NetworkError } = require(
  join(components, "http", "client"),
) as typeof import("../../components/http/client");
