/** Exports of other systems, by the headings that they really have: what each is taken for, and what a person is asked. */
import { expect } from "expect";
import { fileSource, firstRows } from "@/lib/enrolment/reading/file_source.ts";
import { FILE_KINDS } from "@/lib/enrolment/files.ts";
import { openTable } from "@/lib/enrolment/reading/open_table.ts";
import { mappingFrom, proposeDays, proposeKind, proposeMapping } from "./propose.ts";
import { rowReader } from "@/lib/enrolment/reading/read_file.ts";

const SHOPIFY_ORDERS =
  `Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Id
#1001,ada@example.com,paid,2026-01-05 09:50:26 -0500,fulfilled,2026-01-09 10:00:00 -0500,no,CAD,3295.00,0,0,3295.00,,0,,2026-01-05 09:49:00 -0500,1,Stair lift,3200.00,,SL,true,true,fulfilled,Ada Lee,1 Oak St,1 Oak St,Toronto,M5V 1A1,ON,CA,416-555-0101,5001
#1001,ada@example.com,,,,,,,,,,,,,,2026-01-05 09:49:00 -0500,2,Rail,95.00,,SL-RAIL,true,true,fulfilled,,,,,,,,,
#1002,bo@example.com,voided,,unfulfilled,,no,CAD,10.00,0,0,10.00,,0,,2026-01-06 12:00:00 -0500,1,Scooter,3900.00,,SC,true,true,pending,Bo Ray,2 Oak St,2 Oak St,Toronto,M5V 1A2,ON,CA,416-555-0102,5002
`;

const SHOPIFY_CUSTOMERS =
  `Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Total Spent,Total Orders,Tags
'7001,Ada,Lee,ada@example.com,yes,,1 Oak St,Apt 3,Toronto,ON,CA,M5V 1A1,,+14165550101,100.00,1,
'7002,Bo,Ray,bo@example.com,no,,2 Oak St,,Toronto,ON,CA,M5V 1A2,,+14165550102,100.00,1,
`;

const QUICKBOOKS_CUSTOMERS =
  `Name,Company name,Street Address,City,State,Country,Zip,Phone,Email,Customer type,Open balance
Ada Lee,,1 Oak St,Toronto,ON,Canada,M5V 1A1,416-555-0101,ada@example.com,,0.00
Bo Ray,,2 Oak St,Toronto,ON,Canada,M5V 1A2,416-555-0102,bo@example.com,,12.50
`;

const QUICKBOOKS_SALES = `Acme Lifts Inc.,,,,,,,,
Sales by Customer Detail,,,,,,,,
"January 1 - December 31, 2025",,,,,,,,
,,,,,,,,
,Transaction date,Transaction type,Num,Product/Service full name,Memo/Description,Quantity,Sales price,Amount
"Lee, Ada",,,,,,,,
,01/05/2025,Invoice,1001,Stair lift,Stair lift,1.00,"3,200.00","3,200.00"
,01/15/2025,Invoice,1001,Rail,Rail,2.00,95.00,190.00
"Total for Lee, Ada",,,,,,3.00,,"$3,390.00"
TOTAL,,,,,,3.00,,"$3,390.00"
`;

const JOBBER_CLIENTS =
  `J-ID,First Name,Last Name,Company Name,Is Company?,Created Date,E-mails,Main Phone #s,Mobile Phone #s,Service Street 1,Service Street 2,Service City,Service Province,Service Zip code,Billing Street 1,Lead Source
101,Ada,Lee,,false,2024-02-01,ada@example.com,416-555-0101,,1 Oak St,,Toronto,Ontario,M5V 1A1,1 Oak St,
102,Bo,Ray,,false,2024-02-02,bo@example.com,416-555-0102,,2 Oak St,,Toronto,Ontario,M5V 1A2,2 Oak St,
`;

