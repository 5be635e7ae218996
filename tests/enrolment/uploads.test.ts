/** Files that are brought in parts, looked at, described, read and imported; and what a remembered header saves. */
import { PART } from "@/lib/enrolment/parts.ts";
import { expect } from "expect";
import { importFiles } from "@/lib/enrolment/import_files.ts";
import {
  describeUpload,
  inspectUpload,
  keepUpload,
  readUpload,
  uploadedBytes,
} from "@/lib/enrolment/upload.ts";
import { addFile, columnsFor, describeAs, keepColumns } from "@/lib/enrolment/wizard/add.ts";
import { readAll } from "@/lib/enrolment/wizard/reading.ts";
import { readUploads } from "@/lib/enrolment/wizard/uploads.ts";
import { makeWorkbook } from "./make_workbook.ts";
import { INSTALL_BASE, inTransaction } from "./support.ts";

const CLIENTS = makeWorkbook([{
  name: "Export",
  rows: [
    ["Client No.", "First Name", "Last Name", "E-mail", "Property Address"],
    ["C-1", "Ada", "Lee", "ada@example.com", "1 Oak St, Unit 4, Toronto, ON M5V 1A1"],
    ["C-2", "Bo", "Ray", "", "somewhere in Toronto"],
    ["", "Cy", "Fox", "", ""],
  ],
}]);

Deno.test("a workbook of clients is brought, its columns are named, and it is imported", () =>
  inTransaction(async (tx, rpc) => {
    const id = await keepUpload(rpc, "Clients (3).xlsx", CLIENTS);
    const seen = await inspectUpload(rpc, id);
    expect(seen).toMatchObject({
      kind: { kind: "customers", confidence: "sure" },
      isKnown: false,
      asksDays: false,
    });
    await expect(readUpload(rpc, id)).rejects.toThrow("Say first what Clients (3).xlsx holds");
    await describeUpload(rpc, id, "customers", seen.columns, seen.mapping);
    const progress: unknown[] = [];
    const source = await readUpload(rpc, id);
    const [file] = await importFiles(rpc, [source], { onProgress: (told) => progress.push(told) });
    // Columns that the file has not are no rows to correct.
    expect(progress).toEqual([{ kind: "customers", rows: 3, refused: 1 }]);
    expect(
      await tx.query(
        "select name, street, apartment, city, postal_code from public.customers where customer_ref like 'C-%' order by 1",
      ),
    ).toEqual([
      {
        name: "Ada Lee",
        street: "1 Oak St",
        apartment: "Unit 4",
        city: "Toronto",
        postal_code: "M5V 1A1",
      },
      { name: "Bo Ray", street: null, apartment: null, city: null, postal_code: null },
    ]);
    const told = await tx.query<{ line: number; said: string }>(
      "select line, coalesce(problem, notice) as said from public.import_rows where file_id = $1 and line > 1 order by line",
      [file],
    );
    expect(told).toEqual([
      { line: 3, said: 'address "somewhere in Toronto" cannot be taken apart and was left out' },
      { line: 4, said: "customer_ref is empty" },
    ]);
    const again = await keepUpload(rpc, "Clients (4).xlsx", CLIENTS);
    expect(await inspectUpload(rpc, again)).toMatchObject({ isKnown: true, mapping: seen.mapping });
  }));

Deno.test("what the page has read is read, and nothing of it waits to be read again", () =>
  inTransaction(async (tx, rpc) => {
    for (const name of ["products.csv", "customers.csv"]) {
      const bytes = await Deno.readFile(new URL(name, INSTALL_BASE));
      expect(await addFile(rpc, new File([bytes], name), false)).toBeNull();
    }
    const files = async () => (await tx.query("select id from public.import_files")).length;
    for (const time of ["once", "twice"]) {
      await readAll(rpc, false, () => {});
      const states = (await readUploads(rpc)).map(({ state }) => state);
      expect([time, states, await files()]).toEqual([time, ["read", "read"], 2]);
    }
  }));

