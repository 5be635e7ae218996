import { expect } from "expect";
import { certificateSamples } from "@/tests/papers/certificate_samples.ts";
import { drawn } from "@/tests/papers/pngs.ts";
import { certificatePdf } from "./pdf.ts";

const { plain, full } = certificateSamples;
const POPPLER = await Deno.stat("/usr/bin/pdftotext").then(() => true, () => false);

const latin = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);

/** What a program of poppler says of a file. */
async function poppler(program: "pdftotext" | "pdfinfo", options: string[], file: Uint8Array) {
  const path = await Deno.makeTempFile({ suffix: ".pdf" });
  try {
    await Deno.writeFile(path, file);
    const args = program === "pdftotext" ? [...options, path, "-"] : [...options, path];
    const { stdout } = await new Deno.Command(program, { args }).output();
    return new TextDecoder().decode(stdout);
  } finally {
    await Deno.remove(path);
  }
}

/** A text without its line breaks and spaces: where a line ends is the paper's business. */
const squeezed = (text: string) => text.replace(/\s+/g, "");

Deno.test("a certificate made twice is the same file, and another one is not", async () => {
  for (const facts of [plain, full]) {
    expect(await certificatePdf(facts)).toEqual(await certificatePdf(structuredClone(facts)));
  }
  const other = { ...plain, code: "7Q4M2XKD9HVT3R0Q" };
  expect(await certificatePdf(other)).not.toEqual(await certificatePdf(plain));
});

Deno.test("it says that it is tagged, in which language, what it is called and when it was issued", async () => {
  const file = latin(await certificatePdf(plain));
  expect(file).toContain("%PDF-1.7");
  expect(file).toContain("/Marked true");
  expect(file).toContain("/Lang (en-CA)");
  expect(file).toContain("<pdfuaid:part>1</pdfuaid:part>");
  expect(file).toContain("/DisplayDocTitle true");
  expect(file).toMatch(/\/Outlines \d+ 0 R/);
  expect(file).toContain("/Title (What was checked)");
  expect(file).toContain("(D:20261208161200Z)");
  expect(file).toContain(
    "/Alt (QR code that opens https://book.example.com/verify/7Q4M2XKD9HVT3R0P)",
  );
});

Deno.test({
  name: "every line, note and name can be read out of it, in the order of the paper",
  ignore: !POPPLER,
  async fn() {
    for (const facts of [plain, full]) {
      const text = squeezed(await poppler("pdftotext", ["-raw"], await certificatePdf(facts)));
      const places = facts.lines.map(({ label }) => text.indexOf(squeezed(label)));
      expect(places).not.toContain(-1);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      const said = [
        facts.number,
        facts.company.name,
        facts.unit.product!,
        facts.unit.serial_number ?? facts.unit.order_line!,
        ...facts.unit.address_lines,
        facts.technician!.name,
        facts.technician!.licence_number!,
        "7Q4M 2XKD 9HVT 3R0P",
        ...facts.lines.flatMap(({ note }) => note ?? []),
      ];
      expect(said.filter((words) => !text.includes(squeezed(words)))).toEqual([]);
    }
  },
});

Deno.test({
  name: "an ordinary one is one page; on each page of a long one the table has its head",
  ignore: !POPPLER,
  async fn() {
    expect(await poppler("pdfinfo", [], await certificatePdf(plain))).toMatch(/^Pages: +1$/m);
    const long = await certificatePdf(full);
    const pages = (await poppler("pdftotext", ["-layout"], long)).split("\f").slice(0, -1);
    expect(pages.length).toBeGreaterThan(2);
    const withLines = pages.filter((page) => /Ligne n°/.test(page));
    expect(withLines.every((page) => /No\.\s+Line\s+Safety line/.test(page))).toBe(true);
    expect(pages.every((page, n) => page.includes(`Page ${n + 1} of ${pages.length}`))).toBe(true);
  },
});

Deno.test({
  name: "a reader is told what is a heading, a list and a table, and the head of a table once",
  ignore: !POPPLER,
  async fn() {
    const tags = await poppler("pdfinfo", ["-struct"], await certificatePdf(full));
    const count = (tag: string) => tags.match(new RegExp(`^ *${tag}\\b`, "gm"))?.length ?? 0;
    expect([count("H1"), count("H2"), count("L"), count("Table"), count("Figure")])
      .toEqual([1, 1, 1, 1, 1]);
    expect(count("TR")).toBe(41);
    expect(tags.match(/\/Scope \/Column/g)).toHaveLength(5);
    expect(tags.match(/\/Scope \/Row/g)).toHaveLength(40);
  },
});

Deno.test("what was drawn is drawn again, and told to whoever cannot see it", async () => {
  const alt = "/Alt (Signature of Ethel Marsh)";
  expect(latin(await certificatePdf(plain))).toContain(alt);
  const typed = { ...plain, signature_png: null };
  expect(latin(await certificatePdf(typed))).not.toContain("/Alt (Signature");
  const other = { ...plain, signature_png: drawn(["#.#", ".#."]).toBase64() };
  expect(await certificatePdf(other)).not.toEqual(await certificatePdf(plain));
});

Deno.test("a picture that is none is left out, and the paper says who signed all the same", async () => {
  const damaged = { ...plain, signature_png: drawn(["#"]).slice(0, 60).toBase64() };
  const without = { ...plain, signature_png: null };
  expect(await certificatePdf(damaged)).toEqual(await certificatePdf(without));
});

Deno.test({
  name: "what failed without being critical, a repair, and who could not sign are told",
  ignore: !POPPLER,
  async fn() {
    const read = async (facts: typeof plain) =>
      (await poppler("pdftotext", [], await certificatePdf(facts))).replace(/\s+/g, " ");
    expect(await read(plain)).toContain(
      "Passed. Every safety line was checked. To be seen to: line 11.",
    );
    const repaired = await read(full);
    expect(repaired).toContain("Passed after repair.");
    expect(repaired).toContain("Repaired Tue, Dec 15, 2026, work order 1311");
    expect(repaired).toContain("Nobody could sign: arthritis of both hands;");
    const bare = await read({
      ...plain,
      technician: null,
      unit: { ...plain.unit, product: null, order_line: null, address_lines: [] },
      signature: { name: "Cleo Marsh", role: "caregiver", method: "typed", reason: null },
      signature_png: null,
    });
    expect(bare).toContain(
      "Unit Stair lift Serial or unit number not known Where it is not known Technician not known",
    );
    expect(bare).toContain(
      "Signed by Cleo Marsh, caregiver, December 8, 2026, by typing the name.",
    );
  },
});