const ODOO_PARTNERS =
  `External ID,Name,Email,Phone,Street,City,State,Zip,Country,Geo Latitude,Geo Longitude
__export__.res_partner_12,Ada Lee,ada@example.com,416-555-0101,1 Oak St,Toronto,Ontario (CA),M5V 1A1,Canada,43.64,-79.40
__export__.res_partner_13,Bo Ray,bo@example.com,416-555-0102,2 Oak St,Toronto,Ontario (CA),M5V 1A2,Canada,43.65,-79.41
`;

const ODOO_ORDERS =
  `Order Reference,Order Date,Customer/External ID,Status,Order Lines/External ID,Order Lines/Product/Internal Reference,Order Lines/Description,Order Lines/Quantity,Order Lines/Unit Price
S00012,2026-01-05 14:22:10,__export__.res_partner_12,Sales Order,l.1,SL,Stair lift,1.0,3200.00
,,,,l.2,SL-RAIL,Rail,2.0,95.00
S00013,2026-01-06 10:00:00,__export__.res_partner_13,Quotation,l.3,SC,Scooter,1.0,3900.00
`;

async function propose(text: string, kindName?: string) {
  const bytes = new TextEncoder().encode(text);
  const table = await openTable(bytes);
  if ("problem" in table) throw new Error(table.problem);
  const rows = await firstRows(table);
  const found = proposeKind(table.columns, rows);
  const kind = FILE_KINDS.find(({ kind }) => kind === (kindName ?? found?.kind))!;
  const proposed = proposeMapping(kind, table.columns, rows);
  const mapping = mappingFrom(kind, proposed, table.columns, rows);
  const read = rowReader(kind);
  const source = fileSource({ kind, fileName: "x.csv", bytes, mapping });
  const all = (await Array.fromAsync(source.rows())).map(read).filter(({ line }) => line > 1);
  const pairs = Object.fromEntries(
    proposed.filter(({ column }) => column !== null).map(({ header, column, confidence }) => [
      `${header}`,
      confidence === "sure" ? column : `${column}?`,
    ]),
  );
  return {
    kind: found?.kind,
    sure: found?.confidence,
    proposed,
    mapping,
    pairs,
    rows,
    columns: table.columns,
    all,
  };
}

const valuesOf = (all: Awaited<ReturnType<typeof propose>>["all"]) =>
  all.map((row) => "problem" in row ? row.problem : row.values);

Deno.test("orders of Shopify: the lines below an order are its lines, states are put into our words", async () => {
  const { kind, pairs, mapping, all } = await propose(SHOPIFY_ORDERS);
  expect(kind).toBe("sales_order_lines");
  expect(pairs).toMatchObject({
    Name: "order_number?",
    Email: "customer_ref?",
    "Financial Status": "order_state?",
    "Created at": "order_date",
    "Fulfilled at": "delivery_date?",
    "Lineitem sku": "sku",
    "Lineitem quantity": "quantity",
    "Lineitem price": "unit_price",
    "Lineitem name": "description",
  });
  expect(mapping).toMatchObject({
    ordersFromAbove: true,
    numbersLines: true,
    words: { order_state: { paid: "sale", voided: "cancel" } },
  });
  expect(valuesOf(all)).toMatchObject([
    {
      order_number: "#1001",
      line_ref: "#1001/1",
      order_state: "sale",
      order_date: "2026-01-05",
      quantity: 1,
      sku: "SL",
    },
    {
      order_number: "#1001",
      line_ref: "#1001/2",
      order_state: "sale",
      order_date: "2026-01-05",
      quantity: 2,
      sku: "SL-RAIL",
    },
    { order_number: "#1002", order_state: "cancel" },
  ]);
});

