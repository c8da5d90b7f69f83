import * as pulumi from "@pulumi/pulumi";
import { Faults } from "./faults";
import type { Directory, DirectoryAnswer, DirectoryRequest } from "./lookup/request";
import { stepRead } from "./step-command";

export type {
  Directory,
  DirectoryGroup,
  DirectoryMailbox,
  DirectoryRequest,
  DirectoryScopeGroup,
  DirectoryUser,
} from "./lookup/request";

/**
 * Turns names of users, groups, mailboxes and apps into ids, in one process and one to three requests. It runs in every preview
 * and update, so a mistake is seen before anything exists; it waits for an input that is not known yet.
 *
 * @param name the component, for messages
 * @throws pulumi.InputPropertiesError inside the output, with every value that the directory does not know
 */
export function resolveDirectory(
  name: string,
  request: pulumi.Input<DirectoryRequest>,
  opts: { parent: pulumi.Resource },
): pulumi.Output<Directory> {
  return stepRead<DirectoryAnswer>("Directory", request, opts).apply((answer) => {
    const faults = new Faults();
    for (const fault of answer.faults) faults.add(fault.path, fault.value, fault.expected, fault.fix);
    faults.throwIfAny(name);
    for (const warning of answer.directory.warnings) void pulumi.log.warn(warning, opts.parent);
    return answer.directory;
  });
}
