import { expect } from "expect";
import { readAll } from "@/tests/enrolment/read_all.ts";
import { makeWorkbook } from "@/tests/enrolment/make_workbook.ts";
import { refusalOf } from "./remedies.ts";
import { rejectedRows } from "./rejected_rows.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const CLIENTS =
  'customer_ref;name;phone;notes\nC1;Ada;416-555-0101;\n;Bo "the lift" Ray;+1 416;=HYPERLINK(1)\nC3;Cy\nC4;12;;\n';

async function refusedOf(kind: string, file: Uint8Array<ArrayBuffer>) {
  return (await readAll(kind, file)).flatMap((row) =>
    "problem" in row && row.line > 1 ? [{ line: row.line, reason: row.problem }] : []
  );
}

Deno.test("rejected rows are given back as they were, each with what is wrong, and no formula runs", async () => {
  const refused = await refusedOf("customers", bytes(CLIENTS));
  expect(await rejectedRows(bytes(CLIENTS), refused)).toBe(
    "\ufeffWhat is wrong,customer_ref,name,phone,notes\r\n" +
      '"Line 3: customer_ref is empty. Fill the cell, or leave the row out",,"Bo ""the lift"" Ray",\'+1 416,\'=HYPERLINK(1)\r\n' +
      '"Line 4: The row has 2 fields, the header 4. A separator within a cell or a missing one: put the cell in quotation marks, or export again",C3,Cy,,\r\n' +
      '"Line 5: name ""12"" is no name. A name has letters: look whether the columns are in their places",C4,12,,\r\n',
  );
});

Deno.test("corrected and brought again they are read, and what is still wrong is given back once more", async () => {
  const file = await rejectedRows(bytes(CLIENTS), await refusedOf("customers", bytes(CLIENTS)));
  const again = bytes(file.replace('out",,"Bo', 'out",C2,"Bo').replace("C3,Cy,,", "C3,Cy Fox,,"));
  const rows = await readAll("customers", again);
  expect(
    rows.filter((row) => "values" in row && row.line > 1).map((row) =>
      "values" in row && row.values
    ),
  ).toMatchObject([
    { customer_ref: "C2", name: 'Bo "the lift" Ray' },
    { customer_ref: "C3", name: "Cy Fox" },
  ]);
  const once = await rejectedRows(again, await refusedOf("customers", again));
  expect(once).toBe(
    '\ufeffWhat is wrong,customer_ref,name,phone,notes\r\n"Line 4: name ""12"" is no name. A name has letters: look whether the columns are in their places",C4,12,,\r\n',
  );
});

Deno.test("rows of a workbook are given back too", async () => {
  const file = makeWorkbook([{
    name: "A",
    rows: [["customer_ref", "name"], ["C1", "Ada"], ["C2", ""]],
  }]);
  expect(await rejectedRows(file, await refusedOf("customers", file)))
    .toBe(
      '\ufeffWhat is wrong,customer_ref,name\r\n"Line 3: name is empty. Fill the cell, or leave the row out",C2,\r\n',
    );
});

Deno.test("each complaint has its column and a remedy, where it has any", async () => {
  const of = (reason: string) => refusalOf({ file: "clients.xlsx", line: 3, reason });
  expect(of('order_date "31/02/2026" is not a date (YYYY-MM-DD)')).toMatchObject({
    file: "clients.xlsx",
    line: 3,
    column: "order_date",
    remedy: expect.stringContaining("YYYY-MM-DD"),
  });
  expect(of("customer_ref is empty").column).toBe("customer_ref");
  expect(of("The file is a PDF: export the list itself").remedy).toBe("export the list itself");
  expect(of("Two columns are called name")).toEqual({
    file: "clients.xlsx",
    line: 3,
    reason: "Two columns are called name",
    remedy: "Rename one of the two",
  });
  const lines =
    "order_number,line_ref,order_state,order_date,commitment_date,delivery_date,invoice_date,customer_ref,sku,description,quantity,unit_price,serial_numbers\n";
  const bad = [
    "S1,L1,shipped,,,,,C1,SL,,1,,",
    "S1,L1,sale,,,,,C1,SL,,two,,",
    "S1,L1,sale,,,,,C1,SL,,40000,,",
    "S1,L1,sale,,,,,C1,SL,,1,x,",
    "S1,L1,sale,,,,,C1,SL,,1,,1.2E+05",
    "Total,,,,,,,,,,,,",
  ];
  const refused = await refusedOf("sales_order_lines", bytes(lines + bad.join("\n") + "\n"));
  const told = refused.map(({ line, reason }) => refusalOf({ file: "x", line, reason }));
  expect(told).toHaveLength(bad.length);
  expect(told.filter(({ remedy }) => remedy === undefined)).toEqual([]);
  expect(told.map(({ column }) => column)).toEqual([
    "order_state",
    "quantity",
    "quantity",
    "unit_price",
    "serial_numbers",
    undefined,
  ]);
});

Deno.test("a row whose quotation mark is not closed is given back as it stood", async () => {
  const bytes = new TextEncoder().encode('ref,name,city\nC1,"Ada,Ajax\nC2,Bo,Oshawa\n');
  const file = await rejectedRows(bytes, [{ line: 2, reason: "A quotation mark is not closed" }]);
  expect(file).toContain('Close the quotation mark, or take it away","C1,""Ada,Ajax",,\r\n');
});
