import { expect } from "expect";
import type { Rpc } from "@/lib/database/rpc.ts";
import { act } from "./save.ts";

/** What comes of leave that was typed so: the field and the first words of what is said. */
async function leave(fields: Record<string, string>): Promise<string> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ box: "leave", ...fields })) form.set(name, value);
  const rpc =
    ((_name: string, { starts_at, ends_at }: Record<string, string>) =>
      Promise.resolve({ status: "placed", reason: `${starts_at} ${ends_at}` })) as unknown as Rpc;
  const came = await act(rpc, "", form, "America/Toronto");
  return came?.done ? "done" : `${came?.field}: ${came?.complaint?.split(",")[0]}`;
}

Deno.test("a year that somebody slipped in is told at its field", async () => {
  expect(await leave({ from: "2026-06-01" })).toBe("done");
  expect(await leave({ from: "1926-06-01" }))
    .toBe("from: Please enter leave that began within the last 31 days");
  expect(await leave({ from: "2026-06-01", until: "2126-06-02" }))
    .toBe("until: Please enter leave that ends within two years.");
  expect(await leave({ from: "2026-06-02", until: "2026-06-01" }))
    .toBe("from: Please enter when it begins and when it ends");
});
