const SIGNALS: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];

/** Calls at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
export function atFirstSignal(call: () => void): void {
  const heard = () => {
    for (const signal of SIGNALS) Deno.removeSignalListener(signal, heard);
    call();
  };
  for (const signal of SIGNALS) Deno.addSignalListener(signal, heard);
}
