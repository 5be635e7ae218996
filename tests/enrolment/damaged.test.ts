/** Files as spreadsheets really damage them: what must come out of each, and that nobody is lost without a word. */
import { expect } from "expect";
import type { Queryable } from "@/embedded/database.ts";
import { type BackfillReport, runBackfill } from "@/lib/enrolment/run.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { isNothing } from "@/lib/enrolment/cells.ts";
import { claim, CLAIMS, line, LINES } from "./rows.ts";
import { inTransaction, smallSet } from "./support.ts";

const CUSTOMERS = "customers.csv";
const PRODUCTS = "products.csv";
const TODAY = "2026-06-02";

type Files = Parameters<typeof smallSet>[0];

const scan = (rpc: Rpc, files: Files, isExecuted = false): Promise<BackfillReport> =>
  runBackfill(rpc, smallSet(files), { today: TODAY, isExecuted });

const scooters = (...serials: string[]) =>
  serials.map((serial, i) => claim(`K${i + 1}`, serial, { customer_ref: `C${i % 3 + 1}` }));

/** Rows of files, the counts that they must give, and what must be said of them. */
interface Case {
  of: string;
  files: Files;
  new: number;
  /** Units by what their due dates count from, where that matters. */
  anchors?: BackfillReport["anchors"];
  skipped?: Record<string, number>;
  rejected?: RegExp[];
  notices?: RegExp[];
}

const SHORTENED = /shortened by a spreadsheet/;

