import { expect } from "expect";
import { freshDatabase, makeTemplate, startTestServer } from "@/tests/databases.ts";
import { tapFiles } from "@/tests/pgtap.ts";
import { postgres15 } from "@/tools/postgres/binaries.ts";

const TESTS = new URL("../../supabase/tests/", import.meta.url).pathname;
const PG_PROVE = "/usr/bin/pg_prove";

const debian = await postgres15();
const canProve = debian !== undefined && await Deno.stat(PG_PROVE).then(() => true, () => false);

Deno.test({
  name: canProve
    ? "each pgTAP file passes by itself through pg_prove on PostgreSQL 15 with the old grants, once the helpers are there"
    : "pgTAP through pg_prove (Debian's libtap-parser-sourcehandler-pgtap-perl is not installed)",
  ignore: !canProve,
  async fn() {
    const server = await startTestServer(debian!);
    try {
      await makeTemplate(server, "old");
      const fresh = await freshDatabase({
        serverUrl: server.url("postgres"),
        defaultPrivileges: "old",
      });
      expect(await proved(fresh.url, ["000_helpers.sql"])).toEqual("PASS");
      // Each in a session of its own; together, since the program takes longer to start than most files.
      expect(await proved(fresh.url, await tapFiles())).toEqual("PASS");
      await fresh.drop();
    } finally {
      await server.stop();
    }
  },
});

/** "PASS", or everything that pg_prove had to say. */
async function proved(databaseUrl: string, files: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(PG_PROVE, {
    args: ["--dbname", databaseUrl, ...files.map((file) => TESTS + file)],
    // As hosted projects set it for their roles.
    env: { PGOPTIONS: "-c search_path=public,extensions" },
  }).output();
  const text = new TextDecoder();
  return success ? "PASS" : text.decode(stdout) + text.decode(stderr);
}
