import { type Category, type ContractFilter, STATES } from "@/lib/contracts/list.ts";

const SITUATIONS = [
  ["overdue", "Overdue"],
  ["due", "Due in 30 days"],
  ["booked", "Booked"],
  ["not_closed", "Not closed"],
  ["later", "Later"],
];

/** The form that narrows the list of contracts. */
export function ContractFilters(
  { filter, categories }: { filter: ContractFilter; categories: Category[] },
) {
  return (
    <form class="filters" method="get" action="/office/contracts" role="search">
      <label class="wide-field">
        <span>Search</span>
        <input
          type="search"
          name="q"
          value={filter.search}
          placeholder="Name, phone, e-mail, postal code, serial, order"
        />
      </label>
      <label>
        Situation
        <select name="situation">
          <option value="">All</option>
          {SITUATIONS.map(([value, label]) => (
            <option value={value} selected={filter.situation === value} key={value}>{label}</option>
          ))}
        </select>
      </label>
      <label>
        Kind
        <select name="category">
          <option value="">All</option>
          {categories.map(({ code, name }) => (
            <option value={code} selected={filter.category === code} key={code}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        Contract
        <select name="state">
          {STATES.map((each) => (
            <option value={each} selected={filter.state === each} key={each}>{each}</option>
          ))}
          <option value="any" selected={filter.state === ""}>any</option>
        </select>
      </label>
      <button type="submit">Show</button>
    </form>
  );
}
