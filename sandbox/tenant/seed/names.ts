/** Tenant IDs of the seeded cloud. */
export const CONTOSO = "c0a70050-0c0a-4f00-8c0a-70500c0a7050";
export const FABRIKAM = "fab41ca3-0fab-4f00-8fab-41ca30fab41c";
