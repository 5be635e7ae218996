import { expect } from "expect";
import type { Rpc } from "@/lib/database/rpc.ts";
import { filesToCount, readUploads, type Upload } from "./uploads.ts";

const MAPPING = { columns: [{ header: "sku", column: "sku" }] };
const upload = (upload_id: string, kind: string | null, more: Partial<Upload> = {}): Upload => ({
  upload_id,
  file_name: `${upload_id}.csv`,
  is_whole: true,
  kind,
  mapping: MAPPING,
  read: null,
  ...more,
});
const read = (request_id: string, state: "finished" | "taking_in" = "finished") => ({
  import_file_id: `file ${request_id}`,
  request_id,
  state,
  rows: 1,
  to_take: 0,
  taken: 0,
  rejected: 0,
  rejected_rows: [],
  notices: 0,
});
const filesOf = (files: Upload[]) =>
  readUploads((() => Promise.resolve({ files })) as unknown as Rpc);
const states = (files: { upload_id: string; state: string }[]) =>
  files.map(({ upload_id, state }) => `${upload_id} ${state}`);

Deno.test("another file before makes those after it wait to be read again", async () => {
  const lines = upload("lines", "sales_order_lines");
  const [alone] = await filesOf([lines]);
  const wasRead = { ...lines, read: read(alone.request_id) };
  expect(states(await filesOf([wasRead]))).toEqual(["lines read"]);
  expect(states(await filesOf([wasRead, upload("clients", "customers")])))
    .toEqual(["clients waiting", "lines waiting"]);
  // Whose columns nobody named yet is read after them, and changes nothing.
  expect(states(await filesOf([wasRead, upload("clients", "customers", { mapping: {} })])))
    .toEqual(["clients unclear", "lines read"]);
});

Deno.test("what is counted are the files that are read, once what was sold is among them", async () => {
  const [lines] = await filesOf([upload("lines", "sales_order_lines")]);
  const half = { ...lines, read: read(lines.request_id, "taking_in") };
  const whole = { ...lines, read: read(lines.request_id) };
  expect(filesToCount(await filesOf([half]))).toBe(null);
  expect(filesToCount(await filesOf([whole]))).toEqual([`file ${lines.request_id}`]);
  const older = await filesOf([{ ...lines, read: read("another reading") }]);
  expect([states(older), filesToCount(older)]).toEqual([["lines waiting"], null]);
  const [products] = await filesOf([upload("products", "products")]);
  const alone = await filesOf([{ ...products, read: read(products.request_id) }]);
  expect([states(alone), filesToCount(alone)]).toEqual([["products read"], null]);
});
