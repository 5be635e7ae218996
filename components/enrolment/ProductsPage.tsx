import type { ComponentChildren } from "preact";
import { Title } from "@/components/web/Title.tsx";
import { Told } from "@/components/web/Told.tsx";
import ClassifyKeys from "@/islands/ClassifyKeys.tsx";
import {
  type Came,
  type Choices,
  type Chosen,
  type DeviceType,
  type Group,
  groupsOf,
  MOST_AT_ONCE,
  type Product,
  soldLines,
  typeKey,
  type Unclassified,
  UNIT_KINDS,
  whyText,
} from "@/lib/enrolment/wizard/products.ts";
import { moneyText } from "@/lib/text/money.ts";
import { counted } from "@/lib/text/names.ts";
import { Steps } from "./Steps.tsx";

export interface ProductsView {
  found: Unclassified;
  /** What was chosen on a form that has to be corrected. */
  choices?: Choices;
  came?: Came;
  /** How many were confirmed just now. */
  told: number | null;
}

/** What each product is: groups of one suggestion, each confirmed in one go. */
export function ProductsPage({ found, choices, came, told }: ProductsView) {
  const { products, device_types, confirmed } = found;
  const groups = groupsOf(found);
  const all = products.length + device_types.length;
  const isWrong = came?.status === "incomplete" || came?.status === "nothing";
  return (
    <div class="office enrolment">
      <Title isError={isWrong}>What is each product?</Title>
      <Steps at={2} />
      {told !== null && <Told>{toldText(told)}</Told>}
      {isWrong && (
        <p class="complaint" role="alert">
          {came.status === "incomplete"
            ? came.text
            : "Nothing was ticked: tick what you want to confirm."}
        </p>
      )}
      {all === 0 ? <NothingLeft confirmed={confirmed} /> : (
        <>
          <p class="lead">
            {products.length === 0
              ? `All ${counted(confirmed, "product")} have a category and a kind.`
              : `${products.length} of ${
                counted(products.length + confirmed, "product")
              } have no category or kind.`}{" "}
            Only base units get maintenance; accessories, parts, rentals and services never do.
          </p>
          <form method="post" action="/office/enrol/products" class="classify">
            {groups.map((group) => (
              <GroupBox
                key={group.key}
                group={group}
                categories={found.categories}
                choices={choices}
              />
            ))}
            {device_types.length > 0 && (
              <TypesBox
                types={device_types}
                categories={found.categories}
                choices={choices}
              />
            )}
            {products.length > MOST_AT_ONCE && (
              <p>
                The {MOST_AT_ONCE} that were sold most are shown.{" "}
                {counted(products.length - MOST_AT_ONCE, "more product")}{" "}
                come up as these are confirmed.
              </p>
            )}
            <div class="enrol-hand">
              <ClassifyKeys />
              <p class="buttons">
                <button type="submit" name="do" value="all">Confirm all that are ticked</button>
                <a class="button second" href="/office/enrol/check">
                  Go on, leave the others out
                </a>
              </p>
            </div>
          </form>
        </>
      )}
    </div>
  );
}

const toldText = (count: number): string =>
  count === 1 ? "One is confirmed." : `${count} are confirmed.`;

function NothingLeft({ confirmed }: { confirmed: number }) {
  return (
    <div class="empty">
      <p>
        {confirmed === 0
          ? "There are no products yet. Bring the files in first."
          : `Nothing is left to say: all ${
            counted(confirmed, "product")
          } have a category and a kind.`}
      </p>
      <p class="buttons">
        {confirmed === 0
          ? <a class="button" href="/office/enrol">Bring in files</a>
          : <a class="button" href="/office/enrol/check">Go on: what would happen</a>}
      </p>
    </div>
  );
}

