import { expect } from "expect";
import {
  type Cell,
  makeWorkbook,
  makeZip,
  number,
  type Sheet,
} from "@/tests/enrolment/make_workbook.ts";
import { openTable } from "./open_table.ts";

const HEADER = ["customer_ref", "name", "serial_number", "order_date"];

async function read(file: Uint8Array<ArrayBuffer>) {
  const table = await openTable(file);
  if ("problem" in table) return { problem: table.problem, columns: [], notices: [], rows: [] };
  return { ...table, rows: await Array.fromAsync(table.rows()), problem: undefined };
}

const sheet = (...rows: Cell[][]): Sheet => ({ name: "Clients", rows: [HEADER, ...rows] });
const cells = async (...row: Cell[]) => {
  const [only] = (await read(makeWorkbook([sheet(row)]))).rows;
  return only.cells;
};

Deno.test("a workbook's cells are what people see: text, numbers without loss, days, nothing for errors", async () => {
  expect(await cells("C1", "Lee & <Ada>", number("123456789012"), number("45366", 1)))
    .toEqual(["C1", "Lee & <Ada>", "123456789012", "2024-03-15"]);
  expect(
    await cells(number("7", 2), "A", number("1.23456789012E+11"), number("45366.604166666664", 3)),
  )
    .toEqual(["00007", "A", "123456789012", "2024-03-15 14:30:00"]);
  expect(
    await cells(
      {
        attributes: 't="inlineStr"',
        xml: "<is><r><t>Ada </t></r><r><t>Lee</t></r><rPh><t>x</t></rPh></is>",
      },
      { attributes: 't="b"', xml: "<v>1</v>" },
      { attributes: 't="e"', xml: "<v>#N/A</v>" },
      number("0.30000000000000004"),
    ),
  ).toEqual(["Ada Lee", "TRUE", "", "0.3"]);
});

Deno.test("characters that a workbook writes by their codes are read, and a NUL is none", async () => {
  const inline = { attributes: 't="inlineStr"', xml: "<is><t>a_x000A_b_x0000_</t></is>" };
  expect(await cells("1 Oak St_x000D_\nToronto", inline, "_x005F_x0041_", "x_y_xD800_"))
    .toEqual(["1 Oak St\r\nToronto", "a\nb", "_x0041_", "x_y\ufffd"]);
});

Deno.test("a serial number that lost its digits when it was typed is left as such, and no day is made of one", async () => {
  const [serial] = (await cells(number("1234567890123456700"), "A")) ?? [];
  expect(serial).toBe("1.23457E+18");
  expect(await cells(number("0", 1), number("59", 1), number("61", 1), number("-3", 1)))
    .toEqual(["0", "1900-02-28", "1900-03-01", "-3"]);
  const old = makeWorkbook([sheet(["C1", "A", "", number("43904", 1)])], true);
  expect((await read(old)).rows[0].cells).toEqual(["C1", "A", "", "2024-03-15"]);
});

Deno.test("a formula is read by the value stored with it, said once for its column", async () => {
  const formula = (value: string): Cell => ({
    attributes: 't="str"',
    xml: `<f>A1&amp;"x"</f><v>${value}</v>`,
  });
  const { rows } = await read(makeWorkbook([sheet(["C1", formula("Ada")], ["C2", formula("Bo")])]));
  expect(rows).toEqual([
    {
      line: 2,
      cells: ["C1", "Ada", "", ""],
      notice: "name: a formula, read by the value stored with it",
    },
    { line: 3, cells: ["C2", "Bo", "", ""] },
  ]);
});

Deno.test("the sheet with the list is read and named, hidden ones and titles are not", async () => {
  const { rows, notices } = await read(makeWorkbook([
    { name: "Hidden", state: "hidden", rows: [HEADER, ["H1", "No"]] },
    { name: "Notes", rows: [["Please read", "this"], ["first", "of all"]] },
    {
      name: "Clients 2026",
      rows: [["All our clients"], [], HEADER, ["C1", "Ada"], [], ["C2", "Bo"]],
    },
  ]));
  expect(rows.map(({ line, cells }) => [line, cells![0]])).toEqual([[4, "C1"], [6, "C2"]]);
  expect(notices).toEqual([
    "Of 3 sheets, “Clients 2026” was read",
    expect.stringContaining("The header is on line 3"),
  ]);
  const hidden = makeWorkbook([{ name: "A", state: "veryHidden", rows: [HEADER] }]);
  expect((await read(hidden)).problem).toContain("hidden: show the one");
  expect((await read(makeWorkbook([{ name: "A", rows: [] }]))).problem).toBe(
    "The workbook is empty",
  );
});

