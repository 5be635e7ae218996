import { expect } from "expect";
import { fileSource } from "@/lib/enrolment/reading/file_source.ts";
import { FILE_KINDS, type Values } from "@/lib/enrolment/files.ts";
import { folderReader, readFiles } from "@/lib/enrolment/import.ts";
import { importFiles } from "@/lib/enrolment/import_files.ts";
import { rowReader } from "@/lib/enrolment/reading/read_file.ts";
import type { SourceFile } from "@/lib/enrolment/source.ts";
import { OdooFake } from "./odoo_fake.ts";
import { deliver, invoice, OurSide, rowsOf } from "./odoo_support.ts";
import { INSTALL_BASE, inTransaction } from "./support.ts";

type Row = Record<string, string>;

const EXPECTED = JSON.parse(await Deno.readTextFile(new URL("expected.json", INSTALL_BASE)));
const FOUND = await readFiles(folderReader(INSTALL_BASE));

const CSV = new Map<string, Row[]>();
for (const found of FOUND) {
  const rows = await Array.fromAsync(fileSource(found).rows());
  CSV.set(found.kind.kind, rows.flatMap((row) => "fields" in row ? [row.fields] : []));
}
const rowsOfCsv = (kind: string) => CSV.get(kind)!;

/** The company's customers, products and orders as its Odoo would have them; returns our references by theirs. */
function fill(odoo: OdooFake) {
  const theirs = new Map<string, string>();
  const ontario = odoo.create("res.country.state", { name: "Ontario", code: "ON" });
  const cad = odoo.create("res.currency", { name: "CAD" });
  const partners = new Map<string, number>();
  for (const row of rowsOfCsv("customers")) {
    const id = odoo.create("res.partner", {
      name: row.name,
      email: row.email,
      phone: row.phone,
      street: row.street,
      street2: row.unit,
      city: row.city,
      zip: row.postal_code,
      state_id: ontario,
      partner_latitude: Number(row.latitude),
      partner_longitude: Number(row.longitude),
    });
    partners.set(row.customer_ref, id);
    theirs.set(row.customer_ref, `odoo-${id}`);
  }
  const products = new Map<string, number>();
  for (const row of rowsOfCsv("products")) {
    products.set(
      row.sku,
      odoo.create("product.product", {
        name: row.name,
        default_code: row.sku,
        lst_price: Number(row.list_price),
        type: "consu",
        tracking: "serial",
        sale_ok: true,
      }),
    );
  }
  const orders = new Map<string, number>();
  for (const row of rowsOfCsv("sales_order_lines")) {
    const order = orders.get(row.order_number) ?? odoo.create("sale.order", {
      name: row.order_number,
      state: row.order_state,
      date_order: `${row.order_date} 16:00:00`,
      commitment_date: row.commitment_date && `${row.commitment_date} 16:00:00`,
      partner_id: partners.get(row.customer_ref)!,
      partner_shipping_id: partners.get(row.customer_ref)!,
      currency_id: cad,
    });
    orders.set(row.order_number, order);
    const line = odoo.create("sale.order.line", {
      order_id: order,
      product_id: products.get(row.sku)!,
      name: row.description,
      product_uom_qty: Number(row.quantity),
      price_unit: Number(row.unit_price),
      display_type: false,
      is_downpayment: false,
    });
    theirs.set(row.line_ref, `odoo-line-${line}`);
    const serials = row.serial_numbers ? row.serial_numbers.split(";") : [];
    if (row.delivery_date) {
      deliver(odoo, line, row.delivery_date, { serials, quantity: Number(row.quantity) });
    }
    if (row.invoice_date) invoice(odoo, line, row.invoice_date);
  }
  return theirs;
}

