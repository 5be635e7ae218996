/** What we use of pdfkit, which brings no types of its own. Points, from the top left. */

export interface PdfInfo {
  Title: string;
  Author: string;
  CreationDate: Date;
  ModDate: Date;
}

export interface PdfOptions {
  size: "LETTER";
  margin: number;
  pdfVersion: "1.7";
  tagged: true;
  subset: "PDF/UA";
  lang: string;
  displayTitle: true;
  bufferPages: true;
  font: null;
  info: PdfInfo;
}

export interface TextOptions {
  width?: number;
  align?: "left" | "right" | "center";
  lineGap?: number;
  lineBreak?: boolean;
}

export interface StructureOptions {
  alt?: string;
  scope?: "Row" | "Column";
  bbox?: [number, number, number, number];
}

/** A stretch of a page that belongs to an element. */
export interface MarkedContent {
  document: unknown;
}

export interface StructureElement {
  add(child: StructureElement | MarkedContent): this;
  end(): void;
}

export default class PDFDocument {
  constructor(options: PdfOptions);
  page: { width: number; height: number };
  outline: { addItem(title: string): unknown };
  registerFont(name: string, source: Uint8Array): this;
  font(name: string): this;
  fontSize(size: number): this;
  fillColor(color: string): this;
  strokeColor(color: string): this;
  lineWidth(width: number): this;
  text(text: string, x: number, y: number, options: TextOptions): this;
  heightOfString(text: string, options: TextOptions): number;
  widthOfString(text: string): number;
  moveTo(x: number, y: number): this;
  lineTo(x: number, y: number): this;
  rect(x: number, y: number, width: number, height: number): this;
  fill(): this;
  stroke(): this;
  addPage(): this;
  switchToPage(page: number): this;
  bufferedPageRange(): { start: number; count: number };
  struct(type: string, options?: StructureOptions): StructureElement;
  addStructure(element: StructureElement): this;
  markContent(tag: "Artifact", options?: { type: string }): this;
  markStructureContent(tag: string): MarkedContent;
  endMarkedContent(): this;
  on(event: "data", listener: (chunk: Uint8Array) => void): this;
  on(event: "end", listener: () => void): this;
  on(event: "error", listener: (error: unknown) => void): this;
  end(): void;
}
