/** `deno task bench [NAME…]`: runs `bench/NAME.ts` for each name, or every benchmark there is. */
const FOLDER = new URL("../bench/", import.meta.url);

const known: string[] = [];
for await (const entry of Deno.readDir(FOLDER)) {
  if (entry.isFile && /^[a-z-]+\.ts$/.test(entry.name)) known.push(entry.name.slice(0, -3));
}
known.sort();
const wanted = Deno.args.length > 0 ? Deno.args : known;
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0 || known.length === 0) {
  console.error(`No benchmark ${unknown.join(", ")}; there are: ${known.join(", ") || "none yet"}`);
  Deno.exit(2);
}
let failed = false;
for (const name of wanted) {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL(`${name}.ts`, FOLDER).pathname],
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  failed ||= !success;
}
Deno.exit(failed ? 1 : 0);
