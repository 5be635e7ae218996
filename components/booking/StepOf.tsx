import type { OpenPage } from "@/lib/booking/shapes.ts";

const STEPS = ["which", "times", "details"] as const;

/** "Step 1 of 2": a household is asked something first, which is a step of its own. */
export function StepOf({ page, step }: { page: OpenPage; step: typeof STEPS[number] }) {
  const steps = page.household.length > 0 ? STEPS : STEPS.slice(1);
  return <p class="step">Step {steps.indexOf(step) + 1} of {steps.length}</p>;
}
