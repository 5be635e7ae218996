import type { Refusal } from "@/lib/settings/answers.ts";
import type { Group } from "@/lib/settings/settings.ts";
import type { SettingsPage } from "@/lib/settings/save.ts";

/** The page of the settings, a form that was refused included. */
export interface SettingsView {
  page: SettingsPage;
  /** The group that was saved just now. */
  saved?: Group;
  refused?: Refusal & { group: Group; typed: Record<string, string> };
  isAdmin: boolean;
  zone: string;
}