function GroupBox({ group, categories, choices }: {
  group: Group;
  categories: Unclassified["categories"];
  choices?: Choices;
}) {
  const { key, title, products } = group;
  const id = `group-${key.replaceAll(" ", "-")}`;
  const isLook = key === "look";
  return (
    <section class="box enrol-group" aria-labelledby={id}>
      <div class="head">
        <h2 id={id}>{title}</h2>
        <span class="soft">
          {counted(products.length, "product")}, {counted(soldLines(group), "sold line")}
        </span>
      </div>
      {isLook && <p>Nothing here is ticked: a wrong base unit would mail somebody about a gate.</p>}
      <table class="list cards rows">
        <thead>
          <tr>
            <th scope="col">Product</th>
            <th scope="col" class="number">Price</th>
            <th scope="col" class="number">Sold lines</th>
            <th scope="col">Category</th>
            <th scope="col">What it is</th>
            <th scope="col">Why we think so</th>
          </tr>
        </thead>
        <tbody>
          {products.map((product) => (
            <ProductRow
              key={product.product_id}
              product={product}
              categories={categories}
              chosen={choices?.get(product.product_id)}
            />
          ))}
        </tbody>
      </table>
      <p class="buttons">
        <button type="submit" class="second" name="do" value={`group ${key}`}>
          {isLook
            ? "Confirm the ticked of these"
            : products.length === 1
            ? "Confirm this one"
            : `Confirm these ${products.length}`}
          {!isLook && <span class="unseen">, as far as they are ticked: {title}</span>}
        </button>
      </p>
    </section>
  );
}

function ProductRow({ product, categories, chosen }: {
  product: Product;
  categories: Unclassified["categories"];
  chosen?: Chosen;
}) {
  const { product_id: id, name, sku, list_price, sold_lines } = product;
  return (
    <tr>
      <th scope="row">
        <Tick id={id} isTicked={chosen?.isTicked ?? product.is_sure}>
          {name} <small>{sku}</small>
        </Tick>
      </th>
      <td class="number" data-label="Price">{list_price === null ? "" : moneyText(list_price)}</td>
      <td class="number" data-label="Sold lines">{sold_lines}</td>
      <td data-label="Category">
        <CategorySelect
          id={id}
          of={name}
          categories={categories}
          chosen={chosen?.category ?? product.suggested_category_id ?? ""}
        />
      </td>
      <td data-label="What it is">
        <select name={`kind ${id}`} aria-label={`What ${name} is`}>
          <option value="">Choose…</option>
          {Object.entries(UNIT_KINDS).map(([value, label]) => (
            <option
              key={value}
              value={value}
              selected={value === (chosen?.kind ?? product.suggested_kind)}
            >
              {label}
            </option>
          ))}
        </select>
      </td>
      <td data-label="Why we think so">
        <span class="soft">{whyText(product)}</span>
      </td>
    </tr>
  );
}

function TypesBox({ types, categories, choices }: {
  types: DeviceType[];
  categories: Unclassified["categories"];
  choices?: Choices;
}) {
  return (
    <section class="box enrol-group" aria-labelledby="device-types">
      <div class="head">
        <h2 id="device-types">What funders call devices</h2>
        <span class="soft">{counted(types.length, "word")}</span>
      </div>
      <p>These words of funded devices belong to no category yet.</p>
      <table class="list cards rows">
        <thead>
          <tr>
            <th scope="col">Device type</th>
            <th scope="col" class="number">Claims</th>
            <th scope="col">Category</th>
          </tr>
        </thead>
        <tbody>
          {types.map(({ name, claims, suggested_category_id }) => {
            const id = typeKey(name);
            const chosen = choices?.get(id);
            return (
              <tr key={name}>
                <th scope="row">
                  <Tick id={id} isTicked={chosen?.isTicked ?? suggested_category_id !== null}>
                    {name}
                  </Tick>
                </th>
                <td class="number" data-label="Claims">{claims}</td>
                <td data-label="Category">
                  <CategorySelect
                    id={id}
                    of={name}
                    categories={categories}
                    chosen={chosen?.category ?? suggested_category_id ?? ""}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="buttons">
        <button type="submit" class="second" name="do" value="group types">
          Confirm the ticked device types
        </button>
      </p>
    </section>
  );
}

function Tick({ id, isTicked, children }: {
  id: string;
  isTicked: boolean;
  children: ComponentChildren;
}) {
  return (
    <label class="tick">
      <input type="hidden" name="row" value={id} />
      <input type="checkbox" name="tick" value={id} checked={isTicked} />
      <span>{children}</span>
    </label>
  );
}

function CategorySelect({ id, of, categories, chosen }: {
  id: string;
  of: string;
  categories: Unclassified["categories"];
  chosen: string;
}) {
  return (
    <select name={`category ${id}`} aria-label={`Category of ${of}`}>
      <option value="">None</option>
      {categories.map(({ category_id, name }) => (
        <option key={category_id} value={category_id} selected={category_id === chosen}>
          {name}
        </option>
      ))}
    </select>
  );
}
