// @ts-types="./pdfkit.d.ts"
import PDFDocument, {
  type MarkedContent,
  type StructureElement,
  type StructureOptions,
} from "pdfkit";
import { BOLD_FONT, REGULAR_FONT } from "./fonts.ts";
import { printable } from "./printable.ts";

/** Points. */
const MARGIN = 44;
const PAGE = { width: 612, height: 792 };
/** Below it stand the number of the page and the name of the paper. */
const FOOT = PAGE.height - 36;

const INK = "#111111";
const RULE = "#777777";

export interface Words {
  tag?: string;
  bold?: boolean;
  size?: number;
  align?: "left" | "right";
  /** From the left edge of the text area; the whole of it without. */
  x?: number;
  width?: number;
  /** Space after it. */
  after?: number;
}

export interface Column {
  title: string;
  width: number;
  align?: "left" | "right";
  /** What a row is about: read out with each of its cells. */
  isHead?: boolean;
}

/** A cell: its text, and perhaps bold. */
export type Cell = string | { text: string; bold: boolean };

/**
 * A letter-size PDF that screen readers can read: text is tagged in the order in which it is written, what only looks
 * good is marked as such. The same calls give the same bytes.
 */
export class Paper {
  readonly width = PAGE.width - 2 * MARGIN;
  #doc: PDFDocument;
  #root: StructureElement;
  #parents: StructureElement[];
  #y = MARGIN;
  #footer: string;
  #isArtifact = false;
  #chunks: Uint8Array[] = [];
  #finished: Promise<void>;