Deno.test("a heading without a row takes the place of no list, and what is wrong comes with its remedy", () =>
  inTransaction(async (_tx, rpc) => {
    const refusals = {
      "customer_ref,name\n": "bad.csv: There is no row below its heading. Export it again.",
      "name,name\nA,B\n": "bad.csv: Two columns are called name. Rename one of the two.",
    };
    for (const [text, refusal] of Object.entries(refusals)) {
      expect(await addFile(rpc, new File([text], "bad.csv"), false)).toBe(refusal);
      expect((await readUploads(rpc)).map(({ kind }) => kind)).toEqual([null]);
    }
  }));

Deno.test("a file that broke off is forgotten once it came whole", () =>
  inTransaction(async (_tx, rpc) => {
    await rpc("start_upload", { file_name: "products.csv", size: 10 });
    const states = async () =>
      (await readUploads(rpc)).map(({ file_name, state }) => [file_name, state]);
    expect(await states()).toEqual([["products.csv", "unfinished"]]);
    const bytes = await Deno.readFile(new URL("products.csv", INSTALL_BASE));
    await addFile(rpc, new File([bytes], "products.csv"), false);
    expect(await states()).toEqual([["products.csv", "waiting"]]);
  }));

Deno.test("a list of invoices without a state is read as sold once somebody says so", () =>
  inTransaction(async (_tx, rpc) => {
    const text = "Customer,Date,Num,Product/Service,Qty,Sales price\n" +
      "Ada Lee,2025-03-14,1001,Stair lift,1,3200.00\n";
    await addFile(rpc, new File([text], "sales.csv"), false);
    const one = async () => (await readUploads(rpc))[0];
    await describeAs(rpc, (await one()).upload_id, "sales_order_lines", false);
    const found = await columnsFor(rpc, await one(), false);
    if (typeof found === "string") throw new Error(found);
    const columns = found.columns.flatMap(({ header, column }) =>
      header === null || column === null ? [] : [{ header, column }]
    );
    expect(columns).toContainEqual({ header: "Product/Service", column: "sku" });
    const said = { columns, days: null, readsAbove: false, allSold: false };
    expect(await keepColumns(rpc, await one(), said)).toContain("“State of the order”");
    const typed = await columnsFor(rpc, await one(), false, { ...said, columns: [] });
    if (typeof typed === "string") throw new Error(typed);
    // What was chosen stays as it was chosen, right or wrong.
    expect(typed.columns.filter(({ header, column }) => header !== null && column !== null))
      .toEqual(
        [],
      );
    expect(await keepColumns(rpc, await one(), { ...said, allSold: true })).toBeNull();
    expect(await one()).toMatchObject({
      state: "waiting",
      mapping: { always: { order_state: "sale" }, numbersLines: true },
    });
  }));

Deno.test("a large file comes back as it was, whatever its parts", () =>
  inTransaction(async (_tx, rpc) => {
    const bytes = Uint8Array.from({ length: 2 * PART + 7 }, (_, i) => i * 31);
    const id = await keepUpload(rpc, "large.csv", bytes);
    expect((await uploadedBytes(rpc, id)).bytes).toEqual(bytes);
  }));

Deno.test("an upload that broke off or was forgotten is said to be", () =>
  inTransaction(async (tx, rpc) => {
    const half = await rpc("start_upload", { file_name: "half.csv", size: 10 }) as string;
    await rpc("add_upload_part", { file_id: half, number: 1, base64: "QUJD" });
    await expect(uploadedBytes(rpc, half)).rejects.toThrow(
      "half.csv did not come whole: upload it again",
    );
    const old = await keepUpload(rpc, "old.csv", new TextEncoder().encode("a,b\n"));
    await tx.query("select private.drop_uploads(array[$1::uuid])", [old]);
    await expect(readUpload(rpc, old)).rejects.toThrow("old.csv was forgotten after thirty days");
  }));
