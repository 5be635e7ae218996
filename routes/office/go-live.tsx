import { page } from "fresh";
import { GoLivePage } from "@/components/custody/GoLivePage.tsx";
import { type GoLiveCheck, readGoLive } from "@/lib/custody/go_live.ts";
import { defineStaff } from "@/lib/web/define.ts";

export const handler = defineStaff.handlers<{ checks: GoLiveCheck[] }>({
  async GET(ctx) {
    return page({ checks: await readGoLive(ctx.state.session.rpc) });
  },
});

export default defineStaff.page<typeof handler>(function GoLive({ data }) {
  return <GoLivePage {...data} />;
});
