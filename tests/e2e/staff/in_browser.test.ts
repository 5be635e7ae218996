/** What office and technicians do in a browser, with one system for all of it. */
import { stopWorldAtLast } from "../browser_world.ts";
import "./office_in_browser.ts";
import "./ticked_rows_in_browser.ts";
import "./logins_in_browser.ts";
import "./search_in_browser.ts";
import "./caller_in_browser.ts";
import "./desk_in_browser.ts";
import "./work_in_browser.ts";
import "./technician_in_browser.ts";
import "./next_visit_in_browser.ts";
import "./no_signal_in_browser.ts";
import "./office_visits_in_browser.ts";
import "./history_in_browser.ts";
import "./technician_pages_in_browser.ts";
import "./office_booking_in_browser.ts";
import "./outcomes_in_browser.ts";
import "./repairs_in_browser.ts";
import "./weight_in_browser.ts";
import "./settings_in_browser.ts";
import "./photos_in_browser.ts";
import "./board_in_browser.ts";
import "./closure_in_browser.ts";
import "./orders_in_browser.ts";
import "./conflicts_in_browser.ts";
import "./enrolment_in_browser.ts";

await stopWorldAtLast();
