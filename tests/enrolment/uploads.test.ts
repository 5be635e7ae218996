/** Files that are brought in parts, looked at, described, read and imported; and what a remembered header saves. */
import { PART } from "@/lib/enrolment/parts.ts";
import { expect } from "expect";
import { importFiles } from "@/lib/enrolment/import.ts";
import {
  describeUpload,
  inspectUpload,
  keepUpload,
  readUpload,
  uploadedBytes,
} from "@/lib/enrolment/upload.ts";
import { makeWorkbook } from "./make_workbook.ts";
import { inTransaction } from "./support.ts";

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
    // The missing columns are a refused row of line 1.
    expect(progress).toEqual([{ kind: "customers", rows: 4, refused: 2 }]);
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