Deno.test("a cell beyond the header refuses its row, a column twice the file", async () => {
  const { rows } = await read(makeWorkbook([sheet(["C1", "Ada", "", "", "?"], ["C2", "Bo"])]));
  expect(rows[0]).toMatchObject({ line: 2, problem: "The row has 5 fields, the header 4" });
  expect(rows[1]).toEqual({ line: 3, cells: ["C2", "Bo", "", ""] });
  const twice = makeWorkbook([{ name: "A", rows: [["name", "ref", "name"], ["a", "b", "c"]] }]);
  expect((await read(twice)).problem).toBe("Two columns are called name");
});

Deno.test("what bursts is refused before it does: a zip bomb, a cell without end", async () => {
  const parts = {
    "xl/workbook.xml": "<workbook><sheets><sheet name='A' r:id='r'/></sheets></workbook>",
  };
  const rels =
    "<Relationships><Relationship Id='r' Target='worksheets/sheet1.xml'/></Relationships>";
  const book = (sheet: string) =>
    makeZip({ ...parts, "xl/_rels/workbook.xml.rels": rels, "xl/worksheets/sheet1.xml": sheet });
  const bomb = book(`<worksheet><sheetData>${"<col/>".repeat(3_000_000)}`);
  expect((await read(bomb)).problem).toContain("unpacks to far more than a list holds");
  let seed = 1;
  const letters = Uint8Array.from(
    { length: 5_000_000 },
    () => 97 + ((seed = Math.imul(seed, 48271)) >>> 28),
  );
  const text = new TextDecoder().decode(letters);
  expect((await read(book(`<worksheet><sheetData><row><c><v>${text}`))).problem)
    .toContain("a cell of several million characters");
});

Deno.test("rows out of order, twice or beyond a sheet, and cells twice or without their text, are no list to be read", async () => {
  const cell = (place: string) => `<c r="${place}" t="inlineStr"><is><t>x</t></is></c>`;
  const row = (line: string, cells = cell("A1")) => `<row r="${line}">${cells}</row>`;
  const wrong = [
    row("3") + row("2"),
    row("2") + row("2"),
    row("99999999999"),
    row("2.5"),
    row("-1"),
    row("1", cell("A1") + cell("A1")),
    row("1", cell("ZZZZZ1")),
    row("1", '<c r="A1" t="s"><v>9</v></c>'),
  ];
  for (const rows of wrong) {
    const book = makeZip({
      "xl/workbook.xml": "<workbook><sheets><sheet name='A' r:id='r'/></sheets></workbook>",
      "xl/_rels/workbook.xml.rels":
        "<Relationships><Relationship Id='r' Target='worksheets/sheet1.xml'/></Relationships>",
      "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    });
    expect([rows, (await read(book)).problem]).toEqual([rows, expect.stringContaining("damaged")]);
  }
});

Deno.test("a workbook that is cut off, or is another zip file, is named with what to do", async () => {
  const whole = makeWorkbook([sheet(["C1", "Ada"])]);
  expect((await read(whole.slice(0, -40))).problem).toContain("not uploaded whole");
  const broken = whole.slice();
  broken.fill(0xff, 40, 60);
  expect((await read(broken)).problem).toContain("damaged");
  expect((await read(makeZip({ "content.xml": "<x/>", mimetype: "x" }))).problem).toContain(
    "OpenDocument",
  );
  expect((await read(makeZip({ "xl/workbook.bin": "x" }))).problem).toContain(".xlsb");
  expect((await read(makeZip({ "Index/Document.iwa": "x" }))).problem).toContain("Numbers");
  expect((await read(makeZip({ "a.csv": "x" }))).problem).toContain("unpack it");
});
