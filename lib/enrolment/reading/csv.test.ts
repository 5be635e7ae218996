import { linesOf } from "./decode.ts";
import { expect } from "expect";
import { unwrapped } from "./cells.ts";
import { openTable } from "./open_table.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** What comes of a file: a table whose rows are fields by column, and places that could not be read. */
async function readCsv(file: Uint8Array<ArrayBuffer>) {
  const table = await openTable(file);
  if ("problem" in table) {
    return { columns: [], rows: [], problems: [{ line: 1, reason: table.problem }] };
  }
  const { columns } = table;
  const all = await Array.fromAsync(table.rows());
  return {
    columns,
    rows: all.flatMap((row) =>
      "problem" in row ? [] : [{
        line: row.line,
        fields: Object.fromEntries(columns.map((name, i) => [name, unwrapped(row.cells[i])])),
      }]
    ),
    problems: all.flatMap((row) =>
      "problem" in row ? [{ line: row.line, reason: row.problem }] : []
    ),
  };
}

Deno.test("a byte-order mark, other line ends and quotes make no difference", async () => {
  const plain = await readCsv(bytes('ref,name\n1,Ada\n2,"Lee, Bo"\n'));
  const dressed = await readCsv(bytes('\uFEFF"ref","name"\r\n"1","Ada"\r\n"2","Lee, Bo"\r\n'));
  const old = await readCsv(bytes('ref , name\r1, Ada \r2,"Lee, Bo"'));
  expect(dressed).toEqual(plain);
  expect(old).toEqual(plain);
  expect(plain.rows).toEqual([
    { line: 2, fields: { ref: "1", name: "Ada" } },
    { line: 3, fields: { ref: "2", name: "Lee, Bo" } },
  ]);
});

Deno.test("a row's line is the one it starts on, after quoted line breaks and empty lines", async () => {
  const { rows } = await readCsv(bytes('ref,note\r\n1,"two\r\nlines"\r\n\r\n2,x\r\n'));
  expect(rows.map((row) => row.line)).toEqual([2, 5]);
});

const codes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

Deno.test("rows that are not UTF-8 in a file that is are named, the others are read", async () => {
  const mixed = codes("ref,name\n1,Ren\xe9e\n2,Zo\xc3\xa9\n3,Bo\n");
  expect(await readCsv(mixed)).toEqual({
    columns: ["ref", "name"],
    rows: [
      { line: 3, fields: { ref: "2", name: "Zo\u00e9" } },
      { line: 4, fields: { ref: "3", name: "Bo" } },
    ],
    problems: [{ line: 2, reason: "The row is not UTF-8" }],
  });
  // A byte that means nothing in Windows-1252 either.
  expect((await readCsv(codes("ref,name\n1,Ren\x81e\n"))).problems).toHaveLength(1);
});

Deno.test("a file of which nothing is UTF-8 is Windows-1252, and says so", async () => {
  const western = codes("ref,name\n1,Ren\xe9e \x96 \x80\n2,Bo\n");
  expect((await readCsv(western)).rows.map(({ fields }) => fields.name))
    .toEqual(["Ren\u00e9e \u2013 \u20ac", "Bo"]);
  expect(await openTable(western)).toMatchObject({
    notices: [expect.stringContaining("read as Windows-1252")],
  });
});

Deno.test("rows that hold a NUL character are named, the others are read", async () => {
  expect(await readCsv(bytes("ref,name\n1,Ren\0e\n2,Bo\n\0\0,\0\n3,a,b\0\n"))).toEqual({
    columns: ["ref", "name"],
    rows: [{ line: 3, fields: { ref: "2", name: "Bo" } }],
    problems: [2, 4, 5].map((line) => ({ line, reason: "The row holds a NUL character" })),
  });
});

Deno.test("ragged rows are named with their counts", async () => {
  const { rows, problems } = await readCsv(bytes("a,b,c\n1,2\n1,2,3\n1,2,3,4\n"));
  expect(rows.map((row) => row.line)).toEqual([3]);
  expect(problems).toEqual([
    { line: 2, reason: "The row has 2 fields, the header 3" },
    { line: 4, reason: "The row has 4 fields, the header 3" },
  ]);
});

Deno.test("a quotation mark that is never closed costs its own line only", async () => {
  const { rows, problems } = await readCsv(bytes('a,b\n1,"open\n2,x\n\n3,"fine"\n4,"again\n5,y\n'));
  expect(rows.map((row) => row.line)).toEqual([3, 5, 7]);
  expect(problems.map((problem) => problem.line)).toEqual([2, 6]);
});

Deno.test("a hundred broken quotes cost their own lines; with one more the file is given up from there on", async () => {
  const file = async (broken: number) =>
    await readCsv(
      bytes(["a,b", "0,first", ...Array(broken).fill('1,"open'), "2,last", ""].join("\n")),
    );
  const patched = await file(100);
  expect(patched.problems.map(({ line }) => line)).toEqual(
    Array.from({ length: 100 }, (_, i) => 3 + i),
  );
  expect(patched.rows.map(({ fields }) => fields.b)).toEqual(["first", "last"]);
  const hopeless = await file(101);
  expect(hopeless.problems).toHaveLength(101);
  expect(hopeless.problems.at(-1)).toEqual({
    line: 103,
    reason: "A quotation mark is not closed, once too often: from here on nothing is read",
  });
  expect(hopeless.rows.map(({ fields }) => fields.b)).toEqual(["first"]);
});

