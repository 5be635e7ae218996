/** The first is Chromium without windows, which opens a page for a fifth of what the others take. */
const USUAL_PLACES = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
];

/** The browser that `CHROMIUM` names, else one in a usual place; undefined where there is none. */
export async function chromiumPath(): Promise<string | undefined> {
  const named = Deno.env.get("CHROMIUM");
  for (const path of named ? [named] : USUAL_PLACES) {
    if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return path;
  }
}

/** Why no browser can be used on this machine; null when one can. */
export async function browserMissing(): Promise<string | null> {
  if (await chromiumPath() !== undefined) return null;
  return "Chromium is not installed (Debian's package chromium-headless-shell or chromium, or what CHROMIUM names)";
}
