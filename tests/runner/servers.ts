import { makeTemplate, startTestServer } from "@/tests/databases.ts";
import { postgres15, postgres17 } from "@/tools/postgres/binaries.ts";
import { type ScratchServer, sweep } from "@/tools/postgres/scratch_server.ts";

/** The servers of one run; each starts when first asked for. */
export interface Servers {
  /** Undefined where npm has no programs for this machine. */
  postgres17(): Promise<ScratchServer | undefined>;
  /** Undefined where Debian's packages are not installed. */
  postgres15(): Promise<ScratchServer | undefined>;
  stop(): Promise<void>;
}

/** Servers with both template databases; stopping them also sweeps up those that killed tests left. */
export function lazyServers(): Servers {
  const running = new Map<15 | 17, Promise<ScratchServer | undefined>>();
  const once = (major: 15 | 17) => {
    const server = running.get(major) ?? start(major);
    running.set(major, server);
    return server;
  };
  return {
    postgres17: () => once(17),
    postgres15: () => once(15),
    async stop() {
      for (const server of running.values()) await (await server.catch(() => undefined))?.stop();
      await sweep();
    },
  };
}

async function start(major: 15 | 17): Promise<ScratchServer | undefined> {
  const binaries = major === 17 ? await postgres17() : await postgres15();
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
