/** What damaged values may not become: another's device, a client's record, a place, a word. */
import { expect } from "expect";
import type { Queryable } from "@/embedded/database.ts";
import { isNothing } from "@/lib/enrolment/reading/cells.ts";
import { CUSTOMERS, scan } from "./damaged.ts";
import { line, LINES } from "./rows.ts";
import { inTransaction } from "./support.ts";

const questions = (tx: Queryable) =>
  tx.query(
    `select subject_key, details ->> 'reason' as reason from public.office_activities
     where kind = 'enrolment_question' and state = 'open' order by subject_key`,
  );

const conflicts = (tx: Queryable) =>
  tx.query(
    `select x.conflict_kind as kind, c.customer_ref as here, l.line_ref as told from public.import_conflicts x
     join public.customers c on c.id = x.customer_id join public.sales_order_lines l on l.id = x.source_line_id
     where x.decided_at is null`,
  );

Deno.test("two clients with one device, and impossible dates, become questions without being asked for", () =>
  inTransaction(async (tx, rpc) => {
    const files = {
      [LINES]: [
        line("L1", { serial_numbers: "SL-1" }),
        line("L2", { serial_numbers: "SL-1", customer_ref: "C2" }),
        line("L3", { order_date: "2062-05-01", delivery_date: "" }),
        line("L4", { delivery_date: "2062-05-01" }),
        line("L5", { sku: "SV", order_date: "2062-05-01" }),
        line("L6", { delivery_date: "2026-06-20", invoice_date: "2026-06-10" }),
        line("L7"),
      ],
    };
    await scan(rpc, files);
    expect(await questions(tx)).toEqual([]);
    const { executed } = await scan(rpc, files, true);
    expect(executed).toMatchObject({ enrolled: 3, failed: 0 });
    const asked = [
      { subject_key: "line:L3", reason: "enrolled" },
      { subject_key: "line:L4", reason: "not_delivered" },
    ];
    expect(await questions(tx)).toEqual(asked);
    // Whose the device is has a page of its own.
    expect(await conflicts(tx)).toEqual([{
      kind: "one_serial_two_clients",
      here: "C1",
      told: "L2",
    }]);
    // The next export tells the same, and the same questions stay open, once each.
    expect(await scan(rpc, files, true)).toMatchObject({ new: 0, already_enrolled: 3 });
    expect((await questions(tx)).map(({ subject_key }) => subject_key))
      .toEqual(asked.map(({ subject_key }) => subject_key));
    const [due] = await tx.query(
      `select max(y.due_on) < date '2027-01-01' as soon from public.maintenance_cycles y`,
    );
    expect(due).toEqual({ soon: true });
  }));

Deno.test("a device that is on record at another client is a question, one that was handed on is not", () =>
  inTransaction(async (tx, rpc) => {
    const first = { [LINES]: [line("L1", { serial_numbers: "SL-1" })] };
    await scan(rpc, first, true);
    const second = { [LINES]: [line("L2", { serial_numbers: "sl-1 ", customer_ref: "C2" })] };
    expect(await scan(rpc, second)).toMatchObject({
      new: 0,
      already_enrolled: 0,
      skipped: { duplicate: 1 },
      notices: [{ reason: 'serial number "sl-1" is also at C1' }],
    });
    await tx.exec(
      `select private.transfer_unit(u.id, c.id) from public.units u, public.customers c where c.customer_ref = 'C2'`,
    );
    expect(await scan(rpc, { [LINES]: [...first[LINES], ...second[LINES]] })).toMatchObject({
      new: 0,
      already_enrolled: 1,
      skipped: { duplicate: 1 },
      notices: [],
    });
  }));

Deno.test("what stands for nothing reaches no client's record", () =>
  inTransaction(async (tx, rpc) => {
    await scan(rpc, {
      [CUSTOMERS]: ["C7,Di Poe,N/A,(905) 555-0142 poste 12,FAUX,FALSE,-,none,m5v1a1,,"],
      [LINES]: [line("L1", { customer_ref: "C7", serial_numbers: "FALSE" })],
    }, true);
    const [record] = await tx.query(
      `select c.email, c.phone, c.street, c.apartment, c.city, c.province, c.postal_code, u.serial_number
       from public.units u join public.customers c on c.id = u.customer_id`,
    );
    expect(record).toEqual({
      email: null,
      phone: "905-555-0142 ext. 12",
      street: null,
      apartment: null,
      city: null,
      province: null,
      postal_code: "M5V 1A1",
      serial_number: null,
    });
  }));

