import { type Context, createContext } from "preact";

/** Whether the elements below belong into the document's head. */
export const InHead: Context<boolean> = createContext(false);