Deno.test("an inch mark inside a field is text", async () => {
  expect((await readCsv(bytes('a,b\n1,Lift 72" tall\n'))).rows[0].fields.b).toBe('Lift 72" tall');
});

Deno.test("an empty file is one problem", async () => {
  expect((await readCsv(bytes(""))).problems).toEqual([{ line: 1, reason: "The file is empty" }]);
});

const TABLE = {
  columns: ["ref", "name"],
  rows: [{ line: 2, fields: { ref: "1", name: "Lee, Ada" } }],
};

Deno.test("fields may be separated by commas, semicolons, tabs or bars", async () => {
  for (const separator of [",", ";", "\t", "|"]) {
    const file = [`ref${separator}name`, `1${separator}"Lee, Ada"`].join("\r\n");
    expect(await readCsv(bytes(file))).toMatchObject(TABLE);
  }
});

Deno.test("a file may say itself what separates its fields, and its lines keep their numbers", async () => {
  for (const first of ["sep=;", '"sep=;"', "SEP=;"]) {
    expect(await readCsv(bytes(`${first}\nref;name, or names\n1;Ada\n`))).toEqual({
      columns: ["ref", "name, or names"],
      rows: [{ line: 3, fields: { ref: "1", "name, or names": "Ada" } }],
      problems: [],
    });
  }
});

Deno.test("UTF-16 is read in either order, with or without its mark", async () => {
  const text = 'ref\tname\r\n1\t"Lee, Ad\u00e9"\r\n';
  const units = (isLittle: boolean, start: string) => {
    const view = new DataView(new ArrayBuffer((start + text).length * 2));
    [...start + text].forEach((char, i) => view.setUint16(i * 2, char.charCodeAt(0), isLittle));
    return new Uint8Array(view.buffer);
  };
  for (
    const [isLittle, start] of [[true, "\ufeff"], [false, "\ufeff"], [true, ""], [
      false,
      "",
    ]] as const
  ) {
    expect((await readCsv(units(isLittle, start))).rows).toEqual([
      { line: 2, fields: { ref: "1", name: "Lee, Ad\u00e9" } },
    ]);
  }
});

Deno.test("what is no list is named for what it is, with what to do about it", async () => {
  const files: [begins: string, named: RegExp][] = [
    ["PK\x03\x04a,b\n1,2\n", /workbook \(xlsx\) that is damaged.*save it anew/],
    ["\xd0\xcf\x11\xe0a,b\n1,2\n", /old workbook \(.xls\), or one with a password: .*save it as/],
    ["%PDF-1.7\n", /a PDF: .*export the list itself/],
    ["\x89PNG\r\n", /a picture \(PNG\)/],
    ["\xff\xd8\xff\xe0", /a picture \(JPEG\)/],
    ["\0\0\0\x18ftypheic", /a picture or a film/],
    ["\x1f\x8b\x08", /compressed \(gzip\): unpack it/],
    ["<html><table><tr><td>ref</td></tr></table>", /a web page, whatever its name says/],
    ['<?xml version="1.0"?><Workbook/>', /XML, not a list/],
  ];
  for (const [begins, named] of files) {
    expect(await readCsv(codes(begins))).toEqual({
      columns: [],
      rows: [],
      problems: [{ line: 1, reason: expect.stringMatching(named) }],
    });
  }
});

Deno.test("two columns of one name refuse the file, two without any do not", async () => {
  expect(await readCsv(bytes("ref,name,\u200bname\n1,Ada,Bo\n"))).toMatchObject({
    rows: [],
    problems: [{ line: 1, reason: "Two columns are called name" }],
  });
  expect((await readCsv(bytes("ref,name,,\n1,Ada,,\n"))).rows).toHaveLength(1);
});

Deno.test("a cell of ten megabytes costs its own row, on one line or on many", async () => {
  const long = "x".repeat(10_000_000);
  const one = await readCsv(bytes(`a,b\n1,x\n2,${long}\n3,y\n`));
  expect(one.rows.map(({ line }) => line)).toEqual([2, 4]);
  expect(one.problems).toEqual([{
    line: 3,
    reason: expect.stringContaining("a cell is longer than a million"),
  }]);
  const many = await readCsv(
    bytes(`a,b\n1,x\n2,"${`${long.slice(0, 999)}\n`.repeat(2000)}"\n3,y\n`),
  );
  expect(many.rows.at(-1)).toMatchObject({ fields: { a: "3", b: "y" } });
  expect(many.problems[0]).toEqual({
    line: 3,
    reason: "A quotation mark is not closed, or a cell is longer than a million",
  });
  // The header, the two rows, and every line of the cell.
  expect(many.rows.length + many.problems.length + 1).toBe(2004);
});

