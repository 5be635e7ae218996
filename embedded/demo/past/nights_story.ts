/** What a file says of somebody, beside what the install base's files said: these cells are others. */
export interface ToldClient {
  customer_ref: string;
  [column: string]: string;
}

/** What a file says of a line that was sold; its days count before the demonstration's. */
export interface ToldLine {
  order: string;
  line: string;
  state: "sale" | "cancel";
  ordered: number;
  delivered?: number;
  customerRef: string;
  sku: string;
  price: number;
  quantity?: number;
  serial?: string;
}

/** A job that is planned in the other system: where there is a visit, or at a free time. */
export interface ToldJob {
  ref: string;
  title: string;
  /** Over which of the visits that are to come. */
  overVisit?: number;
  free?: { technician: string; workday: number; from: string; until: string };
  customerRef?: string;
}

/** What another system told in a night, and how the office answered the questions of that night in the morning. */
export interface Night {
  source: string;
  daysAgo: number;
  clients?: ToldClient[];
  lines?: ToldLine[];
  jobs?: ToldJob[];
  /** By e-mail: what a client is reached by was corrected here. */
  corrected?: { customerRef: string; email: string };
  answers?: Record<string, string>;
}

const THEODORA: ToldClient = {
  customer_ref: "C01000",
  name: "Theodora Lang",
  email: "theodora.lang@example.com",
  phone: "905-555-0171",
  street: "88 Robinson St",
  city: "Oakville",
  province: "ON",
  postal_code: "L6J 1G4",
  latitude: "43.44370",
  longitude: "-79.66800",
};

const WALTER: ToldClient = {
  customer_ref: "C01001",
  name: "Walter Nguyen",
  email: "walter.nguyen@example.com",
  phone: "416-555-0106",
  street: "41 Sorauren Ave",
  city: "Toronto",
  province: "ON",
  postal_code: "M6R 2E1",
  latitude: "43.64070",
  longitude: "-79.44320",
};

const RUTH: ToldClient = {
  customer_ref: "C01002",
  name: "Ruth Ferreira",
  email: "ruth.ferreira@example.com",
  phone: "905-555-0118",
  street: "210 Locke St",
  city: "Hamilton",
  province: "ON",
  postal_code: "L8P 4B2",
  latitude: "43.25340",
  longitude: "-79.88590",
};

/** The same people as C00283 and C00119, as somebody might have written them down anew. */
const EDITH: ToldClient = {
  ...RUTH,
  customer_ref: "C01003",
  name: "Edith Abbott",
  email: "e.abbott@example.com",
  phone: "416-555-0139",
  street: "77 Reynolds St",
};
const LENA: ToldClient = {
  ...WALTER,
  customer_ref: "C01004",
  name: "Chan, Lena",
  email: "",
  phone: "416-555-0151",
  street: "1161 Sunset Road",
  city: "Scarborough",
  postal_code: "M1P 1P1",
  latitude: "",
  longitude: "",
};

const LANG_LIFT: ToldLine = {
  order: "S00901",
  line: "L000901",
  state: "sale",
  ordered: 16,
  customerRef: "C01000",
  sku: "SL-HW-1000",
  price: 3200,
  serial: "HC9417733",
};
const FERREIRA_CHAIR: ToldLine = {
  order: "S00902",
  line: "L000902",
  state: "sale",
  ordered: 9,
  customerRef: "C01002",
  sku: "LC-PR-VIVA",
  price: 2400,
  serial: "PR5520188",
};

const DELIVERY: ToldJob = {
  ref: "J-2207",
  title: "Deliver a hospital bed",
  free: { technician: "Priya", workday: 3, from: "13:00", until: "14:30" },
  customerRef: "C00266",
};
const FIRST_OVER: ToldJob = { ref: "J-2211", title: "Site survey", overVisit: 0 };

export const NIGHTS: Night[] = [
  {
    source: "files",
    daysAgo: 3,
    clients: [
      THEODORA,
      RUTH,
      EDITH,
      { customer_ref: "C00264" },
      { customer_ref: "C00284" },
      { customer_ref: "C00227", street: "12 Weber St", postal_code: "N2H 1E3" },
    ],
    lines: [
      LANG_LIFT,
      FERREIRA_CHAIR,
      // The number of a lift that another client has.
      {
        ...FERREIRA_CHAIR,
        order: "S00903",
        line: "L000903",
        sku: "SL-AB-FLOW",
        price: 12900,
        serial: "HC3053742",
      },
      {
        order: "R00031",
        line: "L000904",
        state: "sale",
        ordered: 5,
        customerRef: "C00292",
        sku: "LC-PR-HER",
        price: 1500,
        quantity: -1,
      },
    ],
    jobs: [DELIVERY, FIRST_OVER],
    corrected: { customerRef: "C00284", email: "gladys.khan@example.org" },
    answers: {
      one_serial_two_clients: "keep",
      installed_unit_moved: "ask",
      returned_unit: "keep",
      one_person_twice: "two",
      job_over_visit: "leave",
    },
  },
  {
    source: "showroom",
    daysAgo: 1,
    clients: ["C00256", "C00257", "C00258", "C00259", "C00261", "C00262"]
      .map((customer_ref) => ({ customer_ref })),
  },
  {
    source: "files",
    daysAgo: 1,
    clients: [
      THEODORA,
      // Told as before: what was corrected here stays.
      { customer_ref: "C00284", phone: "416-555-0144" },
    ],
    lines: [{ ...LANG_LIFT, delivered: 3 }],
  },
  {
    // Its export broke off.
    source: "showroom",
    daysAgo: 0,
    clients: [{ customer_ref: "C00256" }, { customer_ref: "C00257" }],
  },
  {
    source: "files",
    daysAgo: 0,
    clients: [
      WALTER,
      LENA,
      { customer_ref: "C00264", phone: "905-555-0127" },
      { customer_ref: "C00269", email: "doris.gagnon@example.org" },
      { customer_ref: "C00214", street: "9 Brant St", city: "Burlington", postal_code: "L7R 2G9" },
    ],
    lines: [
      {
        order: "S00905",
        line: "L000905",
        state: "sale",
        ordered: 4,
        delivered: 1,
        customerRef: "C01001",
        sku: "LC-PR-VIVA",
        price: 2400,
        serial: "PR5520201",
      },
      {
        order: "S00906",
        line: "L000906",
        state: "sale",
        ordered: 4,
        customerRef: "C01001",
        sku: "SL-HW-FREE",
        price: 11800,
        serial: "HC8949424",
      },
      { ...FERREIRA_CHAIR, state: "cancel" },
      {
        order: "R00032",
        line: "L000907",
        state: "sale",
        ordered: 2,
        customerRef: "C00289",
        sku: "LC-PR-VIVA",
        price: 2400,
        quantity: -1,
      },
    ],
    jobs: [DELIVERY, FIRST_OVER, { ref: "J-2219", title: "Hoist test", overVisit: 1 }],
  },
];
