/** How to reach the process that holds a data folder open, for commands of the same user. */
export interface Running {
  api_url: string;
  secret_key: string;
  smtp_url: string;
}

/** Leaves the address in the data folder, readable for this user only. */
export async function writeRunning(dataDir: string, running: Running): Promise<void> {
  await Deno.writeTextFile(path(dataDir), JSON.stringify(running) + "\n", { mode: 0o600 });
}

/** The address of the running process; undefined when none answers there. */
export async function readRunning(dataDir: string): Promise<Running | undefined> {
  const text = await Deno.readTextFile(path(dataDir)).catch(() => undefined);
  if (text === undefined) return undefined;
  const running = readWhole(text);
  if (running === undefined) return undefined;
  const answers = await fetch(`${running.api_url}/rest/v1/`, {
    headers: { apikey: running.secret_key },
  }).then((response) => response.body?.cancel().then(() => response.ok), () => false);
  return answers ? running : undefined;
}

/** A kill in the middle of a write leaves half of it: that process has ended. */
function readWhole(text: string): Running | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function removeRunning(dataDir: string): Promise<void> {
  await Deno.remove(path(dataDir)).catch(() => {});
}

function path(dataDir: string): string {
  return `${dataDir}/running.json`;
}
