/**
 * `deno run -A tools/sql/lint.ts`: reads every migration and the seed with squawk, which knows PostgreSQL's
 * grammar, and prints what it objects to. Exits 1 on any objection. Needs npx; without it says so and passes.
 */
const SQUAWK = "squawk-cli@2.66.0";
const ROOT = new URL("../../", import.meta.url).pathname;

const files = [`${ROOT}supabase/seed.sql`];
for await (const { name } of Deno.readDir(`${ROOT}supabase/migrations`)) {
  if (name.endsWith(".sql")) files.push(`${ROOT}supabase/migrations/${name}`);
}
try {
  const { code, stdout, stderr } = await new Deno.Command("npx", {
    args: ["-y", SQUAWK, "--config", `${ROOT}tools/sql/squawk.toml`, ...files.sort()],
  }).output();
  if (code !== 0) {
    await Deno.stdout.write(stdout);
    await Deno.stderr.write(stderr);
    Deno.exit(1);
  }
  console.log(`Checked ${files.length} SQL files`);
} catch (error) {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
  console.log("SQL is not checked: there is no npx (Node.js) on this machine.");
}