Deno.test("what lies across blocks is read as if there were none: cells, quotes, line ends, characters", async () => {
  const rows = Array.from(
    { length: 12_000 },
    (_, i) =>
      i % 7 === 0
        ? `${i},"two\r\nlines, ${i}"`
        : i % 11 === 0
        ? `${i},"open`
        : `${i},Zo\u00e9 \u{1f600} ${i}`,
  );
  const broken = rows.filter((_, i) => i % 7 !== 0 && i % 11 === 0 && i > 500 && i < 1200).length;
  const kept = rows.filter((row, i) => !row.endsWith('"open') || (i > 500 && i < 1200));
  const file = await readCsv(bytes(`ref,name\r\n${kept.join("\r\n")}\r\n`));
  expect(file.problems).toHaveLength(broken);
  expect(file.rows).toHaveLength(kept.length - broken);
  const wrong = file.rows.filter(({ fields }) => {
    const i = Number(fields.ref);
    return fields.name !== (i % 7 === 0 ? `two\nlines, ${i}` : `Zo\u00e9 \u{1f600} ${i}`);
  });
  expect(wrong).toEqual([]);
});

Deno.test("a line end that two blocks share is one", async () => {
  const block = 1 << 18;
  const first = `ref,name\r\n1,${"x".repeat(block)}`.slice(0, block - 1);
  const { rows } = await readCsv(bytes(`${first}\r\n2,y\r\n`));
  expect(rows.map(({ line }) => line)).toEqual([2, 3]);
});

Deno.test("titles above a header are passed over and said so, and lines keep their numbers", async () => {
  const report =
    "Acme Lifts Inc.\nSales by Customer Detail\n\n,Transaction date,Num,Quantity\n,2026-01-05,S1,2\n";
  expect(await openTable(bytes(report))).toMatchObject({
    columns: ["", "Transaction date", "Num", "Quantity"],
    notices: [expect.stringContaining("The header is on line 4")],
  });
  expect((await readCsv(bytes(report))).rows.map(({ line }) => line)).toEqual([5]);
});

Deno.test("rows of separators alone, which spreadsheets leave below a list, are none", async () => {
  const { rows, problems } = await readCsv(bytes('ref,name\n1,Ada\n,\n" ",""\n , \n2,Bo\n,\n'));
  expect(rows.map(({ line }) => line)).toEqual([2, 6]);
  expect(problems).toEqual([]);
});

Deno.test("two quotation marks too many do not make one row of two", async () => {
  const row = 'a,b,",c';
  const { rows, problems } = await readCsv(bytes(`k,l,m,n\n${row}\n${row}\nd,e,f,g\n`));
  expect(rows.map(({ line }) => line)).toEqual([4]);
  expect(problems.map(({ line }) => line)).toEqual([2, 3]);
  const note = 'k,l,m,n\na,b,"one, two\nthree",c\n';
  expect((await readCsv(bytes(note))).rows).toHaveLength(1);
});

Deno.test("a file of which ten thousand rows are broken is given up: it is no table", async () => {
  const { problems } = await readCsv(bytes("ref,name\n1,Ada\n" + "x\n".repeat(20_000)));
  expect(problems).toHaveLength(10_001);
  expect(problems.at(-1)?.reason).toContain("from here on nothing is read");
});

Deno.test("JSON, and what has a NUL in its header, is no list", async () => {
  const [json] = (await readCsv(bytes('[{"ref": 1}]'))).problems;
  expect(json.reason).toContain("is JSON");
  const [program] = (await readCsv(bytes("MZ\u0090\0\u0003\0\0\0x"))).problems;
  expect(program.reason).toContain("is no list");
});

Deno.test("a file of stray quotation marks is given up long before it is read to its end", async () => {
  const start = performance.now();
  for (const row of ['"\n', '1,"x\n', `1,"${"x".repeat(900)}\n`]) {
    const file = "ref,name\n" + row.repeat(2_000_000 / row.length);
    const { problems } = await readCsv(bytes(file));
    expect(problems.length).toBeLessThanOrEqual(102);
    expect(problems.at(-1)?.reason).toContain("from here on nothing is read");
  }
  // Each took minutes when a block was parsed anew for every mark.
  expect(performance.now() - start).toBeLessThan(20_000);
});

Deno.test("quotes that are not closed cost their own lines, however far apart they stand", async () => {
  const file = "ref,name\n" + `1,"x\n${"2,abcdefghijklmnop\n".repeat(60_000)}`.repeat(3);
  const { rows, problems } = await readCsv(bytes(file));
  expect(problems.map(({ line }) => line)).toEqual([2, 60_003, 120_004]);
  expect(rows).toHaveLength(180_000);
});

Deno.test("of a line that never ends no more is kept than tells that it is too long", () => {
  const pieces = Array.from({ length: 400 }, () => "x".repeat(1 << 16));
  const lines = [...linesOf([...pieces, "\n1,Ada\n"])].flatMap(({ lines }) => lines);
  expect(lines.map(({ length }) => length < 1_100_000)).toEqual([true, true, true]);
  expect(lines[0].length).toBeGreaterThan(1_000_000);
  expect(lines.slice(1)).toEqual(["1,Ada", ""]);
});
