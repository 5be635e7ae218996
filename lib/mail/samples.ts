/** Facts as `claim_messages` gives them, of nobody: for looking at mails before somebody gets one, and for tests. */

/** When mails about them are written: a month before they are due. */
export const SAMPLES_AT = new Date("2026-06-01T14:00:00Z");

const LINK = "https://book.example.com/book/abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

const everyMail = {
  first_name: "Ada",
  unsubscribe_url:
    "https://book.example.com/unsubscribe/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
  company: {
    name: "Example Mobility",
    sender_name: "Example Mobility",
    sender_email: "service@example.com",
    phone: "905-555-0100",
    postal_address: "1 Main Street, Brampton, ON  L6Y 0A1",
    brand_color: "#0b5d3b",
    logo_url: null,
    public_url: "https://book.example.com",
    time_zone: "America/Toronto",
  },
};

export const stairLift = {
  cycle_id: "00000000-0000-0000-0000-000000000001",
  kind: "Stair lift",
  product_name: "Handicare 1000",
  told_apart: null,
  due_on: "2026-06-30",
  acquired: "bought",
  acquired_on: "2019-03-08",
  fee: 189,
  tax: 24.57,
  tax_name: "HST 13 %",
  no_charge_reason: null,
  minutes: 60,
  link: LINK,
};

export const scooter = {
  cycle_id: "00000000-0000-0000-0000-000000000002",
  kind: "Scooter",
  product_name: "Pride Pathrider Scooter",
  told_apart: null,
  due_on: "2026-07-04",
  acquired: null,
  acquired_on: null,
  fee: 99.5,
  tax: 12.94,
  tax_name: "HST 13 %",
  no_charge_reason: null,
  minutes: 45,
  link: `${LINK}2`,
};

const appointment = {
  task_id: "00000000-0000-0000-0000-0000000000aa",
  revision: 0,
  starts_at: "2026-06-16T09:00:00-04:00",
  ends_at: "2026-06-16T10:45:00-04:00",
  arrive_by: "2026-06-16T09:30:00-04:00",
  technician_name: "Luis",
  address: "12 Elm Street, Brampton, ON  L6Y 0A1",
  units: [stairLift, scooter],
  was_told: false,
  link: LINK,
};

const work = {
  ...appointment,
  units: [],
  work: {
    task_type: "repair",
    title: "Repair: Stair lift",
    unit: { kind: "Stair lift", product_name: "Handicare 1000", told_apart: null },
    amount: 330,
  },
};

/** An invoice for two units, one of them under warranty, and a part; paid in part. */
export const invoiceSample = {
  id: "00000000-0000-0000-0000-0000000000bb",
  kind: "invoice",
  state: "issued",
  number: "M-000412",
  issued_on: "2026-12-08",
  due_on: "2027-01-07",
  bill_to: {
    name: "Zoé Été-Desrosiers, for the estate of Joyce Tran",
    address: "88 King Street West, unit 1402, Hamilton, ON  L8P 1A2",
    purchase_order: "JT-2026-11",
  },
  company: {
    name: "Example Mobility",
    address: "1 Main Street, Brampton, ON  L6Y 0A1",
    phone: "905-555-0100",
    email: "service@example.com",
    hst_number: "12345 6789 RT0001",
  },
  client: { name: "Joyce Tran", address: "410 Lakeshore Road East, Oakville, ON  L6J 1K3" },
  served_on: "2026-12-08",
  technician_name: "Luis",
  lines: [
    invoiceLine("Maintenance visit: Stair lift (Flow X, serial S-1)", 1, 229, 29.77),
    {
      ...invoiceLine("Maintenance visit: Stair lift (Flow X, serial S-2)", 1, 0, 0),
      price_reason: "included in your warranty",
    },
    invoiceLine("Part: Footrest spring", 2, 19.25, 5.01),
    {
      ...invoiceLine("Maintenance visit: Power wheelchair (Edge 3)", 1, 119, 0),
      tax_name: "Zero-rated",
      tax_rate: 0,
      tax_reason: "Service on a zero-rated medical device",
    },
  ],
  taxes: [
    { name: "HST 13 %", rate: 0.13, net: 267.5, tax: 34.78 },
    { name: "Zero-rated", rate: 0, net: 119, tax: 0 },
  ],
  payments: [{
    payment_id: "p1",
    method: "cheque",
    state: "succeeded",
    amount: 200,
    rounding: 0,
    on_day: "2026-12-08",
  }],
  net: 386.5,
  tax: 34.78,
  total: 421.28,
  paid: 200,
  balance: 221.28,
  payable: 221.28,
};

