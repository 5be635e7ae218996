import { CallUs } from "@/components/web/CallUs.tsx";
import { Title } from "@/components/web/Title.tsx";
import { defineStaff } from "@/lib/web/define.ts";

export default defineStaff.page(function Day({ state }) {
  return (
    <div class="page">
      <Title>{`Hello ${state.staff.name}`}</Title>
      <p>Your jobs are not shown here yet. The office has today's list.</p>
      <CallUs company={state.company}>Call the office:</CallUs>
    </div>
  );
});
