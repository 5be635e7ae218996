/**
 * What columns are called in the exports of Odoo, QuickBooks, Jobber and Shopify and by people, folded, the more
 * telling name first; behind ? those that may mean something else. `address`, a whole address in one cell, is no
 * column of ours: the mapping takes it apart.
 */
const ADDRESSES = {
  street: "street, street 1, street address, address 1, address1, address line 1, " +
    "service street 1, service street, property street 1, default address address1, " +
    "shipping address1, shipping street, billing street 1, billing street, " +
    "billing address1, billing address line 1, adresse, rue",
  unit: "unit, apartment, apt, suite, flat, ?street 2, ?street2, ?address 2, ?address2, " +
    "?address line 2, ?service street 2, ?default address address2, ?shipping address2, " +
    "?billing street 2, appartement, app",
  city: "city, town, service city, property city, default address city, shipping city, " +
    "billing city, ville",
  province: "province, state, province state, state province, state id, state name, " +
    "service province, service state, default address province code, " +
    "default address province, province code, shipping province, billing province, " +
    "billing state",
  postal_code: "postal code, zip, zip code, postcode, service zip code, service zip, " +
    "service postal code, default address zip, shipping zip, billing zip, " +
    "billing zip code, billing postal code, code postal",
  address: "address, full address, complete address, contact address, service address, " +
    "property address, billing address, bill address, shipping address, ship address, " +
    "customer address",
};

const CUSTOMER_REFS = "customer ref, customer id, customer number, customer no, customer code, " +
  "customer external id, customer reference, client id, client number, client no, " +
  "partner id id, customer database id, j id, account number, account no";

const NAMES: Record<string, Record<string, string>> = {
  equipment_categories: {
    code: "code, category code",
    name: "name, category, category name",
    equipment_class: "equipment class, class",
    safety_critical: "safety critical",
    maintenance_enabled: "maintenance enabled, maintained",
    identity: "identity",
    maintenance_interval_months: "maintenance interval months, interval months, interval",
    maintenance_fee: "maintenance fee, fee",
    required_skill: "required skill, skill",
    visit_minutes: "visit minutes, minutes",
  },
  device_type_map: {
    device_type: "device type, type of device",
    category_code: "category code, category",
  },
  products: {
    sku: "sku, variant sku, internal reference, default code, product code, item code, " +
      "item number, part number",
    name: "name, product name, product, title, item name, product service name, item, " +
      "description",
    category_code: "category code, equipment category",
    maintenance_enabled: "maintenance enabled, maintained",
    unit_kind: "unit kind, kind",
    list_price:
      "list price, sales price, price, variant price, unit price, rate, sales price rate, " +
      "public price",
    maintenance_interval_months: "maintenance interval months, interval months",
    maintenance_fee: "maintenance fee, fee",
  },
  technicians: {
    name: "name, technician, employee, employee name",
    email: "email, e mail, work email",
    home_latitude: "home latitude, latitude",
    home_longitude: "home longitude, longitude",
    skills: "skills, skill",
  },
  customers: {
    customer_ref: `${CUSTOMER_REFS}, external id, reference, internal reference, ref, id`,
    name: "name, full name, display name, complete name, customer name, client name, " +
      "customer full name, customer, client, contact name, nom",
    email: "email, e mail, e mails, emails, email address, main email, primary email, " +
      "customer email, client email, courriel",
    phone: "phone, main phone s, main phone, phone number, phone numbers, primary phone, " +
      "telephone, tel, mobile, mobile phone s, mobile phone, cell, home phone s, " +
      "home phone, default address phone, customer phone, client phone",
    ...ADDRESSES,
    latitude: "latitude, lat, geo latitude, partner latitude",
    longitude: "longitude, lng, lon, long, geo longitude, partner longitude",
  },
  sales_order_lines: {
    order_number:
      "order number, order reference, order no, order, ?name, sales order, invoice number, " +
      "invoice no, num, no, job, job number, order id",
    line_ref: "line ref, line id, line reference, order lines external id, order lines id, " +
      "order line id, order lines database id, lineitem id",
    order_state: "order state, status, state, order status, ?financial status",
    order_date:
      "order date, date order, created at, creation date, create date, transaction date, " +
      "?date, sale date, sold on",
    commitment_date: "commitment date, delivery date promised, promised date, expected date",
    delivery_date: "delivery date, delivered on, effective date, ?fulfilled at, ?shipped on, " +
      "installation date, installed on, ?completed date, ?closed date",
    invoice_date: "invoice date, invoiced on, ?paid at, date invoice",
    customer_ref:
      `${CUSTOMER_REFS}, ?customer, ?client, partner id, ?customer full name, ?customer name, ?client name, ?email`,
    sku: "sku, lineitem sku, order lines product internal reference, " +
      "product internal reference, order line product id default code, internal reference, " +
      "product code, item code, order lines product, order line product id, " +
      // Where products have no number, they go by their name.
      "?product service full name, ?product service",
    description: "description, lineitem name, order lines description, order line name, " +
      "memo description, memo, product service full name, product service, product, " +
      "line items, title",
    quantity:
      "quantity, qty, lineitem quantity, order lines quantity, order line product uom qty, " +
      "ordered quantity",
    unit_price: "unit price, lineitem price, order lines unit price, order line price unit, " +
      "sales price, price, rate",
    serial_numbers:
      "serial numbers, serial number, serial, serials, serial no, lot serial number, " +
      "lot serial, lot, order lines lot serial number, numero de serie",
  },
  device_claims: {
    claim_ref: "claim ref, claim number, claim id, claim no, claim",
    funder: "funder, payer, program, programme",
    customer_ref: `${CUSTOMER_REFS}, customer, client`,
    device_type: "device type, type of device, device",
    sku: "sku, internal reference, product code",
    serial_number: "serial number, serial, serial no",
    adp_delivery_date: "adp delivery date, delivery date",
    invoice_date: "invoice date",
    order_date: "order date",
  },
  technician_jobs: {
    job_ref: "job ref, job number, job, job id, external id, task id",
    technician: "technician, assigned to, assignees, visits assigned to, user ids",
    starts_at: "starts at, start, scheduled start date, planned date begin",
    ends_at: "ends at, end, scheduled end date, date deadline",
    task_type: "task type, job type, type",
    title: "title, job title, task",
    customer_ref: `${CUSTOMER_REFS}, client name, customer, client`,
    ...ADDRESSES,
    job_state: "job state, status, state",
  },
};

/** By kind and column, in order. */
export const HEADERS: Record<string, Record<string, string[]>> = Object.fromEntries(
  Object.entries(NAMES).map(([kind, columns]) => [
    kind,
    Object.fromEntries(
      Object.entries(columns).map(([column, names]) => [column, names.split(", ")]),
    ),
  ]),
);

/** First and last names are a name together. */
export const FIRST_NAMES = ["first name", "given name", "prenom"];
export const LAST_NAMES = ["last name", "family name", "surname"];

/** A heading without what tells writings of one apart: case, accents, signs. */
export function folded(header: string): string {
  return header.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

const KNOWN = new Set([
  ...Object.values(HEADERS).flatMap((columns) => Object.values(columns).flat()),
  ...Object.values(HEADERS).flatMap((columns) => Object.keys(columns).map(folded)),
  ...FIRST_NAMES,
  ...LAST_NAMES,
].map((name) => name.replace("?", "")));

/** Whether a heading is one that lists of the kinds we read have. */
export function isKnownHeader(header: string): boolean {
  return KNOWN.has(folded(header));
}
