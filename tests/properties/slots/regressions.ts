import type { World } from "./world.ts";

/** Worlds as the property test printed them, shrunk; each is named by what was wrong. */
export const regressions: Record<string, World> = {};
