import type { SubscribedSku } from "../model";

/** Product and service plan identifiers are Microsoft's. */
export const SPE_E3 = "05e9a617-0261-4cee-bb44-138d3ef5d965";
export const SPE_F1 = "66b55226-6b4f-492c-910c-a3b7a3c9d993";

const plan = (servicePlanId: string, servicePlanName: string) => ({
  servicePlanId,
  servicePlanName,
  provisioningStatus: "Success",
});

/** Microsoft 365 E3, with a mailbox that APIs reach, and F3, whose kiosk mailbox limits them. Copies, one per tenant. */
export const createSkus = (): SubscribedSku[] => [
  {
    skuId: SPE_E3,
    skuPartNumber: "SPE_E3",
    servicePlans: [
      plan("efb87545-963c-4e0d-99df-69c6916d9eb0", "EXCHANGE_S_ENTERPRISE"),
      plan("5dbe027f-2339-4123-9542-606e4d348a72", "SHAREPOINTENTERPRISE"),
      plan("57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1"),
      plan("41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AAD_PREMIUM"),
      plan("43de0ff5-c92c-492b-9116-175376d08c38", "OFFICESUBSCRIPTION"),
    ],
  },
  {
    skuId: SPE_F1,
    skuPartNumber: "SPE_F1",
    servicePlans: [
      plan("4a82b400-a79f-41a4-b4e2-e94f5787b113", "EXCHANGE_S_DESKLESS"),
      plan("902b47e5-dcb2-4fdc-858b-c63a90a2bdb9", "SHAREPOINTDESKLESS"),
      plan("57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1"),
      plan("41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AAD_PREMIUM"),
    ],
  },
];
