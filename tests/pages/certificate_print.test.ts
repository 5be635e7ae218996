/** The office opens the PDF of an inspection record; nobody else does. */
import { expect } from "expect";
import { certificateSamples } from "@/tests/papers/certificate_samples.ts";
import { signIn } from "./staff_world.ts";
import { api, ask, called, handle, SITE, test } from "./world.ts";

const PATH = "/office/certificates/MIR-2026-00412.pdf";
const ID = "00000000-0000-4000-8000-000000000412";

test("the office gets the PDF, which no cache keeps, and its digest is written down", async () => {
  api.answer({
    certificate_facts: () => ({ ...certificateSamples.plain, id: ID, status: "current" }),
    keep_certificate_digest: () => ({ status: "same" }),
  });
  const headers = await signIn("office");
  const response = await handle(new Request(SITE + PATH, { headers }));
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect(response.status).toBe(200);
  expect(response.headers.get("Content-Type")).toBe("application/pdf");
  expect(response.headers.get("Cache-Control")).toBe("no-store");
  expect(new TextDecoder().decode(bytes.slice(0, 8))).toBe("%PDF-1.7");
  expect(called("certificate_facts")).toEqual([{ number: "MIR-2026-00412" }]);
  const sha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  expect(called("keep_certificate_digest")).toEqual([{ certificate_id: ID, sha256 }]);
});

test("a technician, a stranger, and what is no number of a record get none", async () => {
  const stranger = await ask(PATH);
  expect([stranger.status, stranger.headers.get("Location")?.startsWith("/sign-in")]).toEqual([
    303,
    true,
  ]);
  expect((await ask(PATH, { headers: await signIn("technician") })).status).toBe(403);
  const headers = await signIn("office");
  for (const file of ["MIR-2026-00412", "MIR-26-1.pdf", "x.pdf"]) {
    expect((await ask(`/office/certificates/${file}`, { headers })).status).toBe(404);
  }
  expect(called("certificate_facts")).toEqual([]);
});
