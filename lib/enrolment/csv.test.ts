import { expect } from "expect";
import { readCsv } from "./csv.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("a byte-order mark, other line ends and quotes make no difference", () => {
  const plain = readCsv(bytes('ref,name\n1,Ada\n2,"Lee, Bo"\n'));
  const dressed = readCsv(bytes('\uFEFF"ref","name"\r\n"1","Ada"\r\n"2","Lee, Bo"\r\n'));
  const old = readCsv(bytes('ref , name\r1, Ada \r2,"Lee, Bo"'));
  expect(dressed).toEqual(plain);
  expect(old).toEqual(plain);
  expect(plain.rows).toEqual([
    { line: 2, fields: { ref: "1", name: "Ada" } },
    { line: 3, fields: { ref: "2", name: "Lee, Bo" } },
  ]);
});

Deno.test("a row's line is the one it starts on, after quoted line breaks and empty lines", () => {
  const { rows } = readCsv(bytes('ref,note\r\n1,"two\r\nlines"\r\n\r\n2,x\r\n'));
  expect(rows.map((row) => row.line)).toEqual([2, 5]);
});

Deno.test("rows that are not UTF-8 are named, the others are read", () => {
  const latin1 = Uint8Array.from("ref,name\n1,Ren\xe9e\n2,Bo\n", (char) => char.charCodeAt(0));
  expect(readCsv(latin1)).toEqual({
    columns: ["ref", "name"],
    rows: [{ line: 3, fields: { ref: "2", name: "Bo" } }],
    problems: [{ line: 2, reason: "The row is not UTF-8" }],
  });
});

Deno.test("rows that hold a NUL character are named, the others are read", () => {
  expect(readCsv(bytes("ref,name\n1,Ren\0e\n2,Bo\n\0\0,\0\n3,a,b\0\n"))).toEqual({
    columns: ["ref", "name"],
    rows: [{ line: 3, fields: { ref: "2", name: "Bo" } }],
    problems: [2, 4, 5].map((line) => ({ line, reason: "The row holds a NUL character" })),
  });
});

Deno.test("ragged rows are named with their counts", () => {
  const { rows, problems } = readCsv(bytes("a,b,c\n1,2\n1,2,3\n1,2,3,4\n"));
  expect(rows.map((row) => row.line)).toEqual([3]);
  expect(problems).toEqual([
    { line: 2, reason: "The row has 2 fields, the header 3" },
    { line: 4, reason: "The row has 4 fields, the header 3" },
  ]);
});

Deno.test("a quotation mark that is never closed costs its own line only", () => {
  const { rows, problems } = readCsv(bytes('a,b\n1,"open\n2,x\n\n3,"fine"\n4,"again\n5,y\n'));
  expect(rows.map((row) => row.line)).toEqual([3, 5, 7]);
  expect(problems.map((problem) => problem.line)).toEqual([2, 6]);
});

Deno.test("a hundred broken quotes cost their own lines; with one more the file is given up from there on", () => {
  const file = (broken: number) =>
    readCsv(bytes(["a,b", "0,first", ...Array(broken).fill('1,"open'), "2,last", ""].join("\n")));
  const patched = file(100);
  expect(patched.problems.map(({ line }) => line)).toEqual(
    Array.from({ length: 100 }, (_, i) => 3 + i),
  );
  expect(patched.rows.map(({ fields }) => fields.b)).toEqual(["first", "last"]);
  const hopeless = file(101);
  expect(hopeless.problems).toHaveLength(101);
  expect(hopeless.problems.at(-1)).toEqual({
    line: 103,
    reason: "A quotation mark is not closed, once too often: from here on nothing is read",
  });
  expect(hopeless.rows.map(({ fields }) => fields.b)).toEqual(["first"]);
});

Deno.test("an inch mark inside a field is text", () => {
  expect(readCsv(bytes('a,b\n1,Lift 72" tall\n')).rows[0].fields.b).toBe('Lift 72" tall');
});

Deno.test("an empty file is one problem", () => {
  expect(readCsv(bytes("")).problems).toEqual([{ line: 1, reason: "The file is empty" }]);
});

const TABLE = {
  columns: ["ref", "name"],
  rows: [{ line: 2, fields: { ref: "1", name: "Lee, Ada" } }],
};

Deno.test("fields may be separated by commas, semicolons, tabs or bars", () => {
  for (const separator of [",", ";", "\t", "|"]) {
    const file = [`ref${separator}name`, `1${separator}"Lee, Ada"`].join("\r\n");
    expect(readCsv(bytes(file))).toMatchObject(TABLE);
  }
});

Deno.test("a file may say itself what separates its fields, and its lines keep their numbers", () => {
  for (const first of ["sep=;", '"sep=;"', "SEP=;"]) {
    expect(readCsv(bytes(`${first}\nref;name, or names\n1;Ada\n`))).toEqual({
      columns: ["ref", "name, or names"],
      rows: [{ line: 3, fields: { ref: "1", "name, or names": "Ada" } }],
      problems: [],
    });
  }
});

Deno.test("UTF-16 is read in either order, with or without its mark", () => {
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
    expect(readCsv(units(isLittle, start)).rows).toEqual([
      { line: 2, fields: { ref: "1", name: "Lee, Ad\u00e9" } },
    ]);
  }
});

Deno.test("a workbook under another name is named for what it is", () => {
  for (const [kind, start] of [["xlsx", "PK\x03\x04"], ["xls", "\xd0\xcf\x11\xe0"]]) {
    const file = Uint8Array.from(`${start}a,b\n1,2\n`, (char) => char.charCodeAt(0));
    expect(readCsv(file)).toEqual({
      columns: [],
      rows: [],
      problems: [{ line: 1, reason: expect.stringContaining(`a workbook (${kind}), not CSV`) }],
    });
  }
});

Deno.test("two columns of one name refuse the file, two without any do not", () => {
  expect(readCsv(bytes("ref,name,\u200bname\n1,Ada,Bo\n"))).toMatchObject({
    rows: [],
    problems: [{ line: 1, reason: "Two columns are called name" }],
  });
  expect(readCsv(bytes("ref,name,,\n1,Ada,,\n")).rows).toHaveLength(1);
});
