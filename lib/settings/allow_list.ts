/** Who may get mail while the company tries things out: addresses and whole domains, kept as one setting. */
import type { Rpc } from "@/lib/database/rpc.ts";
import { refusalOf, savedShape } from "./answers.ts";
import { readSettings, type SettingsPage } from "./save.ts";

/** "everybody" gives the list up. */
export const ALLOW_DEEDS = ["add", "remove", "everybody"] as const;
export type AllowDeed = typeof ALLOW_DEEDS[number];

/** The addresses and @domains that get mail; null: everybody does. */
export function allowedIn({ settings }: SettingsPage): string[] | null {
  const list = settings.recipient_allow_list;
  return Array.isArray(list) ? list.map(String) : null;
}

/** As it is kept: "Example.com" is the domain, with its "@". */
export function entryOf(typed: string): string {
  const entry = typed.toLowerCase();
  return entry === "" || entry.includes("@") ? entry : `@${entry}`;
}

/** Changes the list. Null where that was done, else what is to be corrected. */
export async function changeAllowed(
  rpc: Rpc,
  deed: AllowDeed,
  typed: string,
  zone: string,
): Promise<string | null> {
  const now = allowedIn(await readSettings(rpc));
  const entry = deed === "add" ? entryOf(typed) : typed;
  if (deed === "add" && now?.includes(entry)) return `${entry} is on the list already.`;
  const next = {
    add: [...now ?? [], entry],
    // Whoever takes out the last one has not said that everybody is written to: then nobody is.
    remove: now === null ? null : now.filter((each) => each !== entry),
    everybody: null,
  };
  const answer = savedShape.parse(
    await rpc("save_settings", {
      fields: { recipient_allow_list: next[deed] },
      shown: { recipient_allow_list: now },
    }),
  );
  const refused = refusalOf(answer, () => COMPLAINT, zone);
  return refused &&
    (refused.complaints.recipient_allow_list === COMPLAINT ? COMPLAINT : refused.said);
}

const COMPLAINT =
  "Please enter one address such as you@example.com, or a domain such as @example.com.";
