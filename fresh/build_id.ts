/** URL folder of the scripts of a build. */
export const SCRIPT_FOLDER = "/_fresh/js/";

/** Query parameter that marks a URL as belonging to one build, so that it may be cached. */
export const CACHE_KEY = "__frsh_c";

/**
 * The build that this code belongs to. In the browser it is part of the script's own URL; on
 * the server it comes with the snapshot.
 */
export let BUILD_ID = import.meta.url.split(SCRIPT_FOLDER)[1]?.split("/")[0] ?? "";

export function setBuildId(id: string): void {
  BUILD_ID = id;
}
