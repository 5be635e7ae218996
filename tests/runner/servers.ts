import { makeTemplate, startTestServer } from "@/tests/databases.ts";
import { postgres17 } from "@/tools/postgres/binaries.ts";
import { type ScratchServer, sweep } from "@/tools/postgres/scratch_server.ts";

/** The server of one run; it starts when first asked for. */
export interface Servers {
  /** Undefined where npm has no programs for this machine. */
  postgres17(): Promise<ScratchServer | undefined>;
  stop(): Promise<void>;
}

/** A server with both template databases; stopping it also sweeps up those that killed tests left. */
export function lazyServers(): Servers {
  let running: Promise<ScratchServer | undefined> | undefined;
  return {
    postgres17: () => running ??= start(),
    async stop() {
      await (await running?.catch(() => undefined))?.stop();
      await sweep();
    },
  };
}

async function start(): Promise<ScratchServer | undefined> {
  const binaries = await postgres17();
  if (!binaries) return undefined;
  const server = await startTestServer(binaries);
  try {
    await makeTemplate(server, "new");
    await makeTemplate(server, "old");
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}
