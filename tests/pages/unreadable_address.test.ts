/** Addresses that cannot be decoded, through the application's handler. */
import { expect } from "expect";
import { loadServer } from "@/dev.ts";
import { COMPANY, startFakeApi } from "./fake_api.ts";

const api = startFakeApi();
Deno.env.set("SUPABASE_URL", api.url);
Deno.env.set("SUPABASE_PUBLISHABLE_KEY", "sb_publishable_test");
const handle = await loadServer();

for (const path of ["/book/%ZZ", "/%E0%A4%A", "/book/%ff/slots.json", "/css/%.css"]) {
  Deno.test({
    name: `${path} is a page that we cannot find, with the phone number`,
    sanitizeResources: false,
    sanitizeOps: false,
    async fn() {
      const response = await handle(new Request(`http://localhost:8000${path}`));
      expect(response.status).toBe(404);
      expect(response.headers.get("Content-Security-Policy")).toContain("default-src 'self'");
      expect(await response.text()).toContain(COMPANY.phone);
    },
  });
}

Deno.test("the stand-in is stopped", () => api.stop());
