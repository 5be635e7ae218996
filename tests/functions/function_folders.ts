/** The folders of the Edge Functions. */
export const FUNCTIONS = new URL("../../supabase/functions/", import.meta.url);

/** What a function's `deno.json` holds. */
export interface FunctionConfig {
  /** Folders and files of `lib`, and pinned packages, by the name that the code imports them by. */
  imports: Record<string, string>;
}

/** The functions by name. */
export const FUNCTION_NAMES: string[] = (await Array.fromAsync(Deno.readDir(FUNCTIONS)))
  .filter(({ name, isDirectory }) => isDirectory && !name.startsWith("_"))
  .map(({ name }) => name)
  .sort();

/** A function's own `deno.json`. */
export async function functionConfig(name: string): Promise<FunctionConfig> {
  return JSON.parse(await Deno.readTextFile(new URL(`${name}/deno.json`, FUNCTIONS)));
}
