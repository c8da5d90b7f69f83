import * as pulumi from "@pulumi/pulumi";
import { Faults } from "./faults";
import { isMicrosoftClientId } from "./graph/apis";

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(value: unknown): value is string {
  return typeof value === "string" && guid.test(value);
}

/** Notes what is wrong with a client ID that somebody wants to manage the service principal of. */
export function checkClientId(value: unknown, path: string, faults: Faults): void {
  if (!isGuid(value)) {
    faults.add(path, value, "a GUID", "take the application (client) ID from the vendor's guide");
  } else if (isMicrosoftClientId(value)) {
    faults.add(
      path,
      value,
      "an application that is not Microsoft's own",
      "Microsoft's service principals are referenced, never managed: destroying the stack would delete them for the whole tenant",
    );
  }
}

/** A client ID in lower case: checked now where it is known, else as soon as it is. */
export function checkedClientId(
  component: string,
  path: string,
  value: pulumi.Input<string>,
  faults: Faults,
): pulumi.Output<string> {
  return checkedInput(component, path, value, faults, checkClientId);
}

/** An object ID in lower case: checked now where it is known, else as soon as it is. */
export function checkedObjectId(
  component: string,
  path: string,
  value: pulumi.Input<string>,
  faults: Faults,
): pulumi.Output<string> {
  return checkedInput(component, path, value, faults, checkObjectId);
}

/** Resource IDs of the azuread provider hold a path, which is what is mistaken for an object ID. */
function checkObjectId(value: unknown, path: string, faults: Faults): void {
  if (isGuid(value)) return;
  const isPath = typeof value === "string" && value.startsWith("/");
  faults.add(
    path,
    value,
    "an object ID, which is a GUID",
    isPath
      ? "this is the ID of a Pulumi resource; use its `objectId`"
      : "take the object ID from the Entra admin center, or the `objectId` of a component",
  );
}

/** Object IDs in lower case: each checked as soon as it is known. */
export function checkedObjectIds(
  component: string,
  path: string,
  values: pulumi.Input<pulumi.Input<string>[]>,
): pulumi.Output<string[]> {
  return pulumi.output(values).apply((known) => {
    const late = new Faults();
    for (const [index, value] of known.entries()) checkObjectId(value, `${path}[${index}]`, late);
    late.throwIfAny(component);
    return known.map((each) => each.toLowerCase());
  });
}

function checkedInput(
  component: string,
  path: string,
  value: pulumi.Input<string>,
  faults: Faults,
  check: (value: unknown, path: string, faults: Faults) => void,
): pulumi.Output<string> {
  if (!pulumi.Output.isInstance(value) && !(value instanceof Promise)) {
    check(value, path, faults);
    return pulumi.output(String(value).toLowerCase());
  }
  return pulumi.output(value).apply((known) => {
    const late = new Faults();
    check(known, path, late);
    late.throwIfAny(component);
    return known.toLowerCase();
  });
}
