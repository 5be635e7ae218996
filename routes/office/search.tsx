import { page } from "fresh";
import { FoundPage } from "@/components/find/FoundPage.tsx";
import { find, type Found, type Kind, KINDS, typedIn } from "@/lib/find/found.ts";
import { groupsOf } from "@/lib/find/rows.ts";
import { defineStaff } from "@/lib/web/define.ts";

interface Data {
  typed: string;
  kind: Kind | undefined;
  found: Found;
}

/** Of each kind, and of the only one that is asked for. */
const MOST = { ofEach: 8, ofOne: 50 };

export const handler = defineStaff.handlers<Data>({
  async GET(ctx) {
    const typed = typedIn(ctx.url.searchParams);
    const kind = KINDS.find((each) => each === ctx.url.searchParams.get("kind"));
    const most = kind ? MOST.ofOne : MOST.ofEach;
    const found = await find(ctx.state.session.rpc, typed, { most, kind });
    return page({ typed, kind, found });
  },
});

export default defineStaff.page<typeof handler>(function Search({ data, state }) {
  const { typed, kind, found } = data;
  const groups = groupsOf(found, typed, state.company.time_zone);
  return <FoundPage typed={typed} kind={kind} total={found.total} groups={groups} />;
});
