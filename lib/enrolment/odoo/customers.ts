import type { RawRow } from "../source.ts";
import type { Reach } from "./changes.ts";
import type { OdooRecord } from "./client.ts";
import { idOf, textOf } from "./values.ts";

/**
 * A client is whom an order is delivered to: that is where the device stands and somebody has to go. Odoo's own id is
 * what never changes; its "Reference" may be empty, changed or given twice.
 */
export function partnerOf(order: OdooRecord): number | undefined {
  return idOf(order.partner_shipping_id) ?? idOf(order.partner_id);
}

/** How a client of Odoo is called in our files; empty for nobody. */
export function customerRef(partner: number | undefined): string {
  return partner === undefined ? "" : `odoo-${partner}`;
}

/** People and addresses, with whom they belong to and the short names of provinces. */
export interface Partners {
  partners: OdooRecord[];
  parents: Map<number, OdooRecord>;
  provinces: Map<number, string>;
}

const FIELDS = [
  "name",
  "email",
  "phone",
  "mobile",
  "street",
  "street2",
  "city",
  "state_id",
  "zip",
  "partner_latitude",
  "partner_longitude",
  "parent_id",
];

/** Reads the partners of these ids. */
export async function readPartners(reach: Reach, ids: Iterable<number>): Promise<Partners> {
  const { odoo } = reach;
  // Which of them there are depends on Odoo's version and apps.
  const fields = FIELDS.filter((field) => reach.models.get("res.partner")!.fields.has(field));
  const partners = await odoo.readBy("res.partner", "id", ids, fields);
  const parentIds = partners.flatMap(({ parent_id }) => idOf(parent_id) ?? []);
  const parents = await odoo.readBy("res.partner", "id", parentIds, fields);
  const provinceIds = partners.flatMap(({ state_id }) => idOf(state_id) ?? []);
  const provinces = await odoo.readBy("res.country.state", "id", provinceIds, ["code"]);
  return {
    partners,
    parents: new Map(parents.map((parent) => [parent.id, parent])),
    provinces: new Map(provinces.map(({ id, code }) => [id, textOf(code)])),
  };
}

/** The partners as rows of `customers`. What an address does not say of itself, whom it belongs to says. */
export function* customerRows(
  { partners, parents, provinces }: Partners,
): Generator<Omit<RawRow, "line">> {
  for (const partner of partners) {
    const parent = parents.get(idOf(partner.parent_id) ?? 0);
    const said = (field: string) => textOf(partner[field]) || textOf(parent?.[field]);
    const [latitude, longitude] = [partner.partner_latitude, partner.partner_longitude];
    // Zero is what Odoo writes where it does not know.
    const isPlaced = Boolean(latitude) || Boolean(longitude);
    yield {
      fields: {
        customer_ref: customerRef(partner.id),
        name: said("name"),
        email: said("email"),
        phone: said("phone") || said("mobile"),
        street: textOf(partner.street),
        unit: textOf(partner.street2),
        city: textOf(partner.city),
        province: provinces.get(idOf(partner.state_id) ?? 0) ?? "",
        postal_code: textOf(partner.zip),
        latitude: isPlaced ? textOf(latitude) : "",
        longitude: isPlaced ? textOf(longitude) : "",
      },
    };
  }
}
