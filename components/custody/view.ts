import type { Trail, TrailCheck, TrailFilter } from "@/lib/custody/trail.ts";

/** What the parts of the page about the trail are told. */
export interface TrailView {
  trail: Trail;
  filter: TrailFilter;
  zone: string;
  /** What a look at the seals came to, just now. */
  check?: TrailCheck;
}
