import { crc32, deflateRawSync } from "node:zlib";

const X = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

/** A zip file of these parts. */
export function makeZip(parts: Record<string, string | Uint8Array>): Uint8Array<ArrayBuffer> {
  const bodies: Uint8Array[] = [];
  const list: Uint8Array[] = [];
  let offset = 0;
  for (const [name, part] of Object.entries(parts)) {
    const plain = typeof part === "string" ? new TextEncoder().encode(part) : part;
    const packed = deflateRawSync(plain);
    const path = new TextEncoder().encode(name);
    const header = (start: number[], length: number) => {
      const view = new DataView(new ArrayBuffer(length));
      start.forEach((byte, i) => view.setUint8(i, byte));
      const at = length === 46 ? 2 : 0;
      view.setUint16(8 + at, 8, true);
      view.setUint32(14 + at, crc32(plain), true);
      view.setUint32(18 + at, packed.length, true);
      view.setUint32(22 + at, plain.length, true);
      view.setUint16(26 + at, path.length, true);
      if (length === 46) view.setUint32(42, offset, true);
      return new Uint8Array(view.buffer);
    };
    list.push(header([0x50, 0x4b, 1, 2, 20, 0, 20], 46), path);
    const local = [header([0x50, 0x4b, 3, 4, 20], 30), path, packed];
    bodies.push(...local);
    offset += local.reduce((sum, { length }) => sum + length, 0);
  }
  const size = list.reduce((sum, { length }) => sum + length, 0);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, Object.keys(parts).length, true);
  end.setUint16(10, Object.keys(parts).length, true);
  end.setUint32(12, size, true);
  end.setUint32(16, offset, true);
  return joined([...bodies, ...list, new Uint8Array(end.buffer)]);
}

function joined(pieces: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** A cell as XML within `<c>`, or text. */
export type Cell = string | { xml: string; attributes?: string };

export interface Sheet {
  name: string;
  state?: string;
  rows: Cell[][];
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** An Excel workbook; styles 1 is a day, 2 a number with five digits, 3 a day with its time. */
export function makeWorkbook(sheets: Sheet[], is1904 = false): Uint8Array<ArrayBuffer> {
  const texts: string[] = [];
  const cell = (value: Cell, row: number, column: number) => {
    const place = `r="${String.fromCharCode(65 + column)}${row}"`;
    if (typeof value === "object") return `<c ${place} ${value.attributes ?? ""}>${value.xml}</c>`;
    return `<c ${place} t="s"><v>${texts.push(value) - 1}</v></c>`;
  };
  const parts = Object.fromEntries(sheets.map(({ rows }, i) => [
    `xl/worksheets/sheet${i + 1}.xml`,
    `${X}<worksheet ${MAIN}><sheetData>${
      rows.map((cells, at) =>
        cells.length === 0
          ? ""
          : `<row r="${at + 1}">${
            cells.map((value, c) => value === "" ? "" : cell(value, at + 1, c)).join("")
          }</row>`
      ).join("")
    }</sheetData></worksheet>`,
  ]));
  return makeZip({
    "xl/workbook.xml": `${X}<workbook ${MAIN} ${R}><workbookPr ${
      is1904 ? 'date1904="1"' : ""
    }/><sheets>${
      sheets.map(({ name, state }, i) =>
        `<sheet name="${escaped(name)}" sheetId="${i + 1}" ${
          state ? `state="${state}"` : ""
        } r:id="rId${i + 1}"/>`
      ).join("")
    }</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${X}<Relationships>${
      sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Target="worksheets/sheet${i + 1}.xml"/>`)
        .join("")
    }</Relationships>`,
    "xl/styles.xml":
      `${X}<styleSheet ${MAIN}><numFmts><numFmt numFmtId="164" formatCode="00000"/>` +
      `<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>` +
      `<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
    ...parts,
    "xl/sharedStrings.xml": `${X}<sst ${MAIN}>${
      texts.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join("")
    }</sst>`,
  });
}

/** A stored number, shown by a style. */
export const number = (stored: string, style = 0): Cell => ({
  attributes: `s="${style}"`,
  xml: `<v>${stored}</v>`,
});
