import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { instantShape } from "@/lib/database/shapes.ts";
import { type Refusal, refusalOf, savedShape } from "./answers.ts";
import { SETTINGS } from "./settings.ts";
import { type Kind, type Values, valueShape, valuesOf } from "./values.ts";

/** What was changed about a row last. */
export const lastChangeShape = z.object({
  at: instantShape,
  by: z.string().nullable(),
  changes: z.record(z.string(), z.unknown()),
}).nullable();
export type LastChange = z.infer<typeof lastChangeShape>;

const pageShape = z.object({
  settings: z.record(z.string(), valueShape),
  last_change: lastChangeShape,
});
export type SettingsPage = z.infer<typeof pageShape>;

/** The settings as they are. */
export async function readSettings(rpc: Rpc): Promise<SettingsPage> {
  return pageShape.parse(await rpc("settings_page", {}));
}

/** What kind of field each setting has. */
const KINDS: Record<string, Kind> = Object.fromEntries(
  Object.entries(SETTINGS).map(([name, { kind }]) => [name, kind]),
);

/** Saves what was typed into these settings' fields. Null where that was done. */
export async function saveSettings(
  rpc: Rpc,
  typed: Record<string, string>,
  shown: Values | undefined,
  zone: string,
): Promise<Refusal | null> {
  const fields = valuesOf(typed, KINDS);
  const answer = savedShape.parse(await rpc("save_settings", { fields, shown }));
  return refusalOf(answer, (field) => SETTINGS[field as keyof typeof SETTINGS]?.complaint, zone);
}
