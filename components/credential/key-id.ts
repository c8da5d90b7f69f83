/** The ID of a certificate in Entra, from its SHA-1 thumbprint: a GUID of version 8, which is free for such uses. */
export function keyIdOf(thumbprint: string): string {
  const hex = thumbprint.toLowerCase();
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
