import { expect } from "expect";
import { folderReader } from "@/lib/backfill/import.ts";
import { runBackfill } from "@/lib/backfill/run.ts";
import { INSTALL_BASE, withDatabase } from "./support.ts";

Deno.test("the dry run of the install base says what is expected of it", () =>
  withDatabase(async (db, rpc) => {
    const expected = JSON.parse(await Deno.readTextFile(new URL("expected.json", INSTALL_BASE)));
    let t = performance.now();
    const report = await runBackfill(rpc, folderReader(INSTALL_BASE), {
      today: expected.today,
      isExecuted: false,
    });
    console.log("dry", performance.now() - t);
    expect(report).toMatchObject(expected);
    expect(report.rejected).toEqual([]);
    console.log(report);
    t = performance.now();
    const again = await runBackfill(rpc, folderReader(INSTALL_BASE), {
      today: expected.today,
      isExecuted: true,
    });
    console.log("exec", performance.now() - t, again.executed);
  }));
