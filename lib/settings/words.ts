import { moneyText } from "@/lib/text/money.ts";
import { instantText } from "@/lib/text/dates.ts";
import type { LastChange } from "./save.ts";
import { type SettingName, SETTINGS } from "./settings.ts";
import { type Kind, shownAs, type Value } from "./values.ts";

/** A value as it is read outside of a field: "$189.00", "on", "nothing". */
export function valueText(kind: Kind, value: Value | undefined): string {
  if (kind === "switch") return value === true ? "on" : "off";
  const text = shownAs(kind, value);
  if (text === "") return "nothing";
  if (kind === "amount") return moneyText(text);
  return kind === "percent" ? `${text} %` : text;
}

/** A setting as it is read: "60 days", "To clients". */
export function settingText(name: SettingName, value: Value | undefined): string {
  const { kind, options, unit } = SETTINGS[name];
  const text = options?.[String(value)] ?? valueText(kind, value);
  return unit && text !== "nothing" ? `${text} ${unit}` : text;
}

/** "Last change: Dana Okafor, Tuesday, May 12, 2026, 9:00 a.m." */
export function changeText(change: LastChange, zone: string): string | null {
  if (change === null) return null;
  return `Last change: ${change.by ?? "in the database"}, ${instantText(change.at, zone)}`;
}
