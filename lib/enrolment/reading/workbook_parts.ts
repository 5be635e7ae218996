import { type Format, formatOf, unescaped } from "./sheet_cells.ts";
import { localName, type Parts, readXml } from "./xml_parts.ts";
import { ZipProblem } from "./zip.ts";

/** What a workbook says of one of its sheets. */
export interface SheetEntry {
  name: string;
  isHidden: boolean;
  /** Within the zip file. */
  path: string;
}

type Attributes = Record<string, string>;

/** All texts of a workbook together; a list of half a million different cells has fewer characters. */
const MOST_TEXTS = 60_000_000;

/** The sheets of a workbook in their order. */
export async function sheetsOf(
  parts: Parts,
): Promise<{ sheets: SheetEntry[]; is1904: boolean }> {
  const paths = new Map<string, string>();
  const rels = elements(parts, "xl/_rels/workbook.xml.rels", ["Relationship"]);
  for await (const { said } of rels) paths.set(said.Id, withinZip(said.Target ?? ""));
  const sheets: SheetEntry[] = [];
  let is1904 = false;
  for await (
    const { name, said, isEnd } of elements(parts, "xl/workbook.xml", [
      "sheet",
      "workbookPr",
    ])
  ) {
    if (isEnd) continue;
    if (name === "workbookPr") is1904 = /^(1|true)$/.test(said.date1904 ?? "");
    else {
      const id = Object.entries(said).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? "";
      const path = paths.get(id) ?? "";
      // Charts and macros have sheets of their own.
      if (!/worksheets\//.test(path)) continue;
      const isHidden = said.state !== undefined && said.state !== "visible";
      sheets.push({ name: said.name ?? "", isHidden, path });
    }
  }
  if (sheets.length === 0) throw new ZipProblem("The workbook has no sheet");
  return { sheets, is1904 };
}

function withinZip(target: string): string {
  return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
}

/** How numbers are shown, by the style of a cell. */
export async function formatsOf(parts: Parts): Promise<Format[]> {
  if (!parts.entries.has("xl/styles.xml")) return [];
  const codes = new Map<number, string>();
  const formats: Format[] = [];
  let isInCells = false;
  for await (
    const { name, said, isEnd } of elements(parts, "xl/styles.xml", [
      "numFmt",
      "cellXfs",
      "xf",
    ])
  ) {
    if (name === "cellXfs") isInCells = !isEnd;
    else if (isEnd) continue;
    else if (name === "numFmt") codes.set(Number(said.numFmtId), said.formatCode ?? "");
    else if (isInCells) {
      const id = Number(said.numFmtId ?? 0);
      formats.push(formatOf(id, codes.get(id)));
    }
  }
  return formats;
}

/** The texts that cells share, in order. */
export async function sharedTexts(parts: Parts): Promise<string[]> {
  if (!parts.entries.has("xl/sharedStrings.xml")) return [];
  const texts: string[] = [];
  let characters = 0;
  const read = readXml<string>(parts, "xl/sharedStrings.xml", (parser, add) => {
    let text = "";
    let isValue = false;
    let isAside = false;
    parser.on("opentag", (tag) => {
      const name = localName(tag);
      if (name === "si") text = "";
      else if (name === "t") isValue = true;
      else if (name === "rPh") isAside = true;
    });
    parser.on("text", (said) => {
      if (isValue && !isAside) text += said;
    });
    parser.on("closetag", (tag) => {
      const name = localName(tag);
      if (name === "t") isValue = false;
      else if (name === "rPh") isAside = false;
      else if (name === "si") add(unescaped(text));
    });
  });
  for await (const text of read) {
    characters += text.length;
    if (characters > MOST_TEXTS) {
      throw new ZipProblem(
        "The workbook holds more text than a list does: save only the sheet with the list, as CSV",
      );
    }
    texts.push(text);
  }
  return texts;
}

/** The elements of some names in a part, with what their attributes say; each again at its end. */
function elements(parts: Parts, path: string, names: string[]) {
  return readXml<{ name: string; said: Attributes; isEnd: boolean }>(
    parts,
    path,
    (parser, add) => {
      const tell = (isEnd: boolean) => (tag: Parameters<typeof localName>[0]) => {
        const name = localName(tag);
        if (names.includes(name)) add({ name, said: tag.attributes as Attributes, isEnd });
      };
      parser.on("opentag", tell(false));
      parser.on("closetag", tell(true));
    },
  );
}
