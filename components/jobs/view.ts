import type { Nights } from "@/lib/jobs/nights.ts";

/** What the parts of the page about nights are told. */
export interface NightsView {
  nights: Nights;
  zone: string;
  /** Administrators run jobs and choose kinds. */
  isAdmin: boolean;
}
