/** `deno task import`: a folder of files, tried, taken in, and taken in once more. */
import { expect } from "expect";
import { freshDatabase } from "@/tests/databases.ts";
import { smallSet } from "./support.ts";

const ROOT = new URL("../../", import.meta.url);

async function run(args: string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "commands/import.ts", ...args],
    cwd: ROOT,
    env: { DATABASE_URL: "", SUPABASE_URL: "", DATA_DIR: "memory", ...env },
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout).trim(), err: text.decode(stderr).trim() };
}

const SALE = "S1,S1-1,sale,2026-05-20,,,,C1,SL,,1,3200.00,";

async function folderOf(lines: string[]): Promise<string> {
  const folder = await Deno.makeTempDir();
  const read = smallSet({ "sales_order_lines.csv": lines });
  for (
    const name of [
      "equipment_categories",
      "products",
      "technicians",
      "customers",
      "sales_order_lines",
    ]
  ) {
    await Deno.writeFile(`${folder}/${name}.csv`, (await read(`${name}.csv`))!);
  }
  return folder;
}

Deno.test("what a person can put right is one line and exit code 1", async () => {
  const empty = await Deno.makeTempDir();
  try {
    const wrong: [string[], string][] = [
      [[], "Usage: import DIR"],
      [[empty, "--execute"], "Usage: import DIR"],
      [[empty, "--history"], "Usage: import DIR"],
      [["--from", "odoo", "--execute", "--history"], "Usage: import DIR"],
      [["--from", "sap"], '--from must be odoo, not "sap".'],
      [[`${empty}/none`], `There is no folder ${empty}/none.`],
    ];
    for (const [args, message] of wrong) {
      const { code, err } = await run(args);
      expect([args, code, err.split("\n").length]).toEqual([args, 1, 1]);
      expect(err).toContain(message);
    }
  } finally {
    await Deno.remove(empty);
  }
});

Deno.test("a folder is tried without a trace, taken in, and the same again changes nothing", async () => {
  const fresh = await freshDatabase({ maxConnections: 2 });
  const folder = await folderOf([SALE]);
  const env = { DATABASE_URL: fresh.url };
  const contracts = async () => {
    const [{ count }] = await fresh.db.query<{ count: number }>(
      "select count(*)::integer as count from public.maintenance_contracts",
    );
    return count;
  };
  try {
    const tried = await run([folder, "--dry-run"], env);
    expect({ code: tried.code, err: tried.err }).toEqual({ code: 0, err: "" });
    expect(tried.out).toContain("This is what would change; nothing was.");
    expect(tried.out).toMatch(
      /Enrolled as new sale: Ada Lee, Stair lift nothing → 20\d\d-\d\d-\d\d/,
    );
    expect(await contracts()).toBe(0);

    const taken = await run([folder, "--json"], env);
    expect(JSON.parse(taken.out)).toMatchObject({ status: "applied", enrolled: 1 });
    expect(await contracts()).toBe(1);
    const again = await run([folder, "--json"], env);
    expect(JSON.parse(again.out)).toMatchObject({ status: "applied", enrolled: 1 });
    expect(await contracts()).toBe(1);
  } finally {
    await Deno.remove(folder, { recursive: true });
    await fresh.drop();
  }
});
