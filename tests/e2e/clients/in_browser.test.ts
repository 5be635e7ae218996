/** What clients do in a browser, with one system for all of it. */
import { stopWorldAtLast } from "../browser_world.ts";
import "./booking_in_browser.ts";
import "./going_back_in_browser.ts";
import "./public_pages_in_browser.ts";

await stopWorldAtLast();
