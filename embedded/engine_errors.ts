import type { PGlite } from "@electric-sql/pglite";

/** The parts of PGlite's engine that are not public; its exact version is pinned for them. */
interface Engine {
  ___stack_pointer: WebAssembly.Global<"i32">;
  _PostgresMainLoopOnce(): void;
  _PostgresMainLongJmp(): void;
  _PostgresSendReadyForQueryIfNecessary(): void;
  _pgl_pq_flush(): void;
}

/** As what a statement's error leaves PostgreSQL's main loop. */
const STATEMENT_FAILED = 100;

/**
 * Keeps PGlite alive through any number of errors. An error leaves the engine as an exception past what lies
 * on its stack, and PGlite 0.4.5 never takes that away: 624 bytes (a bad parameter) to 5,552 (bad syntax) of
 * 8.4 MB. Whoever was refused often enough ended it: from then on it answered nothing, or tried one statement
 * for ever and kept the whole process at that, since it goes on after whatever exception.
 *
 * Here the stack is put back, as PostgreSQL's own jump out of an error does. An exception that is no
 * statement's error ends the engine: everybody is told so, as by a server that crashed (57P02).
 */
export function surviveErrors(driver: PGlite): void {
  const engine = driver.Module as unknown as Engine;
  const stack = engine.___stack_pointer;
  let end: Error | undefined;
  replace(engine, "_PostgresMainLoopOnce", (run) => {
    const top = stack.value;
    try {
      if (!end) return run();
    } catch (error) {
      stack.value = top;
      if (isOfStatement(error)) throw error;
      end = ended(error);
    }
    // PGlite lets nothing else pass, and then asks for what is replaced next.
    throw { status: STATEMENT_FAILED };
  });
  replace(engine, "_PostgresMainLongJmp", (run) => {
    if (end) throw end;
    run();
  });
  for (const answer of ["_PostgresSendReadyForQueryIfNecessary", "_pgl_pq_flush"] as const) {
    replace(engine, answer, (run) => end ? undefined : run());
  }
}

/** The engine finds each of its functions at the first call, and puts it in the place of what looked for it. */
function replace(
  engine: Engine,
  name: Exclude<keyof Engine, "___stack_pointer">,
  by: (run: () => void) => void,
): void {
  let run = engine[name];
  Object.defineProperty(engine, name, {
    get: () => () => by(run),
    set: (found) => run = found,
  });
}

function isOfStatement(error: unknown): boolean {
  return (error as { status?: number } | null)?.status === STATEMENT_FAILED;
}

function ended(cause: unknown): Error {
  console.error("the embedded database has stopped:", (cause as Error).message);
  const error = new Error("the embedded database has stopped: start the program again");
  return Object.assign(error, { code: "57P02" });
}
