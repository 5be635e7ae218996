/**
 * From here on a promise that nobody waits for does not end the process when it fails: the failure is
 * logged and the server goes on answering. To be called where a program begins to serve; calling it again
 * changes nothing.
 */
export function surviveRejections(): void {
  globalThis.addEventListener("unhandledrejection", logAndGoOn);
}

function logAndGoOn(event: PromiseRejectionEvent): void {
  event.preventDefault();
  console.error("A failure that nobody waited for:", whereabouts(event.reason));
}

/** What failed and where, without the message: it may quote what a stranger or a client wrote. */
function whereabouts(reason: unknown): string {
  if (!(reason instanceof Error)) return typeof reason;
  const calls = (reason.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return [reason.name, ...calls].join("\n");
}
