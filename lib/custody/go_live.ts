import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";

const checkShape = z.object({
  check: z.string(),
  /** Whether it has to be done before clients are written to. */
  must: z.boolean(),
  /** How many lack it; 0 where all is well. */
  count: z.number(),
  /** The first five of them. */
  examples: z.array(z.string()),
});
/** One thing that is looked at before going live (`go_live_checks`). */
export type GoLiveCheck = z.infer<typeof checkShape>;

/** What is missing before clients are written to, and what is there. */
export async function readGoLive(rpc: Rpc): Promise<GoLiveCheck[]> {
  const { checks } = z.object({ checks: z.array(checkShape) }).parse(
    await rpc("go_live_checks", {}),
  );
  return checks;
}

/** How a check reads, and where what it lacks is mended. */
export interface CheckWords {
  /** While something lacks. */
  lacking: string;
  /** What follows from that. */
  why: string;
  /** When nothing lacks. */
  ready: string;
  href: string;
  /** What the way there is called. */
  label: string;
  /** Whether the title says all, and naming what lacks it would say no more. */
  saysAll?: boolean;
}

const settings = { href: "/office/settings", label: "Open the settings" };
const technicians = { href: "/office/technicians", label: "Open technicians" };
const catalogue = { href: "/office/catalogue", label: "Open the catalogue" };

const CHECKS: Record<string, CheckWords> = {
  company: {
    lacking: "The company has not said who it is",
    why: "Clients read it on every page, in every mail and on every invoice.",
    ready: "Name, phone and addresses of the company",
    ...settings,
  },
  public_url: {
    lacking: "Links in mails do not lead to a public, safe address",
    why: "Nobody outside could open one.",
    ready: "Links in mails lead to the company's own address",
    ...settings,
  },
  mail_mode: {
    lacking: "Mail does not go to clients",
    why: "Everything works as if it did, but nobody gets a mail. Switch it to live last of all.",
    ready: "Mail is live",
    ...settings,
    saysAll: true,
  },
  mail_paused: {
    lacking: "All mail is paused",
    why: "What is queued waits, confirmations too.",
    ready: "Mail is not paused",
    href: "/office/messages/kinds",
    label: "Open what we mail",
    saysAll: true,
  },
  mail_allowed: {
    lacking: "Only some addresses may get mail",
    why: "That is for trying out; everybody else's mail is taken out of the outbox.",
    ready: "Mail goes to everybody, not to chosen addresses alone",
    href: "/office/settings#allowed",
    label: "Open who may get mail",
  },
  hst_number: {
    lacking: "The HST number is empty",
    why: "Invoices have to show it.",
    ready: "HST number",
    ...settings,
    saysAll: true,
  },
  alarm: {
    lacking: "Nobody outside notices when the nights stop",
    why: "A service that raises an alarm when it is not asked sees what this programme cannot.",
    ready: "A service outside raises an alarm",
    ...settings,
    saysAll: true,
  },
  administrators: {
    lacking: "There is only one administrator",
    why: "When they are ill nobody can set, pause or put right anything.",
    ready: "Two administrators or more",
    href: "/office/staff",
    label: "Open staff",
  },
  technicians: {
    lacking: "There is no technician",
    why: "Clients can be offered no time.",
    ready: "There are technicians",
    ...technicians,
    saysAll: true,
  },
  technician_home: {
    lacking: "Technicians without a home",
    why: "Nobody knows where their day begins, so clients get no times with them.",
    ready: "Every technician has a home",
    ...technicians,
  },
  technician_skill: {
    lacking: "Technicians without a skill",
    why: "They are offered for nothing.",
    ready: "Every technician has a skill",
    ...technicians,
  },
  technician_hours: {
    lacking: "Technicians without working hours",
    why: "They are never free.",
    ready: "Every technician has working hours",
    ...technicians,
  },
  technician_login: {
    lacking: "Technicians who cannot sign in",
    why: "They see no visits on their phone, and the office records them from paper.",
    ready: "Every technician can sign in",
    href: "/office/staff",
    label: "Open staff",
  },
  category_fee: {
    lacking: "Policies without a fee",
    why: "Clients would be told that the visit costs nothing.",
    ready: "Every policy has a fee",
    ...catalogue,
  },
  category_skill: {
    lacking: "Policies that no technician has the skill for",
    why: "Clients with such a unit find no time.",
    ready: "There is a technician for every policy",
    ...catalogue,
  },
  products: {
    lacking: "Products that nobody classified",
    why: "Their units are not enrolled.",
    ready: "Every product is classified",
    href: "/office/enrol/products",
    label: "Say what they are",
  },
  import_source: {
    lacking: "No other system tells what is sold",
    why:
      "Sales were brought in once. What is sold there since comes in with the next files, or every night.",
    ready: "What is sold in another system comes in, or is written here",
    href: "/office/imports",
    label: "Open imports",
    saysAll: true,
  },
  imports_held: {
    lacking: "Imports that wait for somebody",
    why: "Nothing of what is held back counts until somebody decides.",
    ready: "No import is held back",
    href: "/office/imports",
    label: "Open imports",
  },
  holidays: {
    lacking: "Years without public holidays",
    why: "Clients could book Christmas.",
    ready: "Public holidays of this year and the next",
    ...catalogue,
  },
  units_without_contract: {
    lacking: "Units without a contract",
    why: "Nobody is reminded of them.",
    ready: "Every unit that is maintained has a contract",
    href: "/office/clients",
    label: "Open clients",
  },
  long_overdue: {
    lacking: "Contracts that have been overdue for half a year",
    why: "They would be written to at once. Look whether their due dates are right.",
    ready: "No contract has been overdue for half a year",
    href: "/office/contracts?situation=overdue",
    label: "Show what is overdue",
  },
  unreachable: {
    lacking: "Clients with neither e-mail nor phone",
    why: "They can be told by letter only.",
    ready: "Every client can be mailed or called",
    href: "/office/work?kind=missing_address",
    label: "Open the work list",
  },
};

/** The words of a check; one that nobody wrote words for goes by its name. */
export const checkWords = ({ check }: GoLiveCheck): CheckWords =>
  CHECKS[check] ?? {
    lacking: check.replaceAll("_", " "),
    why: "",
    ready: check.replaceAll("_", " "),
    ...settings,
  };

/** "Marek, Luis and 3 more" */
export function examplesText({ count, examples }: GoLiveCheck): string {
  const more = count - examples.length;
  return examples.join(", ") + (more > 0 ? ` and ${more.toLocaleString("en-CA")} more` : "");
}
