import * as z from "zod";
import type { Tables } from "@/lib/database/database.types.ts";
import type { Api, Rpc } from "@/lib/database/rpc.ts";
import { dataOf } from "@/lib/web/errors.ts";

const ADDRESS = "street, apartment, city, province, postal_code";

/** Where somebody lives, as far as it is known. */
export interface Address {
  street: string | null;
  apartment: string | null;
  city: string | null;
  province: string | null;
  postal_code: string | null;
}

/** What a letter about a unit's next maintenance says, but for its link. */
export interface LetterFacts {
  company: { company_name: string; phone: string; postal_address: string };
  name: string;
  firstName: string;
  /** The client's, or where none is known the unit's; line by line. */
  addressLines: string[];
  /** Within a sentence: "stair lift", or with the product's name "stair lift (Handicare 1000)". */
  unit: string;
  dueOn: string;
  /** What the next visit costs, as the client was told or will be. */
  fee: number;
  /** When a visit is booked: then there is nothing to write about. */
  bookedFor: string | null;
  /** Only who has an active contract is written to. */
  isActive: boolean;
}

/**
 * The lines of an address as Canada Post wants them; none where no street is known. A flat's bare number
 * stands before the street, anything else after it as it is written.
 */
export function addressLines(address: Address): string[] {
  if (!address.street) return [];
  const street = streetLine(address.street, address.apartment?.trim() ?? "");
  const place = [address.city, address.province].filter(Boolean).join(" ");
  return [street, [place, address.postal_code].filter(Boolean).join("  ")].filter(Boolean);
}

function streetLine(street: string, apartment: string): string {
  if (apartment === "") return street;
  const [, number] = apartment.match(/^#?\s*(\d+[a-z]?)$/i) ?? [];
  return number === undefined ? `${street}, ${apartment}` : `${number}-${street}`;
}

/**
 * Reads what a letter says. Null where the contract has no open cycle.
 *
 * @throws {HttpError} 404 for an unknown contract
 */
export async function readLetter(api: Api, contractId: string): Promise<LetterFacts | null> {
  const contract = dataOf(
    await api.from("maintenance_contracts").select("unit_id, customer_id, category_id, state")
      .eq("id", contractId).single(),
  );
  const [customer, unit, category, cycles, company, listed] = await Promise.all([
    api.from("customers").select(`name, first_name, ${ADDRESS}`).eq("id", contract.customer_id)
      .single(),
    api.from("units").select(`product_id, ${ADDRESS}`).eq("id", contract.unit_id).single(),
    api.from("equipment_categories").select("name").eq("id", contract.category_id).single(),
    api.from("maintenance_cycles").select("due_on").eq("contract_id", contractId)
      .is("closed_at" satisfies keyof Tables<"maintenance_cycles">, null),
    api.from("company_settings").select("company_name, phone, postal_address").single(),
    api.from("contract_list").select("booked_for, fee").eq("contract_id", contractId).single(),
  ]);
  const [cycle] = dataOf(cycles);
  if (cycle === undefined) return null;
  const { name, first_name, ...home } = dataOf(customer);
  const { product_id, ...site } = dataOf(unit);
  const homeLines = addressLines(home);
  return {
    company: dataOf(company),
    name,
    firstName: first_name,
    addressLines: homeLines.length > 0 ? homeLines : addressLines(site),
    unit: unitText(dataOf(category).name, await productName(api, product_id)),
    dueOn: cycle.due_on,
    fee: dataOf(listed).fee!,
    bookedFor: dataOf(listed).booked_for,
    isActive: contract.state === "active",
  };
}

async function productName(api: Api, id: string | null): Promise<string | null> {
  if (id === null) return null;
  return dataOf(await api.from("products").select("name").eq("id", id).single()).name;
}

function unitText(kind: string, productName: string | null): string {
  const text = kind.charAt(0).toLowerCase() + kind.slice(1);
  return productName === null ? text : `${text} (${productName})`;
}

const copied = z.discriminatedUnion("status", [
  z.object({ status: z.literal("copied"), url: z.url() }),
  z.object({ status: z.literal("expired") }),
]);

/** The client's private link, null where there is none. Who asked for it is put on record. */
export async function copyLink(rpc: Rpc, contractId: string): Promise<string | null> {
  const answer = copied.parse(await rpc("copy_booking_link", { contract_id: contractId }));
  return answer.status === "copied" ? answer.url : null;
}