  /** `made`: what the file says it was made at, so that it never depends on the clock. */
  constructor({ title, author, made }: { title: string; author: string; made: Date }) {
    this.#doc = new PDFDocument({
      size: "LETTER",
      // Pages are broken here, never in the middle of an element.
      margin: 0,
      pdfVersion: "1.7",
      tagged: true,
      subset: "PDF/UA",
      lang: "en-CA",
      displayTitle: true,
      bufferPages: true,
      font: null,
      info: { Title: title, Author: author, CreationDate: made, ModDate: made },
    });
    this.#footer = title;
    this.#doc.registerFont("regular", decoded(REGULAR_FONT));
    this.#doc.registerFont("bold", decoded(BOLD_FONT));
    this.#root = this.#doc.struct("Document");
    this.#doc.addStructure(this.#root);
    this.#parents = [this.#root];
    this.#finished = new Promise((resolve, reject) => {
      this.#doc.on("data", (chunk) => this.#chunks.push(chunk));
      this.#doc.on("end", resolve);
      this.#doc.on("error", reject);
    });
  }

  /** How far down the page the next thing goes. */
  get y(): number {
    return this.#y;
  }

  /** Space before the next thing. */
  space(points: number): void {
    this.#y += points;
  }

  /** Begins a page where the next `height` points have no room. */
  room(height: number): boolean {
    if (this.#y + height <= FOOT - 12) return false;
    this.#doc.addPage();
    this.#y = MARGIN;
    return true;
  }

  /** Everything that `draw` writes belongs to one element, such as a table or a list. */
  group(tag: string, draw: () => void, options: StructureOptions = {}): void {
    const element = this.#doc.struct(tag, options);
    this.#parents.at(-1)!.add(element);
    this.#parents.push(element);
    draw();
    this.#parents.pop();
    element.end();
  }

  /** A paragraph or whatever `tag` says, as wide as it may be and as high as it must; a heading is a bookmark as well. */
  text(words: string, style: Words = {}): void {
    this.room(this.heightOf(words, style));
    if (/^H\d$/.test(style.tag ?? "")) this.#doc.outline.addItem(printable(words));
    this.#write(style.tag ?? "P", words, style, this.#y);
    this.#y += this.heightOf(words, style) + (style.after ?? 0);
  }

  /** Pieces beside each other, each at its `x`; what follows stands below the highest. */
  beside(pieces: [words: string, style: Words][], after = 0): void {
    const height = Math.max(...pieces.map(([words, style]) => this.heightOf(words, style)));
    this.room(height);
    for (const [words, style] of pieces) this.#write(style.tag ?? "P", words, style, this.#y);
    this.#y += height + after;
  }

  heightOf(words: string, style: Words): number {
    this.#style(style);
    return this.#doc.heightOfString(printable(words), { width: this.#widthOf(style), lineGap: 1 });
  }

  /** Label and value, line by line, read out together. */
  ledger(rows: [label: string, value: string][], labelWidth = 130): void {
    this.group("L", () => {
      for (const [label, value] of rows) {
        this.group("LI", () =>
          this.beside([
            [label, { tag: "Lbl", size: 10, width: labelWidth - 10 }],
            [value, { tag: "LBody", bold: true, size: 10, x: labelWidth }],
          ], 3));
      }
    });
  }

  /** A table; a page that it goes on to begins with its head, which is not read out again. */
  table(columns: Column[], rows: Cell[][], size = 9.5): void {
    const styles = columns.map(({ width, align }, n): Words => ({
      size,
      align,
      x: columns.slice(0, n).reduce((sum, column) => sum + column.width, 0) + 3,
      width: width - 6,
    }));
    const head = (write: (tag: string, words: string, style: Words) => void) => {
      const tops = columns.map(({ title }, n) => ({ title, style: { ...styles[n], bold: true } }));
      const height = Math.max(...tops.map(({ title, style }) => this.heightOf(title, style)));
      for (const { title, style } of tops) write("TH", title, style);
      this.#y += height + 3;
      this.rule(INK);
      this.space(3);
    };
    this.group("Table", () => {
      this.group(
        "TR",
        () =>
          head((tag, words, style) => this.#write(tag, words, style, this.#y, { scope: "Column" })),
      );
      for (const row of rows) {
        const cells = row.map((cell, n) => {
          const { text, bold } = typeof cell === "string" ? { text: cell, bold: false } : cell;
          return { text, style: { ...styles[n], bold } };
        });
        const height = Math.max(...cells.map(({ text, style }) => this.heightOf(text, style)));
        if (this.room(height + 4)) {
          this.artifact(() => head((_tag, words, style) => this.#draw(words, style, this.#y)));
        }
        this.group(
          "TR",
          () =>
            cells.forEach(({ text, style }, n) =>
              columns[n].isHead
                ? this.#write("TH", text, style, this.#y, { scope: "Row" })
                : this.#write("TD", text, style, this.#y)
            ),
        );
        this.#y += height + 1.5;
        this.rule(RULE);
        this.space(2.5);
      }
    });
  }

  /** A line over the whole width. */
  rule(color = RULE): void {
    this.artifact(() =>
      this.#doc.lineWidth(0.5).strokeColor(color).moveTo(MARGIN, this.#y)
        .lineTo(PAGE.width - MARGIN, this.#y).stroke()
    );
  }

  /** A frame around what was written from `top` on. */
  frame(top: number): void {
    this.artifact(() =>
      this.#doc.lineWidth(1.5).strokeColor(INK)
        .rect(MARGIN - 8, top - 8, this.width + 16, this.#y - top + 12).stroke()
    );
  }

  /**
   * Dark squares that mean something together, such as a QR code; nothing moves down.
   * @param cell the side of each
   * @param x from the left edge of the text area
   */
  squares(alt: string, rows: boolean[][], cell: number, x = 0): void {
    const [left, top] = [MARGIN + x, this.#y];
    const [right, bottom] = [left + rows[0].length * cell, top + rows.length * cell];
    const bbox: [number, number, number, number] = [left, top, right, bottom];
    const figure = this.#doc.struct("Figure", { alt, bbox });
    this.#parents.at(-1)!.add(figure);
    figure.add(this.#marked("Figure", () => {
      this.#doc.fillColor("#000000");
      rows.forEach((row, n) => {
        for (const [from, to] of darkRuns(row)) {
          this.#doc.rect(left + from * cell, top + n * cell, (to - from) * cell, cell);
        }
      });
      this.#doc.fill();
    }));
    figure.end();
  }

  /** What is only seen. */
  artifact(draw: () => void): void {
    if (this.#isArtifact) return draw();
    this.#isArtifact = true;
    this.#doc.markContent("Artifact", { type: "Layout" });
    draw();
    this.#doc.endMarkedContent();
    this.#isArtifact = false;
  }

  /** The whole file. */
  async bytes(): Promise<Uint8Array> {
    const { count } = this.#doc.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.#doc.switchToPage(page);
      this.artifact(() => {
        const foot = { size: 8, align: "right" } as const;
        this.#draw(`Page ${page + 1} of ${count}`, foot, FOOT);
        this.#draw(this.#footer, { size: 8 }, FOOT);
      });
    }
    this.#root.end();
    this.#doc.end();
    await this.#finished;
    return new Uint8Array(await new Blob(this.#chunks as BlobPart[]).arrayBuffer());
  }

  #write(tag: string, words: string, style: Words, y: number, options: StructureOptions = {}) {
    const element = this.#doc.struct(tag, options);
    this.#parents.at(-1)!.add(element);
    element.add(this.#marked(tag, () => this.#draw(words, style, y)));
    element.end();
  }

  #marked(tag: string, draw: () => void): MarkedContent {
    const content = this.#doc.markStructureContent(tag);
    draw();
    this.#doc.endMarkedContent();
    return content;
  }

  #draw(words: string, style: Words, y: number): void {
    this.#style(style);
    const options = { width: this.#widthOf(style), align: style.align ?? "left", lineGap: 1 };
    this.#doc.fillColor(INK).text(printable(words), MARGIN + (style.x ?? 0), y, options);
  }

  #style({ bold, size }: Words): void {
    this.#doc.font(bold ? "bold" : "regular").fontSize(size ?? 11);
  }

  #widthOf({ x, width }: Words): number {
    return width ?? this.width - (x ?? 0);
  }
}

/** Where squares beside each other are dark: from, and up to. */
function darkRuns(row: boolean[]): [number, number][] {
  const edges = [...row, false].flatMap((isDark, x) => isDark === (row[x - 1] ?? false) ? [] : [x]);
  return edges.flatMap((from, n) => n % 2 === 0 ? [[from, edges[n + 1]] as [number, number]] : []);
}

function decoded(font: string): Uint8Array {
  return Uint8Array.from(atob(font), (character) => character.charCodeAt(0));
}
