const FAULTS: Record<string, string> = {
  missing: "These are told apart by their serial number. Please copy it from the unit.",
  weak: "That could be many devices' number: please copy the whole serial number from the unit.",
  long: "A serial number has at most 100 characters.",
};

/**
 * What is wrong with a serial number that was typed (`private.weak_serial`), or whose unit has it already.
 *
 * @param customer whose, where it is taken
 */
export function serialFault(why: string, customer: string): string {
  return FAULTS[why] ??
    `${customer} has a unit with that serial number. If it changed hands, transfer that one.`;
}
