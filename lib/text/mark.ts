/** A state as it is read: its word, and the shape beside it (`static/css/visits.css`). */
export interface Mark {
  text: string;
  shape: "done" | "late" | "failed" | "missed" | "upcoming" | "todo" | "waiting" | "off";
}