/** A file of the company with their references in place of ours. */
function translated(
  kind: string,
  theirs: Map<string, string>,
  keep = (_row: Row) => true,
): SourceFile {
  const found = FOUND.find((file) => file.kind.kind === kind)!;
  const source = fileSource(found);
  return {
    ...source,
    async *rows() {
      for await (const row of source.rows()) {
        if (!("fields" in row) || !keep(row.fields)) continue;
        const fields = Object.entries(row.fields).map(([column, value]) => [
          column,
          ["customer_ref", "line_ref"].includes(column) ? theirs.get(value) ?? value : value,
        ]);
        yield { ...row, fields: Object.fromEntries(fields) };
      }
    },
  };
}

interface ReadRow {
  values: Values;
  notice?: string;
}

async function values(source: SourceFile): Promise<Map<unknown, ReadRow>> {
  const read = rowReader(source.kind);
  const found = new Map<unknown, ReadRow>();
  for await (const row of source.rows()) {
    const { line: _, ...rest } = read(row) as ReadRow & { line: number };
    found.set(rest.values.line_ref ?? rest.values.customer_ref, rest);
  }
  return found;
}

/** In Odoo an order has its dates once, and a serial number is told of what was delivered. */
function asInOdoo(row: ReadRow, { order_date, commitment_date }: Row): ReadRow {
  const { serial_numbers, delivery_date } = row.values;
  return {
    ...row,
    values: {
      ...row.values,
      order_date,
      commitment_date: commitment_date || null,
      serial_numbers: delivery_date ? serial_numbers : [],
    },
  };
}

Deno.test("the install base in Odoo is read as its files are, field by field", async () => {
  await using odoo = new OdooFake();
  const theirs = fill(odoo);
  const { files } = await new OurSide(odoo).files();
  const source = (kind: string) => files.find((file) => file.kind.kind === kind)!;
  const lines = await values(source("sales_order_lines"));
  expect(lines.size).toBe(EXPECTED.lines);
  const first = Map.groupBy(rowsOfCsv("sales_order_lines"), ({ order_number }) => order_number);
  for (const [ref, row] of await values(translated("sales_order_lines", theirs))) {
    const [order] = first.get(row.values.order_number as string)!;
    expect(lines.get(ref)).toEqual(asInOdoo(row, order));
  }
  const customers = await values(source("customers"));
  const asFiles = await values(translated("customers", theirs));
  for (const [ref, row] of customers) expect(row).toEqual(asFiles.get(ref));
  const told = await rowsOf(files);
  expect(told.products.map(({ sku, name, list_price }) => [sku, name, list_price])).toEqual(
    rowsOfCsv("products").map(({ sku, name, list_price }) => [sku, name, list_price]),
  );
});

Deno.test("what Odoo sold, with the company's policies and claims, gives the dry run that is expected of its files", () =>
  inTransaction(async (_tx, rpc) => {
    await using odoo = new OdooFake();
    const theirs = fill(odoo);
    const { files } = await new OurSide(odoo).files();
    const buyers = new Set(rowsOfCsv("sales_order_lines").map(({ customer_ref }) => customer_ref));
    const [products, customers, lines] = files;
    const own = (kind: string) => translated(kind, theirs);
    const ids = await importFiles(rpc, [
      own("equipment_categories"),
      own("device_type_map"),
      products,
      // What is maintained was said by people here.
      own("products"),
      own("technicians"),
      customers,
      // Whom a funder paid for bought nothing in Odoo.
      translated("customers", theirs, ({ customer_ref }) => !buyers.has(customer_ref)),
      lines,
      own("device_claims"),
    ]);
    const report = await rpc("start_backfill", {
      today: EXPECTED.today,
      content_hash: "0".repeat(64),
      file_ids: ids,
    });
    const { customers: _customers, ...expected } = EXPECTED;
    expect(report).toMatchObject({ ...expected, rejected: [], notices: [] });
  }));

Deno.test("every kind of file that Odoo tells is one that is read", () => {
  const kinds = FILE_KINDS.map(({ kind }) => kind);
  for (const kind of ["products", "customers", "sales_order_lines", "technician_jobs"]) {
    expect(kinds).toContain(kind);
  }
});
