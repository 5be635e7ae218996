import type { Slot } from "@/lib/booking/shapes.ts";
import type { Step } from "@/lib/booking/step.ts";

/** At the chosen time somebody else than the chosen technician is free: said before anything is done. */
export function OtherTechnician(
  { step, slot, still }: {
    step: Step;
    slot: Slot;
    /** What is so meanwhile: "nothing is booked yet". */
    still: string;
  },
) {
  if (step.who === null || step.who === slot.technician_id) return null;
  return (
    <p class="notice" role="status">
      At that time {slot.technician_name} is free now. The technician you chose isn't any more, and
      {" "}
      {still}.
    </p>
  );
}
