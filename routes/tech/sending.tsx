import { Sending } from "@/components/visits/Sending.tsx";
import { defineStaff } from "@/lib/web/define.ts";

/** What waits on this phone. The server knows nothing of it: a script fills it in. */
export default defineStaff.page(function SendingPage({ state }) {
  return <Sending company={state.company} />;
});
