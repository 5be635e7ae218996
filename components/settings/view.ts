import type { Refusal } from "@/lib/settings/answers.ts";
import type { Catalogue, What } from "@/lib/settings/catalogue.ts";
import type { ChecklistPage } from "@/lib/settings/checklist.ts";
import type { Draft } from "@/lib/settings/checklist_form.ts";
import type { Differ, PolicyPage as Policy } from "@/lib/settings/policy.ts";
import type { Group } from "@/lib/settings/settings.ts";
import type { Values } from "@/lib/settings/values.ts";
import type { AllowDeed } from "@/lib/settings/allow_list.ts";
import type { SettingsPage } from "@/lib/settings/save.ts";

/** The page of the settings, a form that was refused included. */
export interface SettingsView {
  page: SettingsPage;
  /** The group that was saved just now. */
  saved?: Group;
  refused?: Refusal & { group: Group; typed: Record<string, string> };
  /** What came of a change of who may get mail. */
  allowed?: { did: AllowDeed } | { entry: string; complaint: string };
  isAdmin: boolean;
  zone: string;
}

/** What the page of a policy shows, a form that was refused included. */
export interface PolicyView {
  page: Policy;
  /** What was typed; null: what is so. */
  typed: Record<string, string> | null;
  /** What the form's page showed when it was opened, where it was sent. */
  shown?: Values;
  refused?: Refusal;
  /** What was looked at. */
  differ?: Differ;
  isSaved: boolean;
  /** Something else was typed than was looked at, so it is shown again. */
  isOther?: boolean;
  isAdmin: boolean;
  zone: string;
}

/** What the page of a checklist shows, a form that goes on or was refused included. */
export interface ChecklistView {
  id: string;
  page: ChecklistPage;
  /** What was typed; undefined: what is so. */
  draft?: Draft;
  /** The number of the version that is changed, 0 for none. */
  shown: number;
  /** The id of what a button leads to. */
  focus?: string;
  refused?: Refusal;
  /** What came of saving, by the word in the address. */
  did?: "set" | "unchanged";
  isAdmin: boolean;
  zone: string;
}

/** What the page of the catalogue shows, a form that was refused included. */
export interface CatalogueView {
  catalogue: Catalogue;
  /** What was added or taken out just now. */
  done?: { what: What; did: "added" | "changed" | "removed" };
  /** `row_id` is the row that was to be changed or taken out. */
  refused?: Refusal & { what: What; row_id?: string; typed: Record<string, string> };
  isAdmin: boolean;
}