Deno.test("places far from where anybody works are left out where the company says how far that is", () =>
  inTransaction(async (tx, rpc) => {
    // The technician of these files lives at 43.7, -79.4: 334 km from Sudbury, 51 from Hamilton.
    let times = 0;
    const kept = async (km: number | null) => {
      await tx.query("update public.company_settings set service_area_km = $1", [km]);
      // Other clients each time: of those who are here a file that says the same changes nothing.
      times += 1;
      const { notices } = await scan(rpc, {
        [CUSTOMERS]: [
          `${times}-C7,Di Poe,,bad,,,,,P3A 1A1,46.49,-81.01`,
          `${times}-C8,Ed Poe,,,,,,,L8P 1A1,43.26,-79.87`,
        ],
        [LINES]: ["C7", "C8"].map((ref) =>
          line(`${times}-L${ref}`, {
            customer_ref: `${times}-${ref}`,
            order_number: `${times}-${ref}`,
          })
        ),
      });
      const places = await tx.query<{ ref: string }>(
        "select split_part(customer_ref, '-', 2) as ref from public.customers where customer_ref like $1 and latitude is not null order by 1",
        [`${times}-%`],
      );
      return [places.map(({ ref }) => ref), notices.map(({ reason }) => reason)];
    };
    const phone = 'phone "bad" is not a phone number and was left out';
    const far = (place: string) =>
      `the place ${place} lies far from where technicians live and was left out`;
    expect(await kept(null)).toEqual([["C7", "C8"], [phone]]);
    expect(await kept(340)).toEqual([["C7", "C8"], [phone]]);
    expect(await kept(330)).toEqual([["C8"], [`${phone}; ${far("46.49, -81.01")}`]]);
    expect(await kept(50)).toEqual([[], [
      `${phone}; ${far("46.49, -81.01")}`,
      far("43.26, -79.87"),
    ]]);
    // Nobody's home is known: nothing is far from it.
    await tx.query("update public.technicians set active = false");
    expect(await kept(1)).toEqual([["C7", "C8"], [phone]]);
  }));

Deno.test("whatever does not show, and line breaks within a cell, cost nobody their record", () =>
  inTransaction(async (tx, rpc) => {
    const { rejected, notices } = await scan(rpc, {
      [CUSTOMERS]: [
        'C7,\u202eDi\u0007 Poe\u202c,di@example.com\u200b,\u202a905-555-0142\u202c,"7 Oak St\n",Apt\u20673,Toronto\t,ON,m5v1a1,,',
        'C8,"Ed\nPoe",ed@example.com,,"8 Oak St\r\nrear door",,Toronto,ON,M5V 1A1,,',
      ],
      [LINES]: [
        line("L7", { customer_ref: "C7", serial_numbers: '"S\u200bL-77\n"' }),
        line("L8", { customer_ref: "C8", quantity: "2", serial_numbers: '"SL-81\nSL-82"' }),
      ],
    }, true);
    expect({ rejected, notices }).toEqual({ rejected: [], notices: [] });
    const records = await tx.query(
      `select concat_ws('|', c.name, c.email, c.phone, c.street, c.apartment, c.city) as client, u.serial_number
       from public.units u join public.customers c on c.id = u.customer_id order by u.serial_number`,
    );
    const ed = "Ed Poe|ed@example.com|8 Oak St rear door|Toronto";
    expect(records.map(({ client, serial_number }) => [client, serial_number])).toEqual([
      ["Di Poe|di@example.com|905-555-0142|7 Oak St|Apt3|Toronto", "SL-77"],
      [ed, "SL-81"],
      [ed, "SL-82"],
    ]);
  }));

Deno.test("whichever way a word for none gets in, it makes no two devices one", () =>
  inTransaction(async (tx) => {
    const words = [
      "FALSE",
      "Faux",
      "VRAI",
      "#NAME?",
      "not available",
      "nil",
      "unk",
      "n/a",
      "N.A.",
      "None",
      "-",
      "\u2013",
      "TBD",
      "0",
      "000",
      "unknown",
      "X",
      "TRUE",
      "N / A",
      "pending",
      "See invoice",
      "No S/N",
      "(blank)",
      "#REF!",
      "####",
      " ",
    ];
    const known = await tx.query(
      `select array_remove(array_agg(private.said_serial(w)), null) as said from unnest($1::text[]) w`,
      [words],
    );
    expect(known[0].said).toEqual([]);
    // What the files' reader takes for an empty cell is none here either; the database knows more of serials.
    expect(words.filter(isNothing.text).length).toBeGreaterThan(15);
    const real = await tx.query(
      `select array_agg(private.serial_key(w)) as keys from unnest($1::text[]) w`,
      [["X12", "0-1000", "NA-7", " sl-1\u00a0"]],
    );
    expect(real[0].keys).toEqual(["x12", "0-1000", "na-7", "sl-1"]);
  }));
