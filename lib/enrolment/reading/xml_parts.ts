import { SaxesParser, type SaxesTagPlain } from "saxes";
import { TOO_MUCH, unzip, type ZipEntry, ZipProblem } from "./zip.ts";

/** The parts of a workbook, packed. */
export interface Parts {
  bytes: Uint8Array;
  entries: Map<string, ZipEntry>;
  /** Characters that may be looked at, where that is less than all of them. */
  patience?: { left: number };
}

export const DAMAGED = "The workbook is damaged: open it, save it anew and upload that";

/** Characters without an element between them: no cell is that long. */
const MOST_TEXT = 4_000_000;

/** Reads an XML part piece by piece and hands over what `take` collected after each. */
export async function* readXml<Item>(
  book: Parts,
  path: string,
  listen: (parser: SaxesParser, add: (item: Item) => void) => void,
): AsyncGenerator<Item> {
  const entry = book.entries.get(path);
  if (!entry) {
    throw new ZipProblem(`The workbook has no ${path}: open it, save it anew and upload that`);
  }
  const parser = new SaxesParser();
  let items: Item[] = [];
  let silent = 0;
  parser.on("error", (error) => {
    throw new ZipProblem(DAMAGED, { cause: error });
  });
  listen(parser, (item) => items.push(item));
  for await (const piece of unzip(book.bytes, entry)) {
    silent = piece.includes("<") ? 0 : silent + piece.length;
    if (silent > MOST_TEXT) {
      throw new ZipProblem("The workbook has a cell of several million characters: take it away");
    }
    if (book.patience && (book.patience.left -= piece.length) < 0) throw new ZipProblem(TOO_MUCH);
    parser.write(piece);
    yield* items;
    items = [];
  }
  parser.close();
  yield* items;
}

/** An element's name without the prefix that some programs write. */
export function localName({ name }: SaxesTagPlain): string {
  return name.slice(name.indexOf(":") + 1);
}
