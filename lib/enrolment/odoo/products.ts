import type { RawRow } from "../source.ts";
import type { Reach } from "./changes.ts";
import type { OdooRecord } from "./client.ts";
import { moneyOf, textOf } from "./values.ts";

/** A product's number: its Internal Reference, else Odoo's own. */
export function skuOf(product: OdooRecord): string {
  return textOf(product.default_code) || `odoo-product-${product.id}`;
}

/** Reads the products of these ids. */
export async function readProducts(
  reach: Reach,
  ids: Iterable<number>,
): Promise<Map<number, OdooRecord>> {
  const known = reach.models.get("product.product")!.fields;
  const fields = ["name", "default_code", "lst_price", "type", "tracking"]
    .filter((field) => known.has(field));
  const products = await reach.odoo.readBy("product.product", "id", ids, fields);
  return new Map(products.map((product) => [product.id, product]));
}

/** The products as rows of `products`. What is maintained, and how often, is said here and not there. */
export function* productRows(products: Iterable<OdooRecord>): Generator<Omit<RawRow, "line">> {
  for (const product of products) {
    yield {
      fields: {
        sku: skuOf(product),
        name: textOf(product.name),
        category_code: "",
        maintenance_enabled: "",
        unit_kind: product.type === "service" ? "service" : "",
        list_price: moneyOf(product.lst_price),
        maintenance_interval_months: "",
        maintenance_fee: "",
      },
    };
  }
}
