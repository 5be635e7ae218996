/** Files that come again: what is on record already, and what a later file says of it. */
import { expect } from "expect";
import type { Queryable } from "@/embedded/database.ts";
import { type ReadBytes, readFiles } from "@/lib/enrolment/import.ts";
import { importFiles } from "@/lib/enrolment/import_files.ts";
import { fileSource } from "@/lib/enrolment/reading/file_source.ts";
import { runBackfill } from "@/lib/enrolment/run.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { claim, CLAIMS, line, LINES } from "./rows.ts";
import { inTransaction, smallSet } from "./support.ts";

const TECHNICIANS = "technicians.csv";

const scan = (rpc: Rpc, extra: Parameters<typeof smallSet>[0], isExecuted = false) =>
  runBackfill(rpc, smallSet(extra), { today: "2026-06-02", isExecuted });

Deno.test("what was corrected here stays when the same file comes again; what changed in the file replaces it, an empty field never", () =>
  inTransaction(async (tx, rpc) => {
    const bo = async () => {
      const [customer] = await tx.query(
        "select email, phone from public.customers where customer_ref = 'C2'",
      );
      return customer;
    };
    await scan(rpc, {});
    await tx.exec(
      "update public.customers set email = 'bo@example.com', phone = '1' where customer_ref = 'C2'",
    );
    await scan(rpc, {});
    expect(await bo()).toEqual({ email: "bo@example.com", phone: "1" });
    const read = smallSet();
    const later: ReadBytes = async (fileName) => {
      const bytes = await read(fileName);
      const text = new TextDecoder().decode(bytes).replace("416-555-0102", "416-555-0199");
      return bytes && new TextEncoder().encode(text);
    };
    await runBackfill(rpc, later, { today: "2026-06-02", isExecuted: false });
    expect(await bo()).toEqual({ email: "bo@example.com", phone: "416-555-0199" });
  }));

Deno.test("rows that were rejected and come corrected are meant as they stand", () =>
  inTransaction(async (tx, rpc) => {
    await scan(rpc, {});
    await tx.exec("update public.customers set phone = '1' where customer_ref = 'C2'");
    const [file] = await readFiles(
      smallSet({ "customers.csv": ["C2,Bo Ray,,416-555-0102,2 Oak St,,Toronto,ON,M5V 1A2,,"] }),
    ).then((files) => files.filter(({ kind }) => kind.kind === "customers"));
    await importFiles(rpc, [{ ...fileSource(file), isWhole: false }]);
    const [customer] = await tx.query(
      "select phone from public.customers where customer_ref = 'C2'",
    );
    expect(customer).toEqual({ phone: "416-555-0102" });
  }));

Deno.test("so it is with serial numbers and dates of claims and lines, and an order follows its state", () =>
  inTransaction(async (tx, rpc) => {
    const seen = async (lines: string[], claims: string[]) => {
      await scan(rpc, { [LINES]: lines, [CLAIMS]: claims });
      const [row] = await tx.query(
        `select d.serial_number as claimed, d.adp_delivery_date::text as settled, l.serial_numbers as sold,
           l.delivery_date::text as delivered, o.state
         from public.device_claims d, public.sales_order_lines l join public.sales_orders o on o.id = l.order_id`,
      );
      return row;
    };
    expect(
      await seen(
        [line("L1", { order_state: "draft", serial_numbers: "S1", delivery_date: "" })],
        [claim("K1", "A1")],
      ),
    ).toEqual({
      claimed: "A1",
      settled: "2026-02-01",
      sold: ["S1"],
      delivered: null,
      state: "draft",
    });
    expect(
      await seen(
        [line("L1", { serial_numbers: "" })],
        [claim("K1", "", { adp_delivery_date: "" })],
      ),
    ).toEqual({
      claimed: "A1",
      settled: "2026-02-01",
      sold: ["S1"],
      delivered: "2026-01-20",
      state: "sale",
    });
    expect(
      await seen(
        [line("L1", { order_state: "cancel", serial_numbers: "S2", delivery_date: "" })],
        [claim("K1", "A2", { adp_delivery_date: "2026-02-09" })],
      ),
    ).toEqual({
      claimed: "A2",
      settled: "2026-02-09",
      sold: ["S2"],
      delivered: "2026-01-20",
      state: "cancel",
    });
  }));

/** The technicians on record: name, address of mail, skills. */
async function technicians(tx: Queryable): Promise<string[]> {
  const rows = await tx.query<{ told: string }>(
    `select concat_ws(' ', t.name, t.email, (
       select string_agg(s.code, '+' order by s.code) from public.technician_skills k
       join public.skills s on s.id = k.skill_id where k.technician_id = t.id)) as told
     from public.technicians t order by told`,
  );
  return rows.map(({ told }) => told);
}

Deno.test("a technician is known by e-mail, and by name only while one of the two is unknown", () =>
  inTransaction(async (tx, rpc) => {
    const read = async (...rows: string[]) => {
      await scan(rpc, { [TECHNICIANS]: rows });
      return await technicians(tx);
    };
    expect(await read("Ann,ann@example.com,,,lifts")).toEqual([
      "Ann ann@example.com lifts",
      "Dana lifts",
    ]);
    // Another Ann, a new name for the first one, and an address for Dana.
    expect(
      await read(
        "Ann,other@example.com,,,scooters",
        "Ann Lee,ANN@example.com,,,",
        "dana,dana@example.com,,,lift_chairs",
      ),
    ).toEqual([
      "Ann Lee ANN@example.com lifts",
      "Ann other@example.com scooters",
      "dana dana@example.com lift_chairs+lifts",
    ]);
  }));

Deno.test("who has no hours gets office hours, who has some keeps them", () =>
  inTransaction(async (tx, rpc) => {
    const hours = async () => {
      await scan(rpc, {});
      const [row] = await tx.query(
        "select count(*)::int as rows, min(starts)::text as first from public.technician_hours",
      );
      return row;
    };
    expect(await hours()).toEqual({ rows: 10, first: "08:00:00" });
    await tx.exec(
      `delete from public.technician_hours where weekday <> 1;
       update public.technician_hours set starts = '09:00' where starts = '08:00'`,
    );
    expect(await hours()).toEqual({ rows: 2, first: "09:00:00" });
  }));

Deno.test("a unit is said to be installed only on the day that somebody delivered it", () =>
  inTransaction(async (tx, rpc) => {
    const lines = [
      line("L1"),
      line("L2", { delivery_date: "", invoice_date: "2026-03-31" }),
      line("L3", { delivery_date: "", order_date: "" }),
    ];
    const { executed } = await scan(rpc, { [LINES]: lines }, true);
    expect(executed).toMatchObject({ enrolled: 3 });
    const units = await tx.query(
      `select l.line_ref as ref, u.installed_on::text as on from public.units u
       join public.sales_order_lines l on l.id = u.source_line_id order by 1`,
    );
    expect(units).toEqual([
      { ref: "L1", on: "2026-01-20" },
      { ref: "L2", on: null },
      { ref: "L3", on: null },
    ]);
  }));
