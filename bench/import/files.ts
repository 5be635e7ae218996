/** The company's files, as many rows of them as a benchmark wants, as CSV and as Excel workbooks. */
import { makeZip } from "@/tests/enrolment/make_workbook.ts";

const BASE = new URL("../../embedded/demo/install_base/", import.meta.url);
const SMALL = ["equipment_categories", "device_type_map", "products", "technicians"];

export interface Size {
  lines: number;
  customers: number;
}

/** Writes the files into a folder, all of them of one kind. */
export async function writeFiles(folder: string, size: Size, kind: "csv" | "xlsx"): Promise<void> {
  for (const name of SMALL) {
    await Deno.copyFile(new URL(`${name}.csv`, BASE), `${folder}/${name}.csv`);
  }
  const products = await Deno.readTextFile(new URL("products.csv", BASE));
  const skus = products.trim().split("\n").slice(1).map((row) => row.split(",")[0]);
  await writeTable(`${folder}/customers`, kind, customers(size));
  await writeTable(`${folder}/sales_order_lines`, kind, lines(size, skus));
}

/** Every tenth client has no e-mail address. */
function* customers(size: Size): Generator<string[]> {
  yield "customer_ref,name,email,phone,street,unit,city,province,postal_code,latitude,longitude"
    .split(",");
  for (let n = 1; n <= size.customers; n++) {
    const email = n % 10 ? `client.${n}@example.com` : "";
    const place = [
      `${n} Maple Cres`,
      "",
      "Toronto",
      "ON",
      "M9C 6W7",
      `43.${60000 + n % 9000}`,
      `-79.${40000 + n % 9000}`,
    ];
    yield [`C${n}`, `Client ${n}`, email, "416-555-0178", ...place];
  }
}

/** Orders of two lines over five years; one in twenty was cancelled. */
function* lines(size: Size, skus: string[]): Generator<string[]> {
  yield "order_number,line_ref,order_state,order_date,commitment_date,delivery_date,invoice_date,customer_ref,sku,description,quantity,unit_price,serial_numbers"
    .split(",");
  for (let n = 1; n <= size.lines; n++) {
    const order = Math.ceil(n / 2);
    const ordered = 20400 - order * 7 % 1800;
    yield [
      `S${order}`,
      `L${n}`,
      order % 20 ? "sale" : "cancel",
      day(ordered),
      "",
      day(ordered + 9),
      day(ordered + 2),
      `C${1 + order * 7 % size.customers}`,
      skus[n % skus.length],
      "A thing that was sold and delivered",
      "1",
      "3200.00",
      `SN-${100000 + n}`,
    ];
  }
}

const day = (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10);

async function writeTable(path: string, kind: "csv" | "xlsx", rows: Iterable<string[]>) {
  if (kind === "xlsx") return await Deno.writeFile(`${path}.xlsx`, workbook(rows));
  await Deno.writeTextFile(
    `${path}.csv`,
    Array.from(rows, (row) => row.join(",") + "\n").join(""),
  );
}

/** As Excel writes one: each text once, in a part of its own. */
function workbook(rows: Iterable<string[]>): Uint8Array {
  const texts = new Map<string, number>();
  const sheet: string[] = [];
  let line = 0;
  for (const row of rows) {
    line += 1;
    const cells = row.map((text, column) => {
      if (text === "") return "";
      if (!texts.has(text)) texts.set(text, texts.size);
      return `<c r="${String.fromCharCode(65 + column)}${line}" t="s"><v>${
        texts.get(text)
      }</v></c>`;
    });
    sheet.push(`<row r="${line}">${cells.join("")}</row>`);
  }
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const rels = "http://schemas.openxmlformats.org/package/2006/relationships";
  return makeZip({
    "[Content_Types].xml":
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels":
      `<Relationships xmlns="${rels}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml":
      `<workbook ${main} xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels":
      `<Relationships xmlns="${rels}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>` +
      `<Relationship Id="r2" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<worksheet ${main}><sheetData>${
      sheet.join("")
    }</sheetData></worksheet>`,
    "xl/sharedStrings.xml": `<sst ${main}>${
      Array.from(texts.keys(), (text) => `<si><t>${text}</t></si>`).join("")
    }</sst>`,
  });
}
