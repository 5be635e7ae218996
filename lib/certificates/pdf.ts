import { encode } from "uqr";
import { readDrawing } from "@/lib/pdf/drawing.ts";
import { Paper } from "@/lib/pdf/paper.ts";
import { dueText, shortDayText, spanText } from "@/lib/text/dates.ts";

import { codeText } from "./code.ts";
import type { CertificateFacts, CertificateLine } from "./facts.ts";

const TITLE = "Maintenance inspection record";

const RESULTS = { pass: "Pass", fail: "FAIL", not_applicable: "N. A." };

const SIGNERS = {
  client: "client",
  caregiver: "caregiver",
  facility_staff: "staff of the facility",
  unable: "",
};

/**
 * The certificate as a tagged PDF on letter paper, in black: the same facts give the same bytes, wherever and whenever
 * it is made.
 */
export async function certificatePdf(facts: CertificateFacts): Promise<Uint8Array> {
  const { company, number, signature_png } = facts;
  const drawing = signature_png === null ? null : await readDrawing(bytesOf(signature_png));
  const paper = new Paper({
    title: `${TITLE} ${number}`,
    author: company.name,
    made: new Date(facts.issued_at),
  });
  paper.beside([
    [company.name, { bold: true, size: 15, width: 250 }],
    [`${company.postal_address}\n${company.phone} · ${company.email}`, {
      size: 9,
      align: "right",
      x: 256,
    }],
  ], 12);
  paper.text(TITLE, { tag: "H1", bold: true, size: 20, after: 12 });
  drawVerdict(paper, facts);
  paper.ledger(ledgerRows(facts));
  paper.space(8);
  drawLines(paper, facts.lines);
  paper.space(8);
  drawSignature(paper, facts, drawing);
  drawProof(paper, facts);
  return await paper.bytes();
}

function drawVerdict(paper: Paper, facts: CertificateFacts): void {
  const top = paper.y;
  paper.text(verdict(facts), { bold: true, size: 13, after: 4 });
  paper.text(
    `Number ${facts.number} · inspected ${shortDayText(facts.service_on)} · ` +
      `valid until ${shortDayText(facts.expires_on)}`,
    { size: 10.5 },
  );
  paper.frame(top);
  paper.space(14);
}

/** What the whole comes to; lines that failed and are not safety-critical are named by their number. */
function verdict({ lines, repair }: CertificateFacts): string {
  const failed = lines.filter(({ result }) => result === "fail").map(({ position }) => position);
  const passed = repair === null
    ? "Passed. Every safety line was checked."
    : "Passed after repair. Every safety line was checked.";
  if (failed.length === 0) return passed;
  return `${passed} To be seen to: ${failed.length === 1 ? "line" : "lines"} ${failed.join(", ")}.`;
}

function ledgerRows(facts: CertificateFacts): [string, string][] {
  const { unit, technician, visit, repair, company } = facts;
  return [
    ["Unit", unit.product === null ? unit.kind : `${unit.product} (${unit.kind.toLowerCase()})`],
    ["Serial or unit number", serialText(unit)],
    ["Where it is", placeText(unit)],
    ["Technician", technicianText(technician)],
    [
      "Visit",
      [
        shortDayText(facts.service_on),
        ...visit.started_at !== null && visit.finished_at !== null
          ? [spanText(visit.started_at, visit.finished_at, company.time_zone)]
          : [],
        ...visit.work_order === null ? [] : [`work order ${visit.work_order}`],
      ].join(", "),
    ],
    ...repair === null ? [] : [[
      "Repaired",
      [
        ...repair.repaired_on === null ? [] : [shortDayText(repair.repaired_on)],
        `work order ${repair.work_order}`,
      ].join(", "),
    ] as [string, string]],
  ];
}

function serialText({ serial_number, order_line }: CertificateFacts["unit"]): string {
  if (serial_number !== null) return serial_number;
  return order_line === null ? "not known" : `${order_line} (order line, no serial number)`;
}