function invoiceLine(description: string, quantity: number, unit_price: number, tax: number) {
  const amount = quantity * unit_price;
  return { description, quantity, unit_price, amount, tax, tax_name: "HST 13 %", tax_rate: 0.13 };
}

const login = {
  company: everyMail.company,
  unsubscribe_url: null,
  first_name: "Ina",
  token_hash: "0123456789abcdef0123456789abcdef0123456789abcdef01234567",
};

export const samples: Record<string, Record<string, unknown>> = {
  reminder: { ...everyMail, items: [stairLift] },
  rebook: { ...everyMail, reason: "no_show", items: [stairLift, scooter] },
  confirmation: { ...everyMail, ...appointment },
  appointment_changed: {
    ...everyMail,
    ...appointment,
    revision: 1,
    units: [stairLift],
    was_told: true,
  },
  appointment_ahead: { ...everyMail, ...appointment, units: [stairLift] },
  appointment_reminder: { ...everyMail, ...appointment, units: [stairLift] },
  appointment_cancelled: { ...everyMail, ...appointment, revision: 2 },
  running_late: {
    ...everyMail,
    ...appointment,
    units: [stairLift],
    late_minutes: 30,
    comes_from: "2026-06-16T09:30:00-04:00",
    comes_by: "2026-06-16T10:00:00-04:00",
  },
  work_scheduled: { ...everyMail, ...work },
  work_reminder: { ...everyMail, ...work },
  work_cancelled: {
    ...everyMail,
    ...work,
    revision: 1,
    again: true,
    reason: "closed",
    why: "an ice storm",
  },
  not_closed: {
    company: everyMail.company,
    unsubscribe_url: null,
    first_name: "Luis",
    starts_at: appointment.starts_at,
    ends_at: appointment.ends_at,
    address: appointment.address,
    title: "Stair lift",
    visit_id: "00000000-0000-0000-0000-0000000000bb",
  },
  visit_summary: {
    ...everyMail,
    technician_name: "Luis",
    service_on: "2026-06-16",
    units: [{
      kind: "Stair lift",
      product_name: "Handicare 1000",
      told_apart: null,
      state: "done",
      advice: "Please leave the chair on its charging point overnight.",
      lines: 16,
      failed: [],
      parts: [{ description: "Battery 12 V", quantity: 2 }],
      next_due_on: "2026-12-16",
      certificate: { number: "MIR-2026-00412", code: "0123456789ABCDEF" },
    }],
    invoice: { number: "M-000123", total: 213.57, balance: 213.57 },
  },
  invoice: { ...everyMail, invoice: invoiceSample },
  invitation: {
    ...login,
    asked_by: "Olga Example",
    type: "invite",
  },
  password_reset: { ...login, asked_by: null, type: "recovery" },
  digest: {
    company: everyMail.company,
    unsubscribe_url: null,
    date: "2026-06-01",
    waiting: [
      { kind: "client_change", count: 2, urgent: 1, new: 1, oldest_on: "2026-05-29" },
      { kind: "missing_address", count: 1, urgent: 0, new: 0, oldest_on: "2026-05-04" },
    ],
    visits_today: [
      { technician: "Luis Example", stops: 4, first_at: "2026-06-01T08:15:00-04:00" },
      { technician: "Tess Example", stops: 1, first_at: "2026-06-01T13:00:00-04:00" },
    ],
    past_without_outcome: 1,
    messages: { dead: 0, uncertain: 0, late: 0 },
    jobs: [],
    trail: {
      number: 1204,
      digest: "5f2b7c1e9a4d8036".repeat(4),
      sealed_at: "2026-06-01T07:20:00-04:00",
      events: 34061,
      unsealed_since: null,
    },
  },
};
