import { GraphFailure } from "./graph";
import { PluginError, messageOf } from "../rpc/errors";

/** A problem as Terraform's provider words it: what was being done, and the reason where there is one. */
export function problem(summary: string, reason?: unknown, attribute?: string): PluginError {
  const detail = reason === undefined ? "" : `: ${messageOf(reason)}`;
  return new PluginError(`${attribute === undefined ? "" : `[${attribute}] `}${summary}${detail}`);
}

/** Runs something and, when it fails, says what was being done. */
export async function during<Result>(summary: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw problem(summary, error);
  }
}

/** As `during`, for the first write to a new object: where it is not found, it has not arrived everywhere. */
export async function arriving<Result>(what: string, summary: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const isLate = error instanceof GraphFailure && error.status === 404;
    throw problem(isLate ? `Timed out whilst waiting for new ${what} to be replicated in Azure AD` : summary, error);
  }
}

/** There is such an object already, and it is not this stack's. */
export function exists(resource: string, id: string): PluginError {
  return problem(
    `A resource with the ID "${id}" already exists`,
    `To be managed via Terraform, this resource needs to be imported into the State. Please see the resource documentation for ` +
      `"${resource}" for more information.`,
    "id",
  );
}

/** A second object of a name that was to be unique. */
export function duplicate(resource: string, id: string, name: string): PluginError {
  return problem(
    `An existing "${resource}" with name "${name}" (ID: "${id}") was found and \`prevent_duplicate_names\` was specified`,
    `To be managed via Terraform, this resource needs to be imported into the State. Please see the resource documentation for ` +
      `"${resource}" for more information.`,
    "id",
  );
}

/** The form in which the bridge hands on what went wrong. */
export function reported(step: string, urn: string, error: unknown): string {
  return `${step} ${urn}: ${errorList(error)}`;
}

/** A failure in words that are said twice. */
export function repeated(error: unknown): PluginError {
  return new PluginError(`${messageOf(error)}: ${messageOf(error)}`);
}

/** The same of an object that was never there. */
export function errorList(error: unknown): string {
  return `1 error occurred:\n\t* ${messageOf(error)}\n\n`;
}