function placeText({ address_lines, site_type }: CertificateFacts["unit"]): string {
  const place = address_lines.length === 0 ? "not known" : address_lines.join(", ");
  return site_type === "regulated" ? `${place} (regulated site)` : place;
}

function technicianText(technician: CertificateFacts["technician"]): string {
  if (technician === null) return "not known";
  const { name, licence_number } = technician;
  return licence_number === null ? name : `${name} (licence ${licence_number})`;
}

function drawLines(paper: Paper, lines: CertificateLine[]): void {
  paper.text("What was checked", { tag: "H2", bold: true, size: 12, after: 4 });
  paper.table(
    [
      { title: "No.", width: 32, align: "right" },
      { title: "Line", width: 230, isHead: true },
      { title: "Safety line", width: 62 },
      { title: "Result", width: 50 },
      { title: "Note", width: 150 },
    ],
    lines.map(({ position, label, safety_critical, result, note }) => [
      String(position),
      label,
      safety_critical ? { text: "Safety", bold: true } : "",
      { text: result === null ? "–" : RESULTS[result], bold: result === "fail" },
      note ?? "",
    ]),
  );
}

function drawSignature(
  paper: Paper,
  { signature, technician, service_on }: CertificateFacts,
  drawing: boolean[][] | null,
): void {
  const day = dueText(service_on);
  paper.room(drawing === null ? 40 : DRAWN.height + 8);
  const top = paper.y;
  const beside = drawing === null ? {} : { width: DRAWN.x - 16 };
  paper.text(signatureText(signature, day), { ...beside, size: 10, after: 3 });
  if (technician !== null) {
    paper.text(`Inspected by ${technician.name}, technician, ${day}.`, { ...beside, size: 10 });
  }
  if (drawing !== null) drawStrokes(paper, drawing, signature.name, top);
  paper.space(8);
}

/** Where a signature is drawn, as large as one signs on paper: beside the words about it. */
const DRAWN = { x: 340, width: 170, height: 44 };

function drawStrokes(paper: Paper, rows: boolean[][], name: string | null, top: number): void {
  const below = paper.y;
  const cell = Math.min(DRAWN.width / rows[0].length, DRAWN.height / rows.length, 0.5);
  paper.space(top - below);
  paper.squares(name === null ? "Signature" : `Signature of ${name}`, rows, cell, DRAWN.x);
  paper.space(Math.max(rows.length * cell, below - top));
}

function signatureText({ name, role, method, reason }: CertificateFacts["signature"], day: string) {
  if (role === null) return "Not signed.";
  if (role === "unable") return `Nobody could sign: ${reason ?? "no reason was given"}.`;
  const who = [name, SIGNERS[role]].filter(Boolean).join(", ");
  return `Signed by ${who}, ${day}${method === "typed" ? ", by typing the name" : ""}.`;
}

/** The way to tell whether the paper is genuine, by camera or by hand, and what it does not say. */
function drawProof(paper: Paper, { code, company }: CertificateFacts): void {
  const side = 84;
  const beside = { x: side + 18, size: 10 };
  const site = company.public_url.replace(/^https?:\/\//, "");
  const smallPrint =
    "This record states what was found on the day of the visit. It doesn't replace a licence " +
    `or an inspection that the law asks for. Kept by ${company.name} with the signed original.`;
  paper.room(side + 12);
  paper.rule();
  paper.space(10);
  const address = `${company.public_url}/verify/${code}`;
  const { data } = encode(address, { ecc: "M", border: 0 });
  paper.squares(`QR code that opens ${address}`, data, side / data.length);
  paper.text("Is this record genuine and current?", { ...beside, bold: true, after: 1 });
  paper.text(`Point a phone's camera at the square, or type the code at ${site}/verify`, beside);
  paper.space(3);
  paper.text(codeText(code), { ...beside, bold: true, size: 15, after: 3 });
  paper.text(smallPrint, { ...beside, size: 8.5 });
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
