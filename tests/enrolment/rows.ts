/** Rows of the company's files, as they come from its system. */

export const LINES = "sales_order_lines.csv";
export const CLAIMS = "device_claims.csv";

/** A delivered line of one stair lift, with some fields changed. */
export function line(ref: string, changes: Record<string, string> = {}): string {
  const fields = {
    order_number: `S${ref}`,
    line_ref: ref,
    order_state: "sale",
    order_date: "2026-01-05",
    commitment_date: "",
    delivery_date: "2026-01-20",
    invoice_date: "",
    customer_ref: "C1",
    sku: "SL",
    description: "",
    quantity: "1",
    unit_price: "",
    serial_numbers: "",
    ...changes,
  };
  return Object.values(fields).join(",");
}

/** A claim for a scooter, with some fields changed. */
export function claim(ref: string, serial: string, changes: Record<string, string> = {}): string {
  const fields = {
    claim_ref: ref,
    funder: "adp",
    customer_ref: "C2",
    device_type: "Scooter",
    sku: "SC",
    serial_number: serial,
    adp_delivery_date: "2026-02-01",
    invoice_date: "",
    order_date: "",
    ...changes,
  };
  return Object.values(fields).join(",");
}
