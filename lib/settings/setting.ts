import type { Kind } from "./values.ts";

/** A setting as it is explained where it is set. */
export interface Setting {
  kind: Kind;
  label: string;
  /** What it does, in one sentence or two, with an example where that says more. */
  says: string;
  /** What to type where something was refused. */
  complaint: string;
  /** What stands behind the field. */
  unit?: string;
  isOptional?: true;
  options?: Record<string, string>;
  /** Of a text. */
  most?: number;
}

/** The complaint about a number with bounds. */
export const between = (from: number, to: number) => `Please enter a number from ${from} to ${to}.`;
