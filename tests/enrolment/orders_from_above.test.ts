/** Order cells that are written once for several lines. */
import { expect } from "expect";
import { runBackfill } from "@/lib/enrolment/run.ts";
import { scan, TODAY } from "./damaged.ts";
import { line, LINES } from "./rows.ts";
import { inTransaction, smallSet } from "./support.ts";

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
