/**
 * Every form of call that the application makes of the API, with one example and the answer that PostgREST
 * documents for it. `tests/architecture/api_calls.test.ts` holds the list against the sources.
 */
import { expect } from "expect";
import type { SupabaseClient } from "@supabase/supabase-js";

const NOBODY = "00000000-0000-4000-8000-000000000000";
const TOKEN = "A".repeat(43);
const AT = "2026-06-02T13:00:00.000Z";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface FunctionCall {
  as: "anon" | "office" | "service";
  args: Record<string, unknown>;
  /** Of the HTTP answer, where it is not 200. */
  status?: number;
  /** The whole answer, or an error's code. */
  answer: unknown;
}

const invalid = (args: Record<string, unknown> = {}): FunctionCall => ({
  as: "anon",
  args: { token: TOKEN, ...args },
  answer: { status: "invalid" },
});

/** Work that nobody has. */
const notThere = (args: Record<string, unknown>): FunctionCall => ({
  as: "office",
  args,
  status: 404,
  answer: "PT404",
});

const forAdministrators = (args: Record<string, unknown>): FunctionCall => ({
  as: "office",
  args,
  status: 403,
  answer: "42501",
});

/** Of functions, by name and arguments; what is left out of an object the application spreads is "…". */
export const FUNCTION_CALLS: Record<string, FunctionCall> = {
  "company_card()": { as: "anon", args: {}, answer: expect.objectContaining({ status: "ok" }) },
  "mail_state()": { as: "office", args: {}, answer: expect.objectContaining({ status: "ok" }) },
  "pause_messages(is_paused, shown)": {
    as: "office",
    args: { is_paused: false, shown: "é" },
    status: 403,
    answer: "42501",
  },
  "list_messages(after, counted, filters, most, sort)": {
    as: "office",
    args: {
      filters: { state: "dead", kind: "reminder", from: "2026-05-11" },
      sort: "at",
      after: undefined,
      most: 50,
      counted: false,
    },
    answer: { status: "ok", rows: [], counts: null, before: null, after: null },
  },
  "retry_message(message_id, shown)": notThere({ message_id: NOBODY, shown: "dead 0" }),
  "set_aside_message(message_id, reason, shown)": notThere({
    message_id: NOBODY,
    reason: "Why",
    shown: "dead 0",
  }),
  "retry_messages(message_ids)": {
    as: "office",
    args: { message_ids: [NOBODY] },
    answer: { status: "ok", answers: [{ id: NOBODY, status: "unknown" }] },
  },
  "decide_uncertain(arrived, message_id, shown)": {
    as: "office",
    args: { message_id: NOBODY, arrived: true, shown: "uncertain 1" },
    answer: { status: "not_uncertain" },
  },
  "stopped_addresses(after_id, search)": {
    as: "office",
    args: { search: "nobody-at-all@example.com", after_id: NOBODY },
    answer: expect.objectContaining({ status: "ok", rows: [] }),
  },
  "trail_page(action, before_seq, by_whom, on_day, row_id, staff_id, table_name)": {
    as: "office",
    args: {
      table_name: "customers",
      row_id: NOBODY,
      by_whom: "client",
      staff_id: NOBODY,
      action: "update",
      on_day: "2026-05-12",
      before_seq: 77,
    },
    status: 403,
    answer: "42501",
  },
  "check_trail(after_number)": {
    as: "office",
    args: { after_number: 1 },
    status: 403,
    answer: "42501",
  },
  "erase_customer(customer_id, dry_run, reason, shown)": {
    as: "office",
    args: { customer_id: NOBODY, reason: "", dry_run: true, shown: "" },
    status: 403,
    answer: "42501",
  },
  "export_customer(customer_id)": {
    as: "office",
    args: { customer_id: NOBODY },
    status: 403,
    answer: "42501",
  },
  "go_live_checks()": {
    as: "office",
    args: {},
    answer: expect.objectContaining({ status: "ok" }),
  },
  "desk()": { as: "office", args: {}, answer: expect.objectContaining({ status: "ok" }) },
  "nights()": { as: "office", args: {}, answer: expect.objectContaining({ status: "ok" }) },
  "set_activity_kind(is_on, kind)": {
    as: "office",
    args: { kind: "overdue", is_on: false },
    status: 403,
    answer: "42501",
  },
  "run_night_job(name)": {
    as: "office",
    args: { name: "follow-ups" },
    status: 403,
    answer: "42501",
  },
  "forgot_password(email)": {
    as: "anon",
    args: { email: "nobody@example.com" },
    answer: { status: "ok" },
  },
  "password_link(token_hash)": {
    as: "anon",
    args: { token_hash: "0".repeat(56) },
    answer: { status: "unknown" },
  },
  "password_is_set()": { as: "office", args: {}, answer: { status: "ok", ended: 0 } },
  // Who has no session has none to end.
  "sign_out_everywhere()": { as: "service", args: {}, status: 404, answer: "PT404" },
  "sign_out_everywhere(staff_id)": forAdministrators({ staff_id: NOBODY }),
  "staff_page()": forAdministrators({}),
  "invite_staff(email, name, role, technician_id)": forAdministrators({
    name: "Ina Example",
    email: "ina@example.com",
    role: "technician",
    technician_id: NOBODY,
  }),
  "send_password_link(staff_id)": forAdministrators({ staff_id: NOBODY }),
  "change_staff(staff_id, …)": forAdministrators({
    staff_id: NOBODY,
    name: "Ina Example",
    role: "office",
    shown: "office",
  }),
  "switch_staff(active, shown, staff_id)": forAdministrators({
    staff_id: NOBODY,
    active: false,
    shown: "office",
  }),
  "settings_page()": { as: "office", args: {}, answer: expect.objectContaining({ status: "ok" }) },
  "save_settings(fields, shown)": {
    as: "office",
    args: { fields: { household_days: 30 }, shown: { household_days: 45 } },
    status: 403,
    answer: "42501",
  },
  "catalogue_page()": { as: "office", args: {}, answer: expect.objectContaining({ status: "ok" }) },
  "save_catalogue_row(fields, row_id, shown, what)": forAdministrators({
    what: "holiday",
    row_id: NOBODY,
    fields: { name: "Staff day" },
    shown: { name: "Our day" },
  }),
  "remove_catalogue_row(row_id, shown, what)": {
    as: "office",
    args: { what: "holiday", row_id: NOBODY, shown: { name: "é" } },
    status: 403,
    answer: "42501",
  },
  "checklist_page(category_id)": notThere({ category_id: NOBODY }),
  "set_checklist(category_code, lines, shown)": forAdministrators({
    category_code: "stairlift",
    lines: [{ position: 1, section: "Seat", label: "Belt" }],
    shown: 1,
  }),
  "policy_page(category_id)": notThere({ category_id: NOBODY }),
  "save_policy(category_id, dry_run, fields, shown)": {
    as: "office",
    args: { category_id: NOBODY, fields: { fee: 199 }, shown: { fee: 189 }, dry_run: true },
    status: 403,
    answer: "42501",
  },
  "booking_page(token)": invalid(),
  "open_slots(days, from_date, max_slots, token, with_contract_ids)": invalid({
    from_date: "2026-06-01",
    days: 7,
    max_slots: 5,
    with_contract_ids: [NOBODY],
  }),
  "open_slots(starts_at, technician_id, token, with_contract_ids)": invalid({
    starts_at: AT,
    technician_id: NOBODY,
    with_contract_ids: [],
  }),
  "confirm_booking(access_notes, phone, starts_at, technician_id, token, with_contract_ids)":
    invalid({
      technician_id: NOBODY,
      starts_at: AT,
      phone: "905-555-0142",
      access_notes: "Side door",
      with_contract_ids: [NOBODY],
    }),
  "reschedule_booking(starts_at, technician_id, token)": invalid({
    technician_id: NOBODY,
    starts_at: AT,
  }),
  "cancel_booking(contract_id, reason, token)": invalid({ contract_id: NOBODY, reason: "" }),
  "request_callback(note, phone, preferred_times, token)": invalid({
    phone: "905-555-0142",
    preferred_times: "",
    note: "é",
  }),
  "change_details(access_notes, phone, token)": invalid({ phone: "", access_notes: "" }),
  "report_change(note, phone, token, what, where_to)": invalid({
    what: "gone",
    note: "",
    phone: "",
    where_to: "",
  }),
  "withdraw_change(token)": invalid(),
  "reminders_wanted(token)": invalid(),
  "unsubscribe(token)": invalid(),
  "verify_certificate(code)": {
    as: "anon",
    args: { code: "7Q4M2XKD9HVT3R0P" },
    answer: { status: "unknown" },
  },
  "technician_calendar(known, token)": invalid({ known: "0".repeat(32) }),
  "calendar_link()": notThere({}),
  "rotate_calendar_link(shown, technician_id)": notThere({ technician_id: NOBODY, shown: "é" }),
  "revoke_calendar_link(shown, technician_id)": notThere({ technician_id: NOBODY, shown: "é" }),
  "certificate_facts(number)": {
    as: "office",
    args: { number: "MIR-2026-00000" },
    status: 404,
    answer: "PT404",
  },
  "keep_certificate_digest(certificate_id, sha256)": {
    as: "office",
    args: { certificate_id: NOBODY, sha256: "00".repeat(32) },
    status: 404,
    answer: "PT404",
  },
  "find_by_short_code(code, postal_code)": {
    as: "anon",
    args: { code: "K7M-2QX-9DRT", postal_code: "L6Y 0A1" },
    answer: { status: "invalid" },
  },
  "find(kind, most, typed)": {
    as: "office",
    args: { typed: "nobody of that name", most: 3, kind: "client" },
    answer: { status: "ok", total: 0, groups: [] },
  },
  "list_contracts(after, counted, filters, most, sort)": {
    as: "office",
    args: { filters: { search: "ada" }, sort: "due", after: undefined, most: 50, counted: false },
    answer: { status: "ok", rows: [], counts: null, before: null, after: null },
  },
  "list_clients(after, counted, filters, most, sort)": {
    as: "office",
    args: { filters: {}, sort: "name", after: "page 2", most: 50, counted: true },
    answer: { status: "rejected", reason: "after" },
  },
  "note_export(filters, list)": {
    as: "office",
    args: { list: "clients", filters: { reach: "phone" } },
    answer: { status: "noted" },
  },
  "list_visits(after, counted, filters, most, sort)": {
    as: "office",
    args: {
      filters: { search: "nobody of that name", state: "done", from: "2026-05-11" },
      sort: "-start",
      after: `next:-start:${NOBODY}:${AT}`,
      most: 50,
      counted: false,
    },
    answer: expect.objectContaining({ status: "ok", rows: [], counts: null }),
  },
  "list_invoices(after, counted, filters, most, sort)": {
    as: "office",
    args: {
      filters: { search: "nobody of that name", state: "paid", until: "2026-05-11" },
      sort: "-due",
      after: `prev:-due:${NOBODY}:2026-05-12`,
      most: 50,
      counted: false,
    },
    answer: expect.objectContaining({ status: "ok", rows: [], counts: null }),
  },
  "who_am_i()": {
    as: "office",
    args: {},
    answer: {
      status: "ok",
      name: "Olive",
      role: "office",
      waiting: { activities: 0, urgent: 0, messages: 0 },
    },
  },
  "work_list(after, due, kind, most, owner, reach, search)": {
    as: "office",
    args: {
      kind: "callback",
      owner: "free",
      due: "all",
      search: "",
      most: 50,
      reach: "phone",
      after: NOBODY,
    },
    answer: expect.objectContaining({ status: "ok", activities: 0, rows: [] }),
  },
  "activity_page(activity_id)": notThere({ activity_id: NOBODY }),
  "call_logged(activity_id)": notThere({ activity_id: NOBODY }),
  "log_call(activity_id, again_on, calls_seen, note, result, shown)": notThere({
    activity_id: NOBODY,
    result: "call_later",
    note: "é",
    again_on: "2026-06-02",
    calls_seen: 0,
    shown: "é",
  }),
  "undo_call(activity_id, calls_seen)": notThere({ activity_id: NOBODY, calls_seen: 1 }),
  "take_activity(activity_id, shown)": {
    as: "office",
    args: { activity_id: NOBODY, shown: "é" },
    answer: { status: "not_open" },
  },
  "give_activity(activity_id, shown, staff_id)": {
    as: "office",
    args: { activity_id: NOBODY, staff_id: null, shown: "é" },
    answer: { status: "not_open" },
  },
  "postpone_activity(activity_id, due_on, reason, shown)": {
    as: "office",
    args: { activity_id: NOBODY, due_on: "1900-01-01", reason: "é", shown: "é" },
    answer: { status: "rejected", reason: "due_on" },
  },
  "postpone_activities(activity_ids, due_on, reason, shown)": {
    as: "office",
    args: { activity_ids: [NOBODY], due_on: "1900-01-01", reason: "é", shown: ["é"] },
    answer: { status: "rejected", reason: "due_on" },
  },
  "close_activity(activity_id, outcome, shown)": {
    as: "office",
    args: { activity_id: NOBODY, outcome: "é", shown: "é" },
    answer: { status: "not_open" },
  },
  "close_activities(activity_ids, outcome, shown)": {
    as: "office",
    args: { activity_ids: [NOBODY], outcome: "é", shown: ["é"] },
    answer: { status: "closed", activities: 0, changed: 0 },
  },
  "letters_due()": { as: "office", args: {}, answer: { status: "ok", letters: 0, rows: [] } },
  "print_letters(contract_ids)": {
    as: "office",
    args: { contract_ids: [NOBODY] },
    answer: { status: "ok", letters: [] },
  },
  "letter_facts(contract_id)": {
    as: "office",
    args: { contract_id: NOBODY },
    status: 404,
    answer: "PT404",
  },
  "print_letter(contract_id)": {
    as: "office",
    args: { contract_id: NOBODY },
    status: 404,
    answer: "PT404",
  },
  "reprice(category, contract_ids, dry_run, fee, from_on, percent, shown)": {
    as: "office",
    args: {
      category: "stairlift",
      contract_ids: [NOBODY],
      percent: 5,
      fee: 200,
      from_on: "2027-01-01",
      dry_run: true,
      shown: "é",
    },
    status: 403,
    answer: "42501",
  },
  "enrol_page(customer_id)": notThere({ customer_id: NOBODY }),
  "enrol_unit(category_id, customer_id, due_on, fee, installed_on, product_id, request_id, serial_number)":
    notThere({
      customer_id: NOBODY,
      category_id: NOBODY,
      product_id: NOBODY,
      serial_number: "S-12345",
      installed_on: "2026-01-01",
      due_on: "2026-07-01",
      fee: 189,
      request_id: NOBODY,
    }),
  "contract_page(contract_id)": notThere({ contract_id: NOBODY }),
  "change_due_date(due_on, keep_cadence, reason, …)": notThere({
    contract_id: NOBODY,
    due_on: "2026-07-01",
    keep_cadence: true,
    reason: "They asked",
  }),
  "skip_cycle(reason, …)": notThere({ contract_id: NOBODY, reason: "They asked" }),
  "pause_contract(cancel_booking, reason, until, …)": notThere({
    contract_id: NOBODY,
    until: null,
    reason: "Away",
    cancel_booking: false,
  }),
  "resume_contract(due_on, …)": notThere({ contract_id: NOBODY, due_on: "2026-07-01" }),
  "set_no_charge(reason, until, …)": notThere({
    contract_id: NOBODY,
    until: null,
    reason: "",
  }),
  "cancel_contract(note, reason, tell, …)": notThere({
    contract_id: NOBODY,
    reason: "sold",
    note: "",
    tell: true,
  }),
  "set_contract_tax(reason, tax_code_id, …)": notThere({
    contract_id: NOBODY,
    tax_code_id: NOBODY,
    reason: "Status card",
  }),
  "send_reminder_again(contract_id)": notThere({ contract_id: NOBODY }),
  "send_reminders_again(contract_ids)": {
    as: "office",
    args: { contract_ids: [NOBODY] },
    answer: { status: "ok", answers: [{ id: NOBODY, status: "unknown" }] },
  },
  "revoke_booking_link(…)": notThere({ contract_id: NOBODY }),
  "copy_booking_link(contract_id)": notThere({ contract_id: NOBODY }),
  "visit_page(visit_id)": {
    as: "office",
    args: { visit_id: NOBODY },
    status: 404,
    answer: "PT404",
  },
  "booking_sheet(contract_id)": {
    as: "office",
    args: { contract_id: NOBODY },
    status: 404,
    answer: "PT404",
  },
  "contract_slots(contract_id, days, from_date, max_slots, technician_id, with_contract_ids)": {
    as: "office",
    args: {
      contract_id: NOBODY,
      from_date: "2026-06-01",
      days: 14,
      max_slots: 500,
      with_contract_ids: [NOBODY],
      technician_id: NOBODY,
    },
    status: 404,
    answer: "PT404",
  },
  "check_time(contract_id, starts_at, technician_id, with_contract_ids)": {
    as: "office",
    args: {
      contract_id: NOBODY,
      technician_id: NOBODY,
      starts_at: AT,
      with_contract_ids: [NOBODY],
    },
    status: 404,
    answer: "PT404",
  },
  "book_for_client(access_notes, contract_id, override, phone, starts_at, technician_id, with_contract_ids)":
    {
      as: "office",
      args: {
        contract_id: NOBODY,
        technician_id: NOBODY,
        starts_at: AT,
        override: true,
        phone: "905-555-0142",
        access_notes: "Side door",
        with_contract_ids: [NOBODY],
      },
      status: 404,
      answer: "PT404",
    },
  "board(days, from_day)": {
    as: "office",
    args: { from_day: "2026-06-02", days: 7 },
    answer: expect.objectContaining({ status: "ok", from_day: "2026-06-02", days: 7 }),
  },
  "board_stamp(days, from_day)": {
    as: "office",
    args: { from_day: "2026-06-02", days: 7 },
    answer: { status: "ok", stamp: expect.any(String) },
  },
  "board_places(days, from_day, id, what)": notThere({
    what: "task",
    id: NOBODY,
    from_day: "2026-06-02",
    days: 7,
  }),
  "create_task(fields, minutes, starts_at, task_type, technician_id)": {
    as: "office",
    args: {
      task_type: "delivery",
      technician_id: undefined,
      starts_at: undefined,
      minutes: 60,
      fields: { customer_id: NOBODY },
    },
    answer: { status: "rejected", reason: "customer_id" },
  },
  "schedule_repair(override, starts_at, technician_id, work_order_id)": notThere({
    work_order_id: NOBODY,
    technician_id: NOBODY,
    starts_at: AT,
    override: false,
  }),
  "swap_tasks(first_revision, first_task_id, override, second_revision, second_task_id)": {
    as: "office",
    args: {
      first_task_id: NOBODY,
      second_task_id: NOBODY,
      override: false,
      first_revision: 0,
      second_revision: 0,
    },
    answer: { status: "refused", reason: "state" },
  },
  "undo_deed(deed_id)": notThere({ deed_id: NOBODY }),
  "move_task(override, revision, starts_at, task_id, technician_id)": notThere({
    task_id: NOBODY,
    technician_id: NOBODY,
    starts_at: AT,
    override: true,
    revision: 1,
  }),
  "record_from_paper(report, technician_id, visit_id)": {
    as: "office",
    args: { visit_id: NOBODY, technician_id: NOBODY, report: { version: 1 } },
    answer: expect.objectContaining({ status: "rejected", field: "report_id" }),
  },
  "mail_summary_again(visit_id)": {
    as: "office",
    args: { visit_id: NOBODY },
    status: 404,
    answer: "PT404",
  },
  "mail_invoice_again(invoice_id)": {
    as: "office",
    args: { invoice_id: NOBODY },
    status: 404,
    answer: "PT404",
  },
  "reverse_visit(reason, visit_id)": {
    as: "office",
    args: { visit_id: NOBODY, reason: "é" },
    status: 403,
    answer: "42501",
  },
  "revoke_certificate(number, reason)": {
    as: "office",
    args: { number: "MIR-2026-00000", reason: "é" },
    status: 403,
    answer: "42501",
  },
  "accept_report(report_id)": {
    as: "office",
    args: { report_id: NOBODY },
    status: 404,
    answer: "PT404",
  },
  "discard_report(reason, report_id)": {
    as: "office",
    args: { report_id: NOBODY, reason: "" },
    status: 404,
    answer: "PT404",
  },
  "invoice_page(invoice_id)": {
    as: "office",
    args: { invoice_id: NOBODY },
    status: 404,
    answer: "PT404",
  },
  "issue_invoice(invoice_id, shown)": {
    as: "office",
    args: { invoice_id: NOBODY, shown: 213.57 },
    status: 404,
    answer: "PT404",
  },
  "record_payment(amount, invoice_id, method, note, request_id)": {
    as: "office",
    args: { invoice_id: NOBODY, amount: 113.57, method: "card", request_id: NOBODY, note: "" },
    status: 404,
    answer: "PT404",
  },
  "void_invoice(invoice_id, reason)": {
    as: "office",
    args: { invoice_id: NOBODY, reason: "Wrong price" },
    status: 404,
    answer: "PT404",
  },
  "rebill_repair(work_order_id)": notThere({ work_order_id: NOBODY }),
  "rebill_visit(fee, reason, visit_id)": {
    as: "office",
    args: { visit_id: NOBODY, fee: 189, reason: "" },
    status: 404,
    answer: "PT404",
  },
  "run_job(as_of, name)": {
    as: "service",
    args: { name: "reminders", as_of: "2026-06-02T12:00:00.000Z" },
    answer: expect.objectContaining({ status: "done" }),
  },
  "claim_messages(batch, transports)": {
    as: "service",
    args: { batch: 20, transports: { catch: { provider: "smtp", deduplicates: true } } },
    answer: expect.objectContaining({ messages: [] }),
  },
  "freeze_message(lease_id, message_id, rendered)": {
    as: "service",
    args: { message_id: NOBODY, lease_id: NOBODY, rendered: { subject: "Your visit" } },
    answer: { status: "lost" },
  },
  "keep_password_link(lease_id, message_id, token_hash, user_id)": {
    as: "service",
    args: { message_id: NOBODY, lease_id: NOBODY, user_id: NOBODY, token_hash: "0".repeat(56) },
    answer: { status: "lost" },
  },
  "settle_message(error, lease_id, message_id, outcome, provider_id, retry_after_seconds)": {
    as: "service",
    args: {
      message_id: NOBODY,
      lease_id: NOBODY,
      outcome: "sent",
      provider_id: "1",
      error: "",
      retry_after_seconds: 0,
    },
    answer: { status: "lost" },
  },
  // A table is a list of objects, by the names of its columns.
  "places_without_coordinates(batch)": {
    as: "service",
    args: { batch: 20 },
    answer: [
      expect.objectContaining({ street: "1 Elm St", city: null, postal_code: "L6Y 0A1" }),
    ],
  },
  // A number alone is a number.
  "set_coordinates(address, …)": {
    as: "service",
    args: { address: "nowhere", latitude: 43.7, longitude: -79.7 },
    answer: 0,
  },
  // A key alone is a text.
  "technician_day(on_day, technician_id)": notThere({
    on_day: "2026-06-02",
    technician_id: NOBODY,
  }),
  "visit_sheet(visit_id)": notThere({ visit_id: NOBODY }),
  "visit_history(older_than, visit_id)": notThere({ visit_id: NOBODY, older_than: NOBODY }),
  "unit_place(unit_id)": notThere({ unit_id: NOBODY }),
  "place_pin(latitude, longitude, shown, unit_id)": notThere({
    unit_id: NOBODY,
    latitude: 43.5,
    longitude: -79.6,
    shown: { latitude: null, longitude: null },
  }),
  "unit_history(older_than, unit_id, what)": notThere({
    unit_id: NOBODY,
    what: "visits",
    older_than: NOBODY,
  }),
  "client_history(customer_id, older_than, what)": notThere({
    customer_id: NOBODY,
    what: "mails",
    older_than: NOBODY,
  }),
  "client_file(customer_id)": notThere({ customer_id: NOBODY }),
  "add_client(despite, fields)": {
    as: "office",
    args: { fields: { name: "" }, despite: false },
    answer: { status: "rejected", reason: "name" },
  },
  "set_unit_condition(condition, reason, shown, unit_id)": notThere({
    unit_id: NOBODY,
    condition: "in_service",
    reason: "",
    shown: "retired",
  }),
  "set_serial_number(serial_number, shown, unit_id)": notThere({
    unit_id: NOBODY,
    serial_number: "SN-12345",
    shown: "",
  }),
  "save_client(customer_id, fields, shown)": notThere({
    customer_id: NOBODY,
    fields: { name: "Ada Example" },
    shown: "",
  }),
  "save_contact(contact_id, customer_id, fields, shown)": notThere({
    customer_id: NOBODY,
    contact_id: null,
    fields: { name: "Ada Example" },
    shown: "",
  }),
  "remove_contact(contact_id, shown)": notThere({ contact_id: NOBODY, shown: "" }),
  "record_consent(customer_id, how, on_day, shown)": notThere({
    customer_id: NOBODY,
    how: "on the phone",
    on_day: "2026-06-01",
    shown: "none",
  }),
  "resubscribe(address)": {
    as: "office",
    args: { address: "nobody@example.com" },
    answer: { status: "not_unsubscribed" },
  },
  "lift_bounce(address, why)": {
    as: "office",
    args: { address: "nobody@example.com", why: "It works again" },
    status: 403,
    answer: "42501",
  },
  "correct_death(customer_id, reason)": {
    as: "office",
    args: { customer_id: NOBODY, reason: "Mixed up" },
    status: 403,
    answer: "42501",
  },
  "merge_page(customer_id, other_id)": {
    as: "office",
    args: { customer_id: NOBODY, other_id: NOBODY },
    status: 403,
    answer: "42501",
  },
  "merge_customers(drop_id, dry_run, keep_id, shown, take)": {
    as: "office",
    args: { keep_id: NOBODY, drop_id: NOBODY, take: [], dry_run: true, shown: "" },
    status: 403,
    answer: "42501",
  },
  "record_life_event(customer_id, details, dry_run, event, shown)": notThere({
    customer_id: NOBODY,
    event: "away",
    details: {},
    dry_run: true,
    shown: "",
  }),
  "technicians_page()": {
    as: "office",
    args: {},
    answer: expect.objectContaining({ status: "ok" }),
  },
  "technician_page(technician_id)": notThere({ technician_id: NOBODY }),
  "place_time_off(dry_run, ends_at, note, shown, starts_at, technician_id)": notThere({
    technician_id: NOBODY,
    starts_at: AT,
    ends_at: "2026-06-03T13:00:00.000Z",
    note: "",
    dry_run: true,
    shown: "",
  }),
  "closures_page(on_day)": {
    as: "office",
    args: { on_day: "2026-06-02" },
    answer: expect.objectContaining({ status: "ok", on_day: "2026-06-02", closures: [] }),
  },
  "closure_page(closure_id)": notThere({ closure_id: NOBODY }),
  "undo_closure(closure_id)": notThere({ closure_id: NOBODY }),
  "close_day(dry_run, …)": {
    as: "office",
    args: {
      on_day: "2026-06-02",
      technician_ids: [NOBODY],
      outdoor_only: false,
      reason: "an ice storm",
      from_time: "09:00",
      until_time: undefined,
      dry_run: true,
    },
    answer: expect.objectContaining({ status: "rejected" }),
  },
  "close_day(dry_run, note, shown, …)": {
    as: "office",
    args: {
      on_day: "2026-06-02",
      technician_ids: [NOBODY],
      outdoor_only: true,
      reason: "",
      note: "",
      dry_run: false,
      shown: "",
    },
    answer: expect.objectContaining({ status: "rejected" }),
  },
  "take_back_time_off(shown, task_id)": notThere({ task_id: NOBODY, shown: null }),
  "deactivate_technician(dry_run, shown, technician_id)": notThere({
    technician_id: NOBODY,
    dry_run: true,
    shown: "",
  }),
  "add_technician(fields)": {
    as: "office",
    args: { fields: { name: "Tess" } },
    status: 403,
    answer: "42501",
  },
  "save_technician(fields, shown, technician_id)": {
    as: "office",
    args: { technician_id: NOBODY, fields: { name: "Tess" }, shown: "" },
    status: 403,
    answer: "42501",
  },
  "set_technician_home(address, latitude, longitude, most, shown, technician_id)": {
    as: "office",
    args: {
      technician_id: NOBODY,
      address: "",
      latitude: 43.7,
      longitude: null,
      most: null,
      shown: "",
    },
    status: 403,
    answer: "42501",
  },
  "set_technician_skills(despite, shown, skill_ids, technician_id)": {
    as: "office",
    args: { technician_id: NOBODY, skill_ids: [NOBODY], shown: "", despite: false },
    status: 403,
    answer: "42501",
  },
  "set_technician_hours(despite, from_day, shown, technician_id, until_day, week)": {
    as: "office",
    args: {
      technician_id: NOBODY,
      week: [{ weekday: 1, starts: "08:00", ends: "16:00" }],
      from_day: "2026-06-02",
      until_day: "2026-06-03",
      shown: "",
      despite: false,
    },
    status: 403,
    answer: "42501",
  },
  "reactivate_technician(technician_id)": {
    as: "office",
    args: { technician_id: NOBODY },
    status: 403,
    answer: "42501",
  },
  "add_unit_to_stop(contract_id, task_id)": notThere({ task_id: NOBODY, contract_id: NOBODY }),
  "return_slots(change, visit_id, …)": notThere({
    visit_id: NOBODY,
    from_date: "2026-06-02",
    days: 7,
    change: false,
  }),
  "book_return(change, starts_at, technician_id, visit_id, with_contract_ids)": notThere({
    visit_id: NOBODY,
    technician_id: NOBODY,
    starts_at: "2026-06-02T13:00:00Z",
    with_contract_ids: [],
    change: false,
  }),
  "note_wish(…, …)": notThere({
    visit_id: NOBODY,
    preferred_times: "Mornings",
    note: "",
    request_id: NOBODY,
  }),
  "note_repair_wish(…, …)": notThere({
    work_order_id: NOBODY,
    preferred_times: "Mornings",
    note: "",
    request_id: NOBODY,
  }),
  "repair_return_slots(work_order_id, …)": notThere({
    work_order_id: NOBODY,
    from_date: "2026-06-02",
    days: 7,
  }),
  "book_repair_return(work_order_id, …)": notThere({
    work_order_id: NOBODY,
    technician_id: NOBODY,
    starts_at: "2026-06-02T13:00:00Z",
  }),
  "visit_draft(visit_id)": notThere({ visit_id: NOBODY }),
  "save_repair_draft(report_id, typed, work_order_id)": notThere({
    work_order_id: NOBODY,
    typed: {},
    report_id: NOBODY,
  }),
  "save_visit_draft(report_id, typed, visit_id)": notThere({
    visit_id: NOBODY,
    typed: {},
    report_id: NOBODY,
  }),
  "add_visit_photo(caption, content, file_id, line, taken_at, visit_id)": notThere({
    visit_id: NOBODY,
    file_id: NOBODY,
    content: "",
    taken_at: AT,
    line: 1,
    caption: "Rail",
  }),
  "add_repair_photo(caption, content, file_id, line, taken_at, work_order_id)": notThere({
    work_order_id: NOBODY,
    file_id: NOBODY,
    content: "",
    taken_at: AT,
    line: 1,
    caption: "Rail",
  }),
  "remove_visit_photo(file_id)": notThere({ file_id: NOBODY }),
  "visit_photo(file_id)": notThere({ file_id: NOBODY }),
  "stop_drafts(task_id)": notThere({ task_id: NOBODY }),
  "visit_outcome(visit_id)": notThere({ visit_id: NOBODY }),
  "set_task_state(state, task_id)": notThere({ task_id: NOBODY, state: "en_route" }),
  "set_task_state(state, …)": notThere({ task_id: NOBODY, state: "cancelled", revision: 1 }),
  "set_task_state(revision, state, task_id)": notThere({
    task_id: NOBODY,
    state: "cancelled",
    revision: 1,
  }),
  "complete_visit(report, visit_id)": {
    as: "office",
    args: { visit_id: NOBODY, report: {} },
    answer: { status: "rejected", field: "version", reason: "missing" },
  },
  "list_repairs(after, counted, filters, most, sort)": {
    as: "office",
    args: {
      filters: { state: "declined", from: "2026-05-11" },
      sort: "-opened",
      after: undefined,
      most: 50,
      counted: false,
    },
    answer: expect.objectContaining({ status: "ok", counts: null }),
  },
  "open_repair(out_of_service, problem, unit_id)": notThere({
    unit_id: NOBODY,
    problem: "It stopped",
    out_of_service: false,
  }),
  "quote_repair(visit_id)": notThere({ visit_id: NOBODY }),
  "repair_page(work_order_id)": notThere({ work_order_id: NOBODY }),
  "repair_sheet(work_order_id)": {
    as: "office",
    args: { work_order_id: NOBODY },
    answer: { status: "no_time" },
  },
  "repair_slots(days, from_date, max_slots, work_order_id)": notThere({
    work_order_id: NOBODY,
    from_date: "2026-05-12",
    days: 14,
    max_slots: 3,
  }),
  "change_quote(lines, shown, work_order_id)": notThere({
    work_order_id: NOBODY,
    lines: [],
    shown: 1,
  }),
  "approve_repair(amount, …, …)": notThere({
    work_order_id: NOBODY,
    said_by: "Ada",
    said_how: "phone",
    amount: 1,
  }),
  "decline_repair(note, …, …)": notThere({
    work_order_id: NOBODY,
    said_by: "Ada",
    said_how: "phone",
    note: "Too dear",
  }),
  "reopen_quote(reason, …)": notThere({ work_order_id: NOBODY, reason: "More" }),
  "wait_for_parts(expected_on, ordered_on, what, …)": notThere({
    work_order_id: NOBODY,
    what: "Belt",
    ordered_on: "2026-05-11",
    expected_on: "2026-05-12",
  }),
  "expect_parts(expected_on, what, …)": notThere({
    work_order_id: NOBODY,
    what: "Belt",
    expected_on: "2026-05-12",
  }),
  "parts_arrived(…)": notThere({ work_order_id: NOBODY }),
  "schedule_repair(starts_at, technician_id, work_order_id)": notThere({
    work_order_id: NOBODY,
    technician_id: NOBODY,
    starts_at: AT,
  }),
  "cancel_repair(reason, …)": notThere({ work_order_id: NOBODY, reason: "Sold" }),
  "fail_repair(based_on, note, outcome, reason, report_id, task_id, work_order_id)": notThere({
    work_order_id: NOBODY,
    outcome: "no_show",
    task_id: NOBODY,
    based_on: 1,
    reason: "nobody_home",
    note: "",
    report_id: NOBODY,
  }),
  "complete_repair(report, work_order_id)": {
    as: "office",
    args: { work_order_id: NOBODY, report: {} },
    answer: { status: "rejected", field: "version", reason: "missing" },
  },
  "fail_visit(based_on, note, outcome, reason, report_id, visit_id)": notThere({
    visit_id: NOBODY,
    outcome: "no_show",
    reason: "nobody_home",
    note: "",
    report_id: NOBODY,
    based_on: 0,
  }),
  "record_payment(amount, …)": notThere({
    invoice_id: NOBODY,
    amount: 10,
    method: "cash",
    request_id: NOBODY,
    note: "",
  }),
  "who_is_late(minutes, task_id)": notThere({ task_id: NOBODY, minutes: 30 }),
  "running_late(minutes, task_id)": notThere({ task_id: NOBODY, minutes: 30 }),
  "start_import(…)": {
    as: "service",
    args: { kind: "customers", file_name: "customers.csv" },
    answer: expect.stringMatching(UUID),
  },
  "enrolment_files()": {
    as: "office",
    args: {},
    answer: expect.objectContaining({ status: "ok", files: expect.any(Array) }),
  },
  "leave_out_upload(file_id)": notThere({ file_id: NOBODY }),
  "upload_refusals(after, file_id)": notThere({ file_id: NOBODY, after: undefined }),
  "describe_upload(file_id, import_file_id, kind)": notThere({
    file_id: NOBODY,
    kind: "customers",
    import_file_id: NOBODY,
  }),
  "describe_upload(file_id, kind, mapping)": notThere({
    file_id: NOBODY,
    kind: "customers",
    mapping: {},
  }),
  "unclassified()": {
    as: "office",
    args: {},
    answer: expect.objectContaining({ status: "ok", products: expect.any(Array) }),
  },
  "classify(device_types, products)": {
    as: "office",
    args: { products: [], device_types: [] },
    answer: { status: "classified", products: 0, device_types: 0 },
  },
  "backfill_page()": {
    as: "office",
    args: {},
    answer: expect.objectContaining({ status: "ok", run: null, progress: null }),
  },
  "backfill_page(run_id)": notThere({ run_id: NOBODY }),
  "backfill_rows(most, run_id, …)": notThere({ run_id: NOBODY, most: 50, outcome: "new" }),
  "backfill_outlook(run_id)": notThere({ run_id: NOBODY }),
  "start_backfill(file_ids, today)": {
    as: "office",
    args: { today: "2026-06-02", file_ids: [] },
    answer: expect.objectContaining({ status: "ready", new: 0 }),
  },
  "set_backfill_weeks(first_day, run_id, weeks)": notThere({
    run_id: NOBODY,
    weeks: 12,
    first_day: undefined,
  }),
  "stop_backfill(run_id)": notThere({ run_id: NOBODY }),
  "take_back_backfill(run_id)": notThere({ run_id: NOBODY }),
  "raise_enrolment_questions(run_id)": notThere({ run_id: NOBODY }),
  "start_upload(file_name, size)": {
    as: "office",
    args: { file_name: "clients.csv", size: 10 },
    answer: expect.stringMatching(UUID),
  },
  "add_upload_part(base64, file_id, number)": notThere({
    file_id: NOBODY,
    number: 1,
    base64: "QQ==",
  }),
  "upload_parts(file_id, number)": notThere({ file_id: NOBODY, number: 0 }),
  "describe_upload(file_id, header, kind, mapping)": notThere({
    file_id: NOBODY,
    kind: "customers",
    header: "a".repeat(64),
    mapping: { columns: [] },
  }),
  "known_mapping(header, kind)": {
    as: "office",
    args: { kind: "customers", header: "a".repeat(64) },
    answer: { status: "unknown" },
  },
  "import_batch(file_id, number, rows)": {
    as: "service",
    args: { file_id: NOBODY, rows: [], number: 1 },
    status: 404,
    answer: "PT404",
  },
  "finish_import(file_id)": {
    as: "service",
    args: { file_id: NOBODY },
    status: 404,
    answer: "PT404",
  },
  // Nothing is null.
  "stopped_backfill(…)": {
    as: "service",
    args: { today: "2026-06-02", weeks: 12, content_hash: "0" },
    answer: null,
  },
  // A rule that refuses is told by its code: no such file was imported.
  "start_backfill(file_ids, …)": {
    as: "service",
    args: { today: "2026-06-02", weeks: 12, content_hash: "0", file_ids: [NOBODY] },
    status: 400,
    answer: "22023",
  },
  "continue_backfill(run_id)": {
    as: "service",
    args: { run_id: NOBODY },
    status: 404,
    answer: "PT404",
  },
  "execute_backfill(batch, run_id)": {
    as: "service",
    args: { run_id: NOBODY, batch: 200 },
    status: 404,
    answer: "PT404",
  },
  "execute_backfill(batch, go_on, run_id)": {
    as: "service",
    args: { run_id: NOBODY, batch: 200, go_on: false },
    status: 404,
    answer: "PT404",
  },
};

interface TableCall {
  ask(office: SupabaseClient, userId: string): PromiseLike<unknown>;
  /** What the client makes of PostgREST's answer. */
  answer: Record<string, unknown>;
}

/** Of tables, by what is written out of each call. */
export const TABLE_CALLS: Record<string, TableCall> = {
  'from("equipment_categories").select("code, name").order("name")': {
    ask: (office) => office.from("equipment_categories").select("code, name").order("name"),
    answer: {
      status: 200,
      error: null,
      data: expect.arrayContaining([{ code: "stairlift", name: "Stair lift" }]),
    },
  },
};
