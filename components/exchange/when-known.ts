import type * as pulumi from "@pulumi/pulumi";

/** The value of an output; undefined while a preview does not know it. */
export async function whenKnown<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const { isKnown, promise } = output as unknown as { isKnown: Promise<boolean>; promise: () => Promise<T> };
  return (await isKnown) ? promise.call(output) : undefined;
}