const CASES: Case[] = [
  {
    of: "three stair lifts of three clients with serial FALSE",
    files: {
      [LINES]: ["C1", "C2", "C3"].map((customer_ref, i) =>
        line(`L${i + 1}`, { customer_ref, serial_numbers: "FALSE" })
      ),
    },
    new: 3,
  },
  {
    of: "claims whose serial stands for none",
    files: {
      [CLAIMS]: scooters(
        "N/A",
        "n/a",
        "None",
        "-",
        "TBD",
        "0",
        "unknown",
        "x",
        "NULL",
        "\u2013",
        ".",
      ),
    },
    new: 0,
    skipped: { no_serial: 11 },
  },
  {
    of: "serial numbers too short to be any, at several clients and twice at one",
    files: {
      [LINES]: ["C1", "C2", "C1"].map((customer_ref, i) =>
        line(`L${i + 1}`, { customer_ref, serial_numbers: "1" })
      ),
      [CLAIMS]: scooters("1234", "1234", "1234", "12-34"),
    },
    new: 7,
    notices: Array(7).fill(/serial number "(1|1234|12-34)" is too short/),
  },
  {
    of: "dates where serial numbers belong",
    files: {
      [LINES]: [
        line("L1", { serial_numbers: "12-Mar" }),
        line("L2", { customer_ref: "C2", serial_numbers: "12-Mar" }),
        line("L3", { customer_ref: "C3", serial_numbers: "01/02/2024" }),
      ],
      [CLAIMS]: scooters(
        "01/02/2024",
        "01/02/2024",
        "2024-02-01 00:00:00",
        "Mar-24",
        "3 ao\u00fbt 2023",
      ),
    },
    new: 8,
    notices: Array(8).fill(/is a date/),
  },
  {
    of: "words where serial numbers belong",
    files: { [CLAIMS]: scooters("left", "left", "Yes", "yes") },
    new: 4,
    notices: Array(4).fill(/has no digit/),
  },
  {
    of: "a serial that looks like none of these, though parts of it do",
    files: {
      [CLAIMS]: scooters("MARK-12", "mark-12", "12345", "12345", "01/02/2024-A", "01/02/2024-a"),
    },
    new: 3,
    skipped: { duplicate: 3 },
    notices: Array(3).fill(/is also at/),
  },
  {
    of: "one real serial at two clients",
    files: { [CLAIMS]: scooters("AB-91", "ab-91") },
    new: 1,
    skipped: { duplicate: 1 },
    notices: [/serial number "ab-91" is also at C1/],
  },
  {
    of: "one real serial twice at one client",
    files: { [CLAIMS]: [claim("K1", "AB-91"), claim("K2", "AB-91")] },
    new: 1,
    skipped: { duplicate: 1 },
  },
  {
    of: "a shortened serial at two clients",
    files: { [CLAIMS]: scooters("1.23457E+11", "1.23457E+11") },
    new: 0,
    skipped: { invalid_row: 2 },
    rejected: [SHORTENED, SHORTENED],
  },
  {
    of: "a shortened serial among those of a line",
    files: { [LINES]: [line("L1", { serial_numbers: "A1; 1.2E+05" })] },
    new: 0,
    skipped: { invalid_row: 1 },
    rejected: [SHORTENED],
  },
  {
    of: "a serial that only looks like a number",
    files: { [CLAIMS]: scooters("12E4", "E1234") },
    new: 2,
  },
  {
    of: "shortened keys",
    files: { [LINES]: [line("1.2E+05"), line("L2", { order_number: '"1,2E+05"' })] },
    new: 0,
    skipped: { invalid_row: 2 },
    rejected: [SHORTENED, SHORTENED],
  },
  {
    of: "keys with decimals, in formulas, behind apostrophes, with characters that do not show",
    files: {
      [CUSTOMERS]: ["77,Di Poe,di@example.com,,,,,,,,"],
      [PRODUCTS]: ['="00777",Lift,stairlift,true,base,,,'],
      [LINES]: [
        line("L1", { customer_ref: "77.0", sku: "'00777" }),
        line("L2", { customer_ref: '="77"', sku: "\u200b00777\u00a0" }),
        line("L3", { customer_ref: "\u202a77\u202c", sku: "00777" }),
      ],
    },
    new: 3,
  },
  {
    of: "serials separated by commas for a quantity of two",
    files: { [LINES]: [line("L1", { quantity: "2", serial_numbers: '"P1, P2"' })] },
    new: 2,
  },
  {
    of: "serials separated by other signs, and one that may be one",
    files: {
      [LINES]: ["P1/P2", "P3 P4", "Q1 & Q2", "SL 1234"].map((serial_numbers, i) =>
        line(`L${i}`, { quantity: "2", serial_numbers })
      ),
    },
    new: 8,
    notices: [
      /"P1\/P2" was read as 2 for a quantity of 2/,
      /"P3 P4" was read as 2/,
      /"Q1 & Q2" was read as 2/,
      /"SL 1234" was read as 1/,
    ],
  },
  {
    of: "the words of French spreadsheets",
    files: {
      [LINES]: ["C1", "C2"].map((customer_ref, i) =>
        line(`L${i + 1}`, { customer_ref, serial_numbers: "FAUX" })
      ),
      [CLAIMS]: scooters("VRAI", "123.5E+9"),
      [PRODUCTS]: ["SL-F,Lift,stairlift,VRAI,base,,,"],
    },
    new: 2,
    skipped: { no_serial: 1, invalid_row: 1 },
    rejected: [SHORTENED],
  },
  {
    of: "an order of the day of the run, which is as good as one of the day before",
    files: {
      [LINES]: [
        line("L1", { order_date: TODAY, delivery_date: "" }),
        line("L2", { order_date: "2026-06-01", delivery_date: "" }),
        line("L3", { order_date: "1990-01-01", delivery_date: "" }),
      ],
    },
    new: 3,
    anchors: { order: 3 },
  },
  {
    of: "an order of tomorrow, and one from before 1990",
    files: {
      [LINES]: [
        line("L1", { order_date: "2026-06-03", delivery_date: "" }),
        line("L2", { order_date: "1989-12-31", delivery_date: "" }),
      ],
    },
    new: 2,
    anchors: { today: 2 },
    notices: [/order_date 2026-06-03 cannot be/, /order_date 1989-12-31 cannot be/],
  },
  {
    of: "an order of the far future",
    files: { [LINES]: [line("L1", { order_date: "2062-05-01", delivery_date: "" })] },
    new: 1,
    notices: [/order_date 2062-05-01 cannot be/],
  },
  {
    of: "a delivery of the far future, and one before anybody sold lifts",
    files: {
      [LINES]: [
        line("L1", { delivery_date: "2062-05-01" }),
        line("L2", { delivery_date: "1900-01-01" }),
      ],
    },
    new: 1,
    skipped: { not_delivered: 1 },
    notices: [/delivery_date 2062-05-01 cannot be/, /delivery_date 1900-01-01 cannot be/],
  },
  {
    of: "dates that stand for none",
    files: {
      [LINES]: [
        line("L1", { order_date: "N/A", delivery_date: "-", invoice_date: "0" }),
        line("L2", { commitment_date: "TBD", delivery_date: "FALSE" }),
      ],
    },
    new: 2,
  },
  {
    of: "a client who is a sum, and one whose name is a number",
    files: {
      [CUSTOMERS]: ["Total,1,,,,,,,,,", "C9,12,,,,,,,,,", "C10,Grand Total,,,,,,,,,"],
      [LINES]: [line("L1"), "Total,,,,,,,,,,1,3200.00,"],
    },
    new: 1,
    skipped: { invalid_row: 1 },
    rejected: [/sum/, /name "12" is no name/, /sum/, /sum/],
  },
  {
    of: "places that are none",
    files: {
      [CUSTOMERS]: [
        "C7,Di Poe,,,,,,,,0,0",
        "C8,Ed Poe,,,,,,,,-79.4,43.6",
        "C9,Fay Poe,,,,,,,,43.6,79.4",
        "C10,Gus Poe,,,,,,,,43.6,-79.4",
      ],
      [LINES]: ["C7", "C8", "C9", "C10"].map((customer_ref, i) => line(`L${i}`, { customer_ref })),
    },
    new: 4,
    notices: [/0, 0 is nowhere/, /-79.4, 43.6 has its two numbers swapped/, /lies far away/],
  },
  {
    of: "details of a client that are too long or cannot be",
    files: {
      [CUSTOMERS]: [
        `C7,Di Poe,,call my son,${"x".repeat(201)},,,,,,`,
        "C8,Ed Poe,,9.05555E+09,FALSE,FALSE,N/A,,-,,",
        "C9,Fay Poe,,000-000-0000,,,,,,,",
      ],
      [LINES]: ["C7", "C8", "C9"].map((customer_ref, i) => line(`L${i}`, { customer_ref })),
    },
    new: 3,
    notices: [
      /phone "call my son" is not a phone number and was left out; street "x{60}…" is longer than 200/,
      SHORTENED,
      /phone "000-000-0000" is not a phone number/,
    ],
  },
];

