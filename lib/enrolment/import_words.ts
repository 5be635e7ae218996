/** How what an import changed is called. */

interface Group {
  change_kind: string;
  subject: string;
  field: string | null;
}

const FOLLOWED: Record<string, string> = {
  enrolled: "Enrolled as new sale",
  due_moved: "Due date moved",
  ended: "Contract cancelled",
  job_placed: "Job elsewhere put on the calendar",
  job_moved: "Job elsewhere moved",
  job_gone: "Job elsewhere taken off the calendar",
};

const SUBJECTS: Record<string, string> = {
  customers: "client",
  sales_orders: "order",
  sales_order_lines: "order line",
  device_claims: "device claim",
  products: "product",
  technicians: "technician",
  equipment_categories: "equipment category",
  device_types: "device type",
};

const FIELDS: Record<string, string> = {
  email: "E-mail",
  phone: "Phone",
  name: "Name",
  street: "Street",
  unit: "Apartment",
  city: "City",
  province: "Province",
  postal_code: "Postal code",
  state: "State",
  order_date: "Order date",
  commitment_date: "Promised day",
  delivery_date: "Delivery date",
  invoice_date: "Invoice date",
  quantity: "Quantity",
  serial_numbers: "Serial numbers",
  serial_number: "Serial number",
  product: "Product",
  list_price: "List price",
  unit_price: "Price",
};

/** "Phone of client corrected", "New order line". */
export function groupTitle({ change_kind, subject, field }: Group): string {
  if (change_kind in FOLLOWED) return FOLLOWED[change_kind];
  const what = SUBJECTS[subject] ?? subject.replaceAll("_", " ");
  if (change_kind === "added") return `New ${what}`;
  const named = field === null ? "Something" : FIELDS[field] ?? sentence(field);
  const whose = ["customers", "technicians"].includes(subject) && field !== null
    ? named
    : `${named} of ${what}`;
  return change_kind === "kept" ? `${whose}: kept as corrected here` : `${whose} corrected`;
}

const sentence = (field: string) =>
  field.charAt(0).toUpperCase() + field.slice(1).replaceAll("_", " ");

/** What a run is about to a person: the questions of a file, by their kind. */
export const CONFLICT_TITLES: Record<string, string> = {
  one_serial_two_clients: "One serial, two clients",
  installed_unit_moved: "A new address, and an installed unit",
  returned_unit: "A return of something that is enrolled",
  one_person_twice: "One person, twice on file",
  job_over_visit: "A job elsewhere is at the same time",
};
