import { listZip, ZipProblem } from "./zip.ts";

/** What bytes are by how they begin, whatever their name ends in. */
export type Kind = { is: "text" } | { is: "workbook" } | { problem: string };

const AS_CSV = `open it in a spreadsheet and save it as "Excel workbook (.xlsx)" or "CSV UTF-8"`;

/** Beginnings of what is no list, with what it is and the remedy. */
const OTHERS: [start: number[] | string, what: string, remedy: string][] = [
  [
    [0xd0, 0xcf, 0x11, 0xe0],
    "an old workbook (.xls), or one with a password",
    `open it, take the password away, and save it as "Excel workbook (.xlsx)"`,
  ],
  ["%PDF", "a PDF", "export the list itself as CSV or Excel"],
  [[0x89, 0x50, 0x4e, 0x47], "a picture (PNG)", "export the list itself as CSV or Excel"],
  [[0xff, 0xd8, 0xff], "a picture (JPEG)", "export the list itself as CSV or Excel"],
  ["GIF8", "a picture (GIF)", "export the list itself as CSV or Excel"],
  [[0x1f, 0x8b], "compressed (gzip)", "unpack it and upload what is in it"],
  ["Rar!", "compressed (RAR)", "unpack it and upload what is in it"],
  ["7z\xbc\xaf", "compressed (7z)", "unpack it and upload what is in it"],
  ["{\\rtf", "a text document (RTF)", "copy its table into a spreadsheet and save that as CSV"],
];

/** Names within zip files that tell what they are. */
const IN_ZIP: [name: RegExp, what: string, remedy: string][] = [
  [/^xl\/workbook\.bin$/, "a binary workbook (.xlsb)", AS_CSV],
  [/^content\.xml$/, "an OpenDocument file (.ods)", AS_CSV],
  [/^Index\//, "an Apple Numbers file", "choose File, Export to, CSV or Excel in Numbers"],
  [/^word\//, "a text document (.docx)", "copy its table into a spreadsheet and save that as CSV"],
  [/^ppt\//, "a presentation (.pptx)", "export the list itself as CSV or Excel"],
];

/** Tells text and workbooks from what cannot be read, which is named with its remedy. */
export function whatItIs(bytes: Uint8Array): Kind {
  if (bytes.length === 0) return { problem: "The file is empty" };
  if (begins(bytes, "PK\x03\x04")) return inZip(bytes);
  const other = OTHERS.find(([start]) => begins(bytes, start));
  if (other) return { problem: `The file is ${other[1]}: ${other[2]}` };
  if (begins(bytes.subarray(4), "ftyp")) {
    return { problem: "The file is a picture or a film: export the list itself as CSV or Excel" };
  }
  const text = new TextDecoder().decode(bytes.subarray(0, 2000)).replace(/^[\s\ufeff]+/, "");
  if (/^<(!doctype html|html|head|body|table|meta)\b/i.test(text)) {
    return { problem: `The file is a web page, whatever its name says: ${AS_CSV}` };
  }
  if (/^<\?xml\b/i.test(text)) return { problem: `The file is XML, not a list: ${AS_CSV}` };
  if (/^(\{|\[\s*[[{])\s*"/.test(text)) {
    return { problem: "The file is JSON, not a list: export the list as CSV or Excel" };
  }
  return { is: "text" };
}

function begins(bytes: Uint8Array, start: number[] | string): boolean {
  const codes = typeof start === "string" ? [...start].map((char) => char.charCodeAt(0)) : start;
  return codes.every((code, i) => bytes[i] === code);
}

function inZip(bytes: Uint8Array): Kind {
  let names: string[];
  try {
    names = [...listZip(bytes).keys()];
  } catch (error) {
    if (error instanceof ZipProblem) return { problem: error.message };
    throw error;
  }
  if (names.some((name) => /^xl\/workbook\.xml$/i.test(name))) return { is: "workbook" };
  const other = IN_ZIP.find(([name]) => names.some((each) => name.test(each)));
  if (other) return { problem: `The file is ${other[1]}: ${other[2]}` };
  return { problem: "The file is a zip file: unpack it and upload what is in it" };
}