for (const { of, files, ...expected } of CASES) {
  Deno.test(of, () =>
    inTransaction(async (_tx, rpc) => {
      const { new: fresh, skipped, anchors, rejected, notices } = await scan(rpc, files);
      if (expected.anchors) expect(anchors).toEqual(expected.anchors);
      expect({ new: fresh, skipped }).toEqual({
        new: expected.new,
        skipped: expected.skipped ?? {},
      });
      const said = (remarks: typeof rejected) => remarks.map(({ reason }) => reason);
      for (
        const [told, wanted] of [[rejected, expected.rejected], [
          notices,
          expected.notices,
        ]] as const
      ) {
        expect(said(told)).toEqual((wanted ?? []).map((reason) => expect.stringMatching(reason)));
      }
    }));
}

/** Lines of one order; what belongs to it stands on the first. */
const BLANK = {
  order_number: "",
  order_state: "",
  order_date: "",
  commitment_date: "",
  customer_ref: "",
};

Deno.test("order cells left blank take the order above when asked to, and each such row says so", () =>
  inTransaction(async (tx, rpc) => {
    const files = {
      [LINES]: [
        line("L1", { order_number: "S1", customer_ref: "C1", order_date: "2026-01-05" }),
        line("L2", BLANK),
        line("L3", { ...BLANK, customer_ref: "C1", order_state: "N/A" }),
        line("L4", { ...BLANK, customer_ref: "C2" }),
        line("L5", { order_number: "S5", order_state: "draft", customer_ref: "C3" }),
        line("L6", BLANK),
      ],
    };
    const refused = (await scan(rpc, files)).rejected.map(({ line, reason }) => [line, reason]);
    expect(refused).toEqual([3, 4, 5, 7].map((line) => [line, "order_number is empty"]));
    const report = await runBackfill(rpc, smallSet(files), {
      today: TODAY,
      isExecuted: false,
      ordersFromAbove: true,
    });
    expect(report).toMatchObject({ new: 3, skipped: { not_confirmed: 2, invalid_row: 1 } });
    expect(report.rejected).toEqual([{ file: LINES, line: 5, reason: "order_number is empty" }]);
    expect(report.notices).toEqual([
      [3, "order_number, order_state, order_date, customer_ref taken from line 2"],
      [4, "order_number, order_state, order_date taken from line 2"],
      [7, "order_number, order_state, order_date, customer_ref taken from line 6"],
    ].map(([line, reason]) => ({ file: LINES, line, reason })));
    const orders = await tx.query(
      `select o.order_number, o.state, string_agg(l.line_ref, ' ' order by l.line_ref) as lines
       from public.sales_orders o join public.sales_order_lines l on l.order_id = o.id group by o.id order by 1`,
    );
    expect(orders).toEqual([
      { order_number: "S1", state: "sale", lines: "L1 L2 L3" },
      { order_number: "S5", state: "draft", lines: "L5 L6" },
    ]);
  }));

