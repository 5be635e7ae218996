import * as z from "zod";
import { dataOf } from "@/lib/web/errors.ts";
import type { StaffClient } from "@/lib/web/session.ts";

const addressRow = z.object({
  street: z.string().nullable(),
  unit: z.string().nullable(),
  city: z.string().nullable(),
  province: z.string().nullable(),
  postal_code: z.string().nullable(),
});
const ADDRESS = Object.keys(addressRow.shape).join(", ");

const contractRow = z.object({
  unit_id: z.uuid(),
  customer_id: z.uuid(),
  category_id: z.uuid(),
  fee: z.union([z.number(), z.string()]),
});
const customerRow = addressRow.extend({ name: z.string(), first_name: z.string() });
const unitRow = addressRow.extend({ product_id: z.uuid().nullable() });
const named = z.object({ name: z.string() });
const cycleRow = z.object({ due_on: z.string(), fee: contractRow.shape.fee.nullable() });
const companyRow = z.object({
  company_name: z.string(),
  phone: z.string(),
  postal_address: z.string(),
});

/** What a letter about a unit's next maintenance says, but for its link. */
export interface LetterFacts {
  company: z.infer<typeof companyRow>;
  name: string;
  firstName: string;
  /** The client's, or where none is known the unit's; line by line. */
  addressLines: string[];
  /** "Stair lift", or with the product's name "Stair lift (Handicare 1000)". */
  unit: string;
  dueOn: string;
  /** As it was first told, else the contract's. */
  fee: number | string;
}

/** The lines of an address as Canada Post wants them; none where no street is known. */
export function addressLines(address: z.infer<typeof addressRow>): string[] {
  if (!address.street) return [];
  const street = address.unit ? `${address.unit}-${address.street}` : address.street;
  const place = [address.city, address.province].filter(Boolean).join(" ");
  return [street, [place, address.postal_code].filter(Boolean).join("  ")].filter(Boolean);
}

/**
 * Reads what a letter says. Null where the contract has no open cycle.
 *
 * @throws {HttpError} 404 for an unknown contract
 */
export async function readLetter(
  client: StaffClient,
  contractId: string,
): Promise<LetterFacts | null> {
  const one = (table: string, columns: string, id: string) =>
    client.from(table).select(columns).eq("id", id).maybeSingle();
  const contract = contractRow.parse(
    dataOf(
      await one(
        "maintenance_contracts",
        Object.keys(contractRow.shape).join(", "),
        contractId,
      ),
    ),
  );
  const [customer, unit, category, cycles, settings] = await Promise.all([
    one("customers", `name, first_name, ${ADDRESS}`, contract.customer_id),
    one("units", `product_id, ${ADDRESS}`, contract.unit_id),
    one("equipment_categories", "name", contract.category_id),
    client.from("maintenance_cycles").select("due_on, fee")
      .eq("contract_id", contractId).is("closed_at", null),
    client.from("company_settings").select("company_name, phone, postal_address").single(),
  ]);
  const [cycle] = z.array(cycleRow).parse(dataOf(cycles));
  if (cycle === undefined) return null;
  const { name, first_name, ...home } = customerRow.parse(dataOf(customer));
  const { product_id, ...site } = unitRow.parse(dataOf(unit));
  const kind = named.parse(dataOf(category)).name;
  const product = product_id === null
    ? null
    : named.parse(dataOf(await one("products", "name", product_id))).name;
  const homeLines = addressLines(home);
  return {
    company: companyRow.parse(dataOf(settings)),
    name,
    firstName: first_name,
    addressLines: homeLines.length > 0 ? homeLines : addressLines(site),
    unit: product === null ? kind : `${kind} (${product})`,
    dueOn: cycle.due_on,
    fee: cycle.fee ?? contract.fee,
  };
}

const copied = z.discriminatedUnion("status", [
  z.object({ status: z.literal("copied"), url: z.url() }),
  z.object({ status: z.literal("expired") }),
]);

/** The client's private link, null where there is none. Who asked for it is put on record. */
export async function copyLink(client: StaffClient, contractId: string): Promise<string | null> {
  const answer = copied.parse(
    dataOf(await client.rpc("copy_booking_link", { contract_id: contractId })),
  );
  return answer.status === "copied" ? answer.url : null;
}
