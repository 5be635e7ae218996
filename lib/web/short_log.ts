/**
 * Libraries log what they fail at with all of it: a stranger's filter, the address of who signs in, a stack of
 * thirty lines for a cookie that ran out. auth-js (`_recoverAndRefresh`, `_callRefreshToken`) and lite ("Auth
 * error:") call the console itself and take no other place to log to, so it is the console that is changed, for
 * the whole process: from here on an error that is logged is one line that quotes nobody. Calling it again
 * changes nothing.
 */
export function logErrorsShort(): void {
  if (isShort) return;
  isShort = true;
  for (const level of ["error", "warn"] as const) {
    const log = console[level].bind(console);
    console[level] = (...said) => log(...said.map(short));
  }
}

let isShort = false;

/** What kind of error it was and where, for a log: messages may quote what a stranger or a client wrote. */
export function short(said: unknown): unknown {
  if (!(said instanceof Error) || Symbol.for("Deno.customInspect") in said) return said;
  const { name, code, stack = "" } = said as Error & { code?: unknown };
  const [place] = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const file = place?.trim().replace(/file:\/\/\S*\/(?=[^/]+:\d+:\d+\)?$)/, "");
  return [name, code, file].filter((part) => part !== undefined).join(" ");
}
