/** Coordinates as spreadsheets damage them: nobody is lost for a place that is none, and each is told. */
import { expect } from "expect";
import { runBackfill } from "@/lib/enrolment/run.ts";
import { line, LINES } from "./rows.ts";
import { inTransaction, smallSet } from "./support.ts";

/** A pair of cells, and how the notice about it begins. */
const DAMAGED: [latitude: string, longitude: string, notice: string][] = [
  ["43.6", "", "half a place"],
  ["", "-79.4", "half a place"],
  ["43.6", "N/A", "half a place"],
  ["-", "-79.4", "half a place"],
  ["43.6N", "79.4W", 'latitude "43.6N" is not a number of degrees'],
  ["4.36E+01", "-7.94E+01", 'latitude "4.36E+01" is not a number of degrees'],
  ["43 36 00", "-79 24 00", 'latitude "43 36 00" is not a number of degrees'],
  ["436000", "-794000", 'latitude "436000" is not a number of degrees'],
  ["43.6", "west", 'longitude "west" is not a number of degrees'],
  ["943.6", "-79.4", 'latitude "943.6" is not between -90 and 90'],
  ["#REF!", "unknown place", 'longitude "unknown place" is not a number of degrees'],
];

Deno.test("coordinates that do not read count as missing, and the client is enrolled", () =>
  inTransaction(async (tx, rpc) => {
    const { new: fresh, rejected, skipped, notices } = await runBackfill(
      rpc,
      smallSet({
        "customers.csv": DAMAGED.map(([latitude, longitude], i) =>
          `P${i},Di Poe,,,${i} Oak St,,,,,${latitude},${longitude}`
        ),
        [LINES]: DAMAGED.map((_, i) => line(`L${i}`, { customer_ref: `P${i}` })),
      }),
      { today: "2026-06-02", isExecuted: false },
    );
    expect({ fresh, rejected, skipped }).toEqual({
      fresh: DAMAGED.length,
      rejected: [],
      skipped: {},
    });
    expect(notices.map(({ line, reason }, i) => [line, reason.startsWith(DAMAGED[i][2])])).toEqual(
      DAMAGED.map((_, i) => [i + 5, true]),
    );
    expect(notices.filter(({ reason }) => !/left out/.test(reason))).toEqual([]);
    const [{ located }] = await tx.query(
      "select count(*)::int as located from public.customers where customer_ref like 'P%' and latitude is not null",
    );
    expect(located).toBe(0);
  }));

Deno.test("a technician whose home does not read is hired all the same", () =>
  inTransaction(async (tx, rpc) => {
    const { rejected, notices } = await runBackfill(
      rpc,
      smallSet({ "technicians.csv": ["Eli,,43.6N,-79.4,lifts", "Flo,,43.6,,lifts"] }),
      { today: "2026-06-02", isExecuted: false },
    );
    expect({ rejected, told: notices.length }).toEqual({ rejected: [], told: 2 });
    const hired = await tx.query(
      "select name, home_latitude from public.technicians where name in ('Eli', 'Flo') order by name",
    );
    expect(hired).toEqual([{ name: "Eli", home_latitude: null }, {
      name: "Flo",
      home_latitude: null,
    }]);
  }));
