import * as z from "zod";

/** Which part of the work list is shown: it stands in the address. */
export interface WorkFilter {
  kind: string;
  owner: Owner;
  due: Due;
  reach: Reach;
  search: string;
  /** The last row of the page before. */
  after: string;
}

export const OWNERS = {
  free: "Mine and nobody's",
  mine: "Mine",
  nobody: "Nobody's",
  all: "Everybody's",
} as const;
export type Owner = keyof typeof OWNERS;

export const DUES = { all: "Any day", today: "By today", week: "This week" } as const;
export type Due = keyof typeof DUES;

export const REACHES = { any: "Any way", phone: "By phone", letter: "By letter" } as const;
export type Reach = keyof typeof REACHES;

/** What the list shows of itself. */
export const USUAL: WorkFilter = {
  kind: "",
  owner: "free",
  due: "all",
  reach: "any",
  search: "",
  after: "",
};

/** The filter that an address asks for; what is none of ours is as usual. */
export function readWorkFilter(query: URLSearchParams): WorkFilter {
  const one = <Key extends string>(name: string, of: Record<Key, string>, usual: Key): Key => {
    const asked = query.get(name) ?? "";
    return Object.hasOwn(of, asked) ? asked as Key : usual;
  };
  const after = z.uuid().safeParse(query.get("after")).data ?? "";
  const kind = query.get("kind") ?? "";
  return {
    kind: /^[a-z_]{1,40}$/.test(kind) ? kind : "",
    owner: one("whose", OWNERS, USUAL.owner),
    due: one("due", DUES, USUAL.due),
    reach: one("how", REACHES, USUAL.reach),
    search: (query.get("find") ?? "").slice(0, 200),
    after,
  };
}

/** The same as it stands in an address, what is as usual left out. */
export function workQuery(filter: WorkFilter): string {
  const query = new URLSearchParams();
  const put = (name: string, value: string, usual: string) => {
    if (value !== usual) query.set(name, value);
  };
  put("kind", filter.kind, "");
  put("whose", filter.owner, USUAL.owner);
  put("due", filter.due, USUAL.due);
  put("how", filter.reach, USUAL.reach);
  put("find", filter.search, "");
  put("after", filter.after, "");
  return query.size === 0 ? "" : `?${query}`;
}

/** The list with a filter. */
export const workHref = (filter: WorkFilter) => `/office/work${workQuery(filter)}`;

/** An activity, with the list beside it as it was. */
export const activityHref = (id: string, filter: WorkFilter) =>
  `/office/work/${id}${workQuery(filter)}`;

/** The list at the row of an activity that was open. */
export const backHref = ({ activity_id }: { activity_id: string }, filter: WorkFilter) =>
  `${workHref(filter)}#row-${activity_id}`;

/** "Mine and nobody's, any day, any way to reach": what is filtered, in one sentence. */
export function filterText({ owner, due, reach, search }: WorkFilter): string {
  const how = reach === "any"
    ? "any way to reach"
    : `to be reached ${REACHES[reach].toLowerCase()}`;
  const found = search === "" ? "" : `, with “${search}”`;
  return `${OWNERS[owner]}, due ${DUES[due].toLowerCase()}, ${how}${found}`
    .replace("due any day", "any day").replace("due this week", "due this week");
}
