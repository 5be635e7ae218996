/**
 * A server of forms that is killed in tests: each is done once, as one line of a file, by its id. Started with the file
 * and a port; dies by itself before or after it did what it was told to die of.
 */
import { PHONE } from "@/lib/web/phone_headers.ts";

const [file, port, diesAt] = Deno.args;
const done = (id: string) => Deno.readTextFileSync(file).split("\n").includes(id);

Deno.serve(
  { hostname: "127.0.0.1", port: Number(port), onListen: () => console.log("up") },
  async (req) => {
    const id = req.headers.get(PHONE.asks)!;
    await req.bytes();
    if (diesAt === `before ${id}`) Deno.kill(Deno.pid, "SIGKILL");
    if (!done(id)) Deno.writeTextFileSync(file, `${id}\n`, { append: true });
    if (diesAt === `after ${id}`) Deno.kill(Deno.pid, "SIGKILL");
    const headers = { [PHONE.answers]: id, [PHONE.goesTo]: "/tech", Connection: "close" };
    return new Response(null, { status: 204, headers });
  },
);
