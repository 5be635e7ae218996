/** Who a page is for, by its address. */
export type Room = "client" | "office" | "tech";

/** The room of a page. */
export const roomOf = (path: string): Room =>
  path.match(/^\/(office|tech)(?=\/|$)/)?.[1] as Room | undefined ?? "client";

/** The styles of each room, from what all share to what is one page's own: later ones build on earlier ones. */
const SHEETS: Record<Room, string[]> = {
  client: ["app"],
  office: [
    "app",
    "visits",
    "office",
    "work",
    "lists",
    "custody",
    "today",
    "settings",
    "technicians",
    "repairs",
    "orders",
    "board",
    "enrolment",
  ],
  tech: ["app", "visits", "tech"],
};

/**
 * The styles of a page, in their order (`static/css`). A browser keeps each until the next build.
 *
 * @param isDesk whether the office's frame stands around it
 */
export const sheetsOf = (room: Room, isDesk: boolean): string[] =>
  isDesk ? [...SHEETS[room], "desk"] : SHEETS[room];
