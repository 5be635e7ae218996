import type { ContractPage } from "@/lib/contracts/page.ts";
import type { Came, Deed, Typed } from "@/lib/contracts/terms.ts";

/** What the page of a contract is made from: the contract, and what came of a form of it. */
export interface ContractView {
  page: ContractPage;
  /** Done just now. */
  did?: Deed | "enrol";
  /** Why a form was not taken. */
  refused?: Extract<Came, { ok: false }>;
  /** What a refused form held. */
  typed: Typed;
  /** The client's link, where it was asked for just now. */
  url?: string;
  /** Prices are an administrator's. */
  isAdmin: boolean;
  zone: string;
}
