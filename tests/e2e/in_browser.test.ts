/** Everything that needs a browser, with one system for all of it. */
import { browserMissing } from "@/tools/browser/mod.ts";
import { stopWorld } from "./browser_world.ts";
import "./booking_in_browser.ts";
import "./going_back_in_browser.ts";
import "./public_pages_in_browser.ts";
import "./office_in_browser.ts";
import "./technician_in_browser.ts";
import "./office_visits_in_browser.ts";
import "./history_in_browser.ts";
import "./technician_pages_in_browser.ts";
import "./outcomes_in_browser.ts";
import "./weight_in_browser.ts";

if (await browserMissing() === null) {
  Deno.test({
    name: "The system stops cleanly",
    sanitizeOps: false,
    sanitizeResources: false,
    fn: stopWorld,
  });
}