Deno.test("customers of Shopify and clients of Jobber: two names are one, a second line of a street is asked about", async () => {
  const shopify = await propose(SHOPIFY_CUSTOMERS);
  expect([shopify.kind, shopify.sure]).toEqual(["customers", "sure"]);
  expect(shopify.pairs).toMatchObject({
    "Customer ID": "customer_ref",
    "First Name": "name",
    "Last Name": "name",
    "Default Address Address1": "street",
    "Default Address Address2": "unit?",
    "Default Address Zip": "postal_code",
    Phone: "phone",
  });
  expect(valuesOf(shopify.all)[0]).toMatchObject({
    customer_ref: "7001",
    name: "Ada Lee",
    unit: "Apt 3",
    province: "ON",
  });
  const jobber = await propose(JOBBER_CLIENTS);
  expect([jobber.kind, jobber.sure]).toEqual(["customers", "sure"]);
  expect(jobber.pairs).toMatchObject({
    "J-ID": "customer_ref",
    "E-mails": "email",
    "Main Phone #s": "phone",
    "Service Street 1": "street",
    "Service Zip code": "postal_code",
  });
  expect(jobber.proposed.find(({ header }) => header === "Lead Source")).toMatchObject({
    column: null,
    confidence: "none",
  });
});

Deno.test("customers of QuickBooks have no number: their name would be one, and somebody has to say so", async () => {
  const { kind, proposed, all } = await propose(QUICKBOOKS_CUSTOMERS);
  expect(kind).toBe("customers");
  expect(proposed.filter(({ header }) => header === "Name")).toMatchObject([
    { column: "name", confidence: "sure" },
    {
      column: "customer_ref",
      confidence: "check",
      why: expect.stringContaining("no column numbers the clients"),
    },
  ]);
  expect(valuesOf(all)[0]).toMatchObject({
    customer_ref: "Ada Lee",
    name: "Ada Lee",
    street: "1 Oak St",
    postal_code: "M5V 1A1",
  });
});

Deno.test("sales by customer of QuickBooks: the customer stands above, days prove their order, sums are no rows", async () => {
  const { kind, mapping, proposed, all } = await propose(QUICKBOOKS_SALES);
  expect(kind).toBe("sales_order_lines");
  expect(mapping).toMatchObject({
    days: "mdy",
    decimals: "point",
    headings: "customer_ref",
    numbersLines: true,
  });
  expect(proposed.find(({ column }) => column === "order_state")).toMatchObject({
    header: null,
    confidence: "none",
  });
  // Nobody said yet that what stands in such a report was sold.
  expect(all).toEqual([]);
  const bytes = new TextEncoder().encode(QUICKBOOKS_SALES);
  const sales = FILE_KINDS.find(({ kind }) => kind === "sales_order_lines")!;
  const said = { ...mapping, always: { order_state: "sale" } };
  const rows = await Array.fromAsync(
    fileSource({ kind: sales, fileName: "x", bytes, mapping: said }).rows(),
  );
  expect(rows.filter(({ line }) => line > 1).map(rowReader(sales))).toMatchObject([
    {
      line: 7,
      values: {
        customer_ref: "Lee, Ada",
        order_date: "2025-01-05",
        line_ref: "1001/1",
        unit_price: "3200.00",
      },
    },
    {
      line: 8,
      values: {
        customer_ref: "Lee, Ada",
        order_date: "2025-01-15",
        line_ref: "1001/2",
        quantity: 2,
      },
    },
  ]);
});

Deno.test("partners and orders of Odoo are sure, the order's cells stand on its first line", async () => {
  const partners = await propose(ODOO_PARTNERS);
  expect([partners.kind, partners.sure]).toEqual(["customers", "sure"]);
  expect(valuesOf(partners.all)[0]).toMatchObject({
    customer_ref: "__export__.res_partner_12",
    latitude: 43.64,
  });
  const orders = await propose(ODOO_ORDERS);
  expect([orders.kind, orders.sure]).toEqual(["sales_order_lines", "sure"]);
  expect(valuesOf(orders.all)).toMatchObject([
    { order_number: "S00012", line_ref: "l.1", order_state: "sale", order_date: "2026-01-05" },
    {
      order_number: "S00012",
      line_ref: "l.2",
      order_state: "sale",
      quantity: 2,
      customer_ref: "__export__.res_partner_12",
    },
    { order_number: "S00013", order_state: "draft" },
  ]);
});

