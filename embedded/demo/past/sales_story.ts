/** A line of an order: a product, or something in the office's own words. */
interface Sold {
  sku?: string;
  description?: string;
  serialNumbers?: string[];
  /** The list price unless told. */
  price?: number;
}

/** What the office sold to a client, in days before today. */
export interface Sale {
  customerRef: string;
  daysAgo: number;
  lines: Sold[];
  /** On which day it was promised; negative for one to come. */
  promised?: number;
  /** It was confirmed on the day on which it was written. */
  confirmed?: true;
  delivered?: number;
  cancelled?: { daysAgo: number; reason: string };
}

export const SALES: Sale[] = [
  {
    // Promised before it came: what is due moves with it.
    customerRef: "C00275",
    daysAgo: 24,
    promised: 12,
    lines: [{ sku: "SL-HW-1000", serialNumbers: ["HC9417720"] }, { sku: "SL-REMOTE" }],
    confirmed: true,
    delivered: 2,
  },
  {
    customerRef: "C00278",
    daysAgo: 13,
    lines: [{ sku: "LC-PR-HER", serialNumbers: ["PR5520147"] }],
    confirmed: true,
    cancelled: { daysAgo: 3, reason: "Moves in with her daughter, who has a lift chair." },
  },
  {
    customerRef: "C00266",
    daysAgo: 5,
    promised: -6,
    lines: [{ sku: "LC-PR-VIVA", serialNumbers: ["PR5520163"] }, { sku: "LC-BATT" }],
    confirmed: true,
  },
  {
    customerRef: "C00287",
    daysAgo: 1,
    promised: -14,
    lines: [
      { sku: "SL-AB-H40" },
      { sku: "SL-RAIL-EXT" },
      { description: "Discount for a client of many years", price: 0 },
    ],
  },
];
