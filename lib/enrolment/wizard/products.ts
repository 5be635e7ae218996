/** Step 2 of enrolling: what each product is, as the office confirms it. */
import * as z from "zod";
import type { Rpc } from "@/lib/database/rpc.ts";
import { amountShape } from "@/lib/database/shapes.ts";
import { textOf, textsOf } from "@/lib/web/forms.ts";

export const UNIT_KINDS = {
  base: "Base unit",
  accessory: "Accessory",
  part: "Part",
  rental: "Rental",
  service: "Service",
} as const;
export type UnitKind = keyof typeof UNIT_KINDS;

const kindShape = z.enum(["base", "accessory", "part", "rental", "service"]);

const productShape = z.object({
  product_id: z.string(),
  sku: z.string(),
  name: z.string(),
  list_price: amountShape.nullable(),
  suggested_category_id: z.string().nullable(),
  suggested_kind: kindShape.nullable(),
  sold_lines: z.number(),
  category_word: z.string().nullable(),
  kind_word: z.string().nullable(),
  is_sure: z.boolean(),
});
export type Product = z.infer<typeof productShape>;

const deviceTypeShape = z.object({
  name: z.string(),
  claims: z.number(),
  suggested_category_id: z.string().nullable(),
});
export type DeviceType = z.infer<typeof deviceTypeShape>;

const unclassifiedShape = z.object({
  confirmed: z.number(),
  categories: z.array(z.object({ category_id: z.string(), name: z.string() })),
  products: z.array(productShape),
  device_types: z.array(deviceTypeShape),
});
export type Unclassified = z.infer<typeof unclassifiedShape>;

/** So many stand on one page, those that were sold most: what is confirmed makes room for the others. */
export const MOST_AT_ONCE = 100;

export async function readUnclassified(rpc: Rpc): Promise<Unclassified> {
  return unclassifiedShape.parse(await rpc("unclassified", {}));
}

/** Products of one suggestion, or those that nobody can be sure of. */
export interface Group {
  /** In the form; `look` where nothing is ticked beforehand. */
  key: string;
  title: string;
  products: Product[];
}

const KIND_TITLES: Record<UnitKind, string> = {
  base: "base units",
  accessory: "accessories",
  part: "parts",
  rental: "rentals",
  service: "services",
};

/** Those that are shown, by what they look like: the groups with most sold lines first, what is not sure last. */
export function groupsOf({ products, categories }: Unclassified): Group[] {
  const shown = products.toSorted((a, b) => b.sold_lines - a.sold_lines).slice(0, MOST_AT_ONCE);
  const groups = new Map<string, Group>();
  for (const product of shown.filter(({ is_sure }) => is_sure)) {
    const { suggested_category_id: id, suggested_kind: kind } = product;
    const name = categories.find(({ category_id }) => category_id === id)?.name ?? "";
    const key = `${kind} ${id}`;
    const group = groups.get(key) ??
      { key, title: `${name}: looks like ${KIND_TITLES[kind!]}`, products: [] };
    group.products.push(product);
    groups.set(key, group);
  }
  const unsure = shown.filter(({ is_sure }) => !is_sure);
  const sorted = [...groups.values()].sort((a, b) => soldLines(b) - soldLines(a));
  if (unsure.length > 0) {
    sorted.push({ key: "look", title: "Please look at these", products: unsure });
  }
  return sorted;
}

export const soldLines = ({ products }: Pick<Group, "products">): number =>
  products.reduce((sum, { sold_lines }) => sum + sold_lines, 0);

/** Why a product is thought to be that: "“stairlift” in the name, price of a unit". */
export function whyText(product: Product): string {
  const { category_word, kind_word, list_price, suggested_kind: kind } = product;
  const words = [category_word, kind_word].filter((word) => word !== null);
  const named = words.length > 0
    ? `${[...new Set(words)].map((word) => `“${word}”`).join(" and ")} in the name`
    : "no word that we know";
  if (kind === null) return named;
  const price = kind_word !== null
    ? null
    : list_price === null
    ? "no price"
    : kind === "base"
    ? "price of a unit"
    : kind === "accessory"
    ? "price far below a unit"
    : null;
  return price === null ? named : `${named}, ${price}`;
}

/** What somebody chose for one product or device type. */
export interface Chosen {
  category: string;
  kind: string;
  isTicked: boolean;
}

/** What was chosen, by product or by `type NAME`. */
export type Choices = Map<string, Chosen>;

/** What a form brings: ticks and selects; those of one group alone where its button was pressed. */
export function readChoices(form: FormData): Choices {
  const ticked = new Set(textsOf(form, "tick"));
  return new Map(
    textsOf(form, "row").map((id) => [id, {
      category: textOf(form, `category ${id}`),
      kind: textOf(form, `kind ${id}`),
      isTicked: ticked.has(id),
    }]),
  );
}

/** What came of confirming: how many, or what is missing of which. */
export type Came =
  | { status: "classified"; count: number; gone: number }
  | { status: "nothing" }
  | { status: "incomplete"; id: string; text: string };

const NEEDS_CATEGORY: readonly string[] = ["base", "accessory", "part"];

/**
 * Confirms what is ticked, in the group of that key alone if one is given. What somebody else confirmed meanwhile stays as
 * they left it.
 */
export async function confirmTicked(
  rpc: Rpc,
  found: Unclassified,
  choices: Choices,
  group: string | null,
): Promise<Came> {
  const inGroup = group === null ? null : new Set(
    group === "types"
      ? found.device_types.map(({ name }) => typeKey(name))
      : groupsOf(found).find(({ key }) => key === group)?.products.map((p) => p.product_id),
  );
  const ticked = [...choices].filter(([id, { isTicked }]) =>
    isTicked && (inGroup === null || inGroup.has(id))
  );
  if (ticked.length === 0) return { status: "nothing" };
  const known = new Map(found.products.map((product) => [product.product_id, product]));
  const types = new Map(found.device_types.map((type) => [typeKey(type.name), type]));
  const products = [];
  const device_types = [];
  for (const [id, { category, kind }] of ticked) {
    const category_id = found.categories.find((each) => each.category_id === category)
      ?.category_id ?? null;
    const [product, type] = [known.get(id), types.get(id)];
    if (type !== undefined) {
      if (category_id === null) return incomplete(id, `Choose a category for ${type.name}.`);
      device_types.push({ name: type.name, category_id });
    }
    if (product === undefined) continue;
    const unit_kind = kindShape.safeParse(kind).data;
    if (unit_kind === undefined) return incomplete(id, `Say what ${product.name} is.`);
    if (category_id === null && NEEDS_CATEGORY.includes(unit_kind)) {
      return incomplete(id, `Choose a category for ${product.name}.`);
    }
    products.push({ product_id: id, category_id, unit_kind });
  }
  const count = products.length + device_types.length;
  if (count > 0) await rpc("classify", { products, device_types });
  return { status: "classified", count, gone: ticked.length - count };
}

const incomplete = (id: string, text: string): Came => ({ status: "incomplete", id, text });

/** What a device type is called in the form. */
export const typeKey = (name: string): string => `type ${name}`;