Deno.test("behind a row that cannot be read, or is a sum, no line takes the order above", () =>
  inTransaction(async (_tx, rpc) => {
    const files = {
      [LINES]: [
        line("L1", { order_number: "S1" }),
        line("L2", { order_number: "S2", order_date: "soon" }),
        line("L3", BLANK),
        line("L4", { order_number: "S4" }),
        "S5,too,few",
        line("L6", BLANK),
        line("L7", { order_number: "S7" }),
        "Total,,,,,,,,,,1,3200.00,",
        line("L9", BLANK),
        line("L10", { order_number: "S10", quantity: "many" }),
        line("L11", BLANK),
      ],
    };
    const report = await runBackfill(rpc, smallSet(files), {
      today: TODAY,
      isExecuted: false,
      ordersFromAbove: true,
    });
    // L1, L4, L7, and L11, whose order can be read though its first line cannot.
    expect(report.new).toBe(4);
    expect(report.rejected.map(({ line }) => line)).toEqual([3, 4, 6, 7, 9, 10, 11]);
    // Those behind them say what they lack themselves, and nothing of the lines above.
    const withoutNumber = report.rejected.filter(({ reason }) =>
      reason === "order_number is empty"
    );
    expect(withoutNumber.map(({ line }) => line)).toEqual([4, 7, 10]);
    expect(report.notices.map(({ line }) => line)).toEqual([12]);
  }));

const questions = (tx: Queryable) =>
  tx.query(
    `select subject_key, details ->> 'reason' as reason from public.office_activities
     where kind = 'enrolment_question' and state = 'open' order by subject_key`,
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
      { subject_key: "line:L2", reason: "duplicate" },
      { subject_key: "line:L3", reason: "enrolled" },
      { subject_key: "line:L4", reason: "not_delivered" },
    ];
    expect(await questions(tx)).toEqual(asked);
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
    const files = {
      [CUSTOMERS]: [
        "C7,Di Poe,,bad,,,,,P3A 1A1,46.49,-81.01",
        "C8,Ed Poe,,,,,,,L8P 1A1,43.26,-79.87",
      ],
      [LINES]: ["C7", "C8"].map((customer_ref, i) => line(`L${i}`, { customer_ref })),
    };
    const kept = async (km: number | null) => {
      await tx.query("update public.company_settings set service_area_km = $1", [km]);
      await tx.query("update public.customers set latitude = null, longitude = null");
      const { notices } = await scan(rpc, files);
      const places = await tx.query<{ customer_ref: string; is_there: boolean }>(
        "select customer_ref from public.customers where customer_ref in ('C7', 'C8') and latitude is not null order by 1",
      );
      return [places.map(({ customer_ref }) => customer_ref), notices.map(({ reason }) => reason)];
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
    await tx.query("update public.company_settings set service_area_km = 1");
    expect((await scan(rpc, { ...files, "technicians.csv": [] })).notices.length).toBe(1);
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
