/** What can be unclear between a file and what is on record (`private.conflict_decisions`). */
export const CONFLICT_KINDS = [
  "one_serial_two_clients",
  "installed_unit_moved",
  "returned_unit",
  "one_person_twice",
  "job_over_visit",
] as const;
export type ConflictKind = typeof CONFLICT_KINDS[number];

/** What lists call each kind of question. */
export const CONFLICT_TITLES: Record<ConflictKind, string> = {
  one_serial_two_clients: "One serial, two clients",
  installed_unit_moved: "Client moved, unit installed",
  returned_unit: "Returned unit",
  one_person_twice: "One person twice",
  job_over_visit: "Job over a visit",
};