Deno.test("products of Odoo, QuickBooks and Shopify are known, what they do not say stays open", async () => {
  const odoo = await propose(
    "External ID,Internal Reference,Name,Sales Price,Cost,Product Category,Product Type\n" +
      "p.1,SL,Stair lift,3200.00,1000.00,All / Lifts,Goods\np.2,SC,Scooter,3900.00,1000.00,All,Goods\n",
  );
  expect(odoo.kind).toBe("products");
  expect(odoo.pairs).toEqual({
    "Internal Reference": "sku",
    Name: "name",
    "Sales Price": "list_price",
  });
  expect(valuesOf(odoo.all)[0]).toMatchObject({
    sku: "SL",
    list_price: "3200.00",
    category_code: null,
  });
  const quickbooks = await propose(
    "Product/Service Name,Sales Description,SKU,Type,Sales Price / Rate,Taxable\n" +
      'Stair lift,A lift,SL,Service,"3,200.00",yes\nRail,,SL-RAIL,Service,95.00,yes\n',
  );
  expect(quickbooks.kind).toBe("products");
  expect(quickbooks.pairs).toMatchObject({
    "Product/Service Name": "name",
    SKU: "sku",
    "Sales Price / Rate": "list_price",
  });
  expect(valuesOf(quickbooks.all)[0]).toMatchObject({ sku: "SL", list_price: "3200.00" });
  const shopify = await propose(
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Price,Status\n" +
      "lift,Stair lift,,Acme,,,true,Title,Default Title,'SL,0,3200.00,active\n",
  );
  expect(shopify.kind).toBe("products");
  expect(shopify.pairs).toMatchObject({
    Title: "name",
    "Variant SKU": "sku",
    "Variant Price": "list_price",
  });
});

Deno.test("our own files are known by their columns, and a list of nothing we know is not", () => {
  for (const { kind, columns } of FILE_KINDS) {
    expect(proposeKind(Object.keys(columns), [])).toMatchObject({ kind, confidence: "sure" });
  }
  expect(proposeKind(["Colour", "Shape", "Weight"], [["red", "round", "3"]])).toBeNull();
  expect(proposeKind([], [])).toBeNull();
});

Deno.test("a heading that its cells speak against, and cells without a heading, ask for a look", async () => {
  const { proposed } = await propose(
    "Customer ID,Name,Email,Kontakt\nC1,Ada,416-555-0101,ada@example.com\n",
    "customers",
  );
  expect(proposed.slice(0, 4)).toMatchObject([
    { column: "customer_ref", confidence: "sure" },
    { column: "name", confidence: "sure" },
    {
      column: "email",
      confidence: "check",
      why: "by its heading, but 1 of 1 cells are no e-mail addresses",
    },
    { column: null, confidence: "none", examples: ["ada@example.com"] },
  ]);
  const other = await propose("Customer ID,Name,Kontakt\nC1,Ada,ada@example.com\n", "customers");
  expect(other.proposed[2]).toMatchObject({
    column: "email",
    confidence: "check",
    why: "by what stands below",
  });
});

Deno.test("days that could be read in two ways are asked about", async () => {
  const file = (day: string) =>
    `Order Number,Line ID,Status,Date,Customer ID,SKU,Quantity\nS1,L1,sale,${day},C1,SL,1\n`;
  const asked = await propose(file("03/04/2026"));
  expect(proposeDays(asked.proposed, asked.columns, asked.rows)).toEqual({ isAsked: true });
  expect(valuesOf(asked.all)).toEqual(['order_date "03/04/2026" is not a date (YYYY-MM-DD)']);
  const none = await propose(file("31/02/2026"));
  expect(valuesOf(none.all)).toEqual(['order_date "31/02/2026" is not a date (YYYY-MM-DD)']);
});
