import { expect } from "expect";
import { HttpError } from "fresh";
import { readForm, textOf, textsOf } from "./forms.ts";
import { MOST_OF_ANYBODY } from "./read_body.ts";

const post = (body: BodyInit, type = "application/x-www-form-urlencoded") =>
  new Request("http://localhost/", { method: "POST", body, headers: { "Content-Type": type } });

async function statusOfReading(req: Request): Promise<number> {
  try {
    await readForm(req);
  } catch (error) {
    if (error instanceof HttpError) return error.status;
    throw error;
  }
  return 200;
}

Deno.test("a form's fields are trimmed, and control characters are dropped", async () => {
  const form = await readForm(post("note=%20Gate%00%20code%0A12%20&with=a&with=b"));
  expect(textOf(form, "note")).toBe("Gate code\n12");
  expect(textOf(form, "missing")).toBe("");
  expect(textsOf(form, "with")).toEqual(["a", "b"]);
});

Deno.test("a line break is one character, as the page counted it", async () => {
  const form = await readForm(post("note=a%0D%0Ab%0Ac"));
  expect(textOf(form, "note")).toBe("a\nb\nc");
});

Deno.test("what is not a form is a bad request, never an error of ours", async () => {
  expect(await statusOfReading(post("{}", "application/json"))).toBe(400);
  expect(await statusOfReading(post("x", "multipart/form-data; boundary=y"))).toBe(400);
  expect(await statusOfReading(post("x", "multipart/form-data"))).toBe(400);
  expect(await statusOfReading(post("%ff%fe=%zz"))).toBe(200);
});

Deno.test("what anybody may send is read, one byte more is not, whether the length was told or not", async () => {
  expect(await statusOfReading(post("n=" + "x".repeat(MOST_OF_ANYBODY - 2)))).toBe(200);
  expect(await statusOfReading(post("n=" + "x".repeat(MOST_OF_ANYBODY - 1)))).toBe(413);
  let asked = 0;
  const endless = new ReadableStream({
    pull(controller) {
      asked++;
      controller.enqueue(new Uint8Array(16 * 1024));
    },
  });
  expect(await statusOfReading(post(endless))).toBe(413);
  expect(asked).toBeLessThan(10);
});
