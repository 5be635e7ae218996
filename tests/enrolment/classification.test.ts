import { expect } from "expect";
import { fileSource } from "@/lib/enrolment/reading/file_source.ts";
import { folderReader, readFiles } from "@/lib/enrolment/import.ts";
import { importFiles } from "@/lib/enrolment/import_files.ts";
import { runBackfill } from "@/lib/enrolment/run.ts";
import { INSTALL_BASE, inTransaction, smallSet } from "./support.ts";

interface Unclassified {
  products: {
    product_id: string;
    sku: string;
    suggested_category_id: string | null;
    suggested_kind: string | null;
  }[];
  device_types: { name: string; claims: number; suggested_category_id: string | null }[];
}

Deno.test("the suggestions for the install base are what its own files say", () =>
  inTransaction(async (tx, rpc) => {
    const found = await readFiles(folderReader(INSTALL_BASE));
    await importFiles(rpc, found.map((file) => fileSource(file)));
    const known = await tx.query<{ sku: string; category_id: string; unit_kind: string }>(
      "select sku, category_id, unit_kind from public.products where list_price is not null",
    );
    const types = await tx.query("select name_key, category_id from public.device_types");
    await tx.exec(
      `update public.products set category_id = null, unit_kind = null;
       update public.device_types set category_id = null`,
    );
    const asked = await rpc("unclassified", {}) as Unclassified;
    const wrong = asked.products.filter(({ sku, ...product }) => {
      const right = known.find((product) => product.sku === sku);
      return right && (right.unit_kind !== product.suggested_kind ||
        (right.unit_kind === "base" && right.category_id !== product.suggested_category_id));
    });
    expect(wrong.map(({ sku, suggested_kind }) => [sku, suggested_kind])).toEqual([]);
    expect(asked.device_types.map(({ name, suggested_category_id }) => ({
      name_key: name.toLowerCase(),
      category_id: suggested_category_id,
    }))).toEqual(
      types.sort((a, b) => String(a.name_key) < String(b.name_key) ? -1 : 1),
    );
  }));

Deno.test("what is confirmed is enrolled by the next dry run, and not before", () =>
  inTransaction(async (_tx, rpc) => {
    const files = smallSet({
      "sales_order_lines.csv": ["S1,L1,sale,2026-01-05,,2026-01-20,,C1,NEW,,1,,"],
      "device_claims.csv": ["K1,adp,C2,Mobility Scooter,,A1,2026-02-01,,"],
    });
    const scan = () => runBackfill(rpc, files, { today: "2026-06-02", isExecuted: false });
    expect(await scan()).toMatchObject({ new: 0, skipped: { not_enabled: 1, no_category: 1 } });

    const { products, device_types } = await rpc("unclassified", {}) as Unclassified;
    expect(products.map(({ sku }) => sku)).toEqual(["NEW"]);
    expect(device_types).toMatchObject([{ name: "Mobility Scooter", claims: 1 }]);
    const confirmed = await rpc("classify", {
      products: [{
        product_id: products[0].product_id,
        category_id: products[0].suggested_category_id,
        unit_kind: "base",
      }],
      device_types: device_types.map(({ name, suggested_category_id }) => ({
        name,
        category_id: suggested_category_id,
      })),
    });
    expect(confirmed).toEqual({ status: "classified", products: 1, device_types: 1 });
    expect(await scan()).toMatchObject({ new: 2, skipped: {} });
  }));
