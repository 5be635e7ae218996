import { within } from "@/embedded/within.ts";

const CHUNK = 64 * 1024;

/**
 * Sends a POST by hand, in chunks and without its length, until all is sent or the other side closes.
 * @returns the answer's status, the bytes that were taken, and whether the connection was closed before all were
 */
export async function sendInChunks(
  port: number,
  path: string,
  headers: Record<string, string>,
  text: string,
): Promise<{ status: number; taken: number; isClosed: boolean }> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const bytes = (text: string) => new TextEncoder().encode(text);
  const told = Object.entries({ Host: "localhost", "Transfer-Encoding": "chunked", ...headers });
  const head = [`POST ${path} HTTP/1.1`, ...told.map((pair) => pair.join(": ")), "", ""];
  const body = bytes(text);
  let taken = 0;
  const writer = connection.writable.getWriter();
  async function send(): Promise<boolean> {
    try {
      await writer.write(bytes(head.join("\r\n")));
      for (; taken < body.length; taken += CHUNK) {
        const chunk = body.subarray(taken, taken + CHUNK);
        await writer.write(bytes(`${chunk.length.toString(16)}\r\n`));
        await writer.write(chunk);
        await writer.write(bytes("\r\n"));
      }
      await writer.write(bytes("0\r\n\r\n"));
      return false;
    } catch {
      return true;
    }
  }
  let answer = "";
  async function read(): Promise<void> {
    try {
      for await (const part of connection.readable.pipeThrough(new TextDecoderStream())) {
        answer += part;
      }
    } catch {
      // A reset is an end too.
    }
  }
  const sending = send();
  await within(30_000, `the end of the connection of ${path}`, read());
  return { status: Number(answer.split(" ")[1]), taken, isClosed: await sending };
}
