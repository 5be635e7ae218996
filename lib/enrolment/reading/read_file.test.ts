import { expect } from "expect";
import { readAll } from "@/tests/enrolment/read_all.ts";

const read = (name: string, csv: string) => readAll(name, new TextEncoder().encode(csv));

const LINES =
  "order_number,line_ref,order_state,order_date,commitment_date,delivery_date,invoice_date,customer_ref,sku,description,quantity,unit_price,serial_numbers\n";
const problem = async (row: string) => {
  const [only] = await read("sales_order_lines", LINES + row + "\n");
  return "problem" in only ? only.problem : undefined;
};

Deno.test("a sales-order line is read into values", async () => {
  const rows = await read(
    "sales_order_lines",
    LINES + 'S1,L1,Sale,2026-01-13,,2026-01-20,,C1,SL,"Lift, long",2.0,3200.00, A1 ;; a2\n',
  );
  expect(rows).toEqual([{
    line: 2,
    values: {
      order_number: "S1",
      line_ref: "L1",
      order_state: "sale",
      order_date: "2026-01-13",
      commitment_date: null,
      delivery_date: "2026-01-20",
      invoice_date: null,
      customer_ref: "C1",
      sku: "SL",
      description: "Lift, long",
      quantity: 2,
      unit_price: "3200.00",
      serial_numbers: ["A1", "a2"],
    },
  }]);
});

Deno.test("a value that does not read exactly is refused by column, value and reason", async () => {
  expect(await problem("S1,L1,sale,2026-02-30,,,,C1,SL,x,1,,")).toBe(
    'order_date "2026-02-30" is not a date (YYYY-MM-DD)',
  );
  expect(await problem("S1,L1,sale,13/01/2026,,,,C1,SL,x,1,,")).toContain("is not a date");
  expect(await problem("S1,L1,sale,0026-01-13,,,,C1,SL,x,1,,")).toContain("is not a date");
  expect(await problem("S1,L1,shipped,,,,,C1,SL,x,1,,")).toBe(
    'order_state "shipped" is none of draft, sale, done, cancel',
  );
  expect(await problem("S1,L1,sale,,,,,C1,SL,x,two,,")).toBe(
    'quantity "two" is not a whole number',
  );
  expect(await problem("S1,L1,sale,,,,,C1,SL,x,1.5,,")).toBe(
    'quantity "1.5" is not a whole number',
  );
  expect(await problem("S1,L1,sale,,,,,C1,SL,x,,,")).toBe("quantity is empty");
  expect(await problem("S1,L1,sale,,,,,C1,SL,x,40000,,")).toContain("is not between");
  expect(await problem('S1,L1,sale,,,,,C1,SL,x,1,"1,200.00",')).toContain("is not an amount");
  expect(await problem("S1,,sale,,,,,C1,SL,x,1,,")).toBe("line_ref is empty");
  expect(await problem("S1,L1,sale,,,,,C1,SL,x,0,,")).toBeUndefined();
  expect(await problem("S1,L1,sale,,,,,C1,SL,x,-1,,")).toBeUndefined();
});

Deno.test("a column that may be empty may be missing; without any other no row is read", async () => {
  const [missing, ...rows] = await read("customers", "customer_ref,name\nC1,Ada Lee\n");
  expect(missing).toEqual({
    line: 1,
    problem: expect.stringMatching(
      /^The columns email, .* are missing: the rows are read without$/,
    ),
  });
  expect(rows.map(({ line }) => line)).toEqual([2]);
  expect(await read("device_type_map", "category_code\nwalker\n")).toEqual([
    { line: 1, problem: "The column device_type is missing: no row can be read" },
  ]);
});

Deno.test("a header that cannot be read is one problem, whatever it lacks besides", async () => {
  const headers = ["order_number,order_number\n", '"order_number,line_ref\n'];
  for (const header of headers) {
    const rows = await read("sales_order_lines", `${header}S1,L1\n`);
    expect([header, rows.map(({ line }) => line)]).toEqual([header, [1]]);
  }
});

Deno.test("half a position is left out, a repeated reference refused", async () => {
  const rows = await read(
    "customers",
    "customer_ref,name,email,phone,street,unit,city,province,postal_code,latitude,longitude\n" +
      "C1,Ada,,,,,,,,43.1,\nC2,Bo,,,,,,,,43.1,-79\nC2,Bo again,,,,,,,,,\nC3,Cy,,,,,,,,91,-79\n",
  );
  expect(rows.map((row) => "problem" in row ? row.problem : row.notice ?? "read")).toEqual([
    "half a place, latitude 43.1, was left out",
    "read",
    'customer_ref "C2" is already on line 3',
    'latitude "91" is not between -90 and 90 and was left out; half a place, longitude -79, was left out',
  ]);
});

Deno.test("a key that differs in case alone is the same device type, and another reference", async () => {
  const types = await read(
    "device_type_map",
    "device_type,category_code\nScooter,scooter\nSCOOTER,walker\n",
  );
  expect(types[1]).toEqual({ line: 3, problem: 'device_type "SCOOTER" is already on line 2' });
  const clients = await read("customers", "customer_ref,name\nc1,Ada\nC1,Bo\n");
  expect(clients.filter((row) => "values" in row)).toHaveLength(2);
});

Deno.test("yes and no are written in several ways", async () => {
  const enabled = async (text: string) => {
    const [row] = await read(
      "products",
      "sku,name,category_code,maintenance_enabled,unit_kind,list_price,maintenance_interval_months,maintenance_fee\n" +
        `A,Lift,,${text},,,,\n`,
    );
    return "values" in row ? row.values.maintenance_enabled : row.problem;
  };
  expect(
    await Promise.all(
      ["true", "TRUE", "1", "VRAI", "false", "False", "0", "FAUX", ""].map(enabled),
    ),
  )
    .toEqual([true, true, true, true, false, false, false, false, null]);
  expect(await enabled("yes")).toBe('maintenance_enabled "yes" is neither true nor false');
});

Deno.test("an e-mail that is no address is left out and said so; the client stays", async () => {
  const [, row] = await read("customers", "customer_ref,name,email\nC1,Ada,ada(at)example.com\n");
  expect(row).toMatchObject({
    values: { email: null },
    notice: 'email "ada(at)example.com" is not an address and was left out',
  });
});

Deno.test("an enabled category is a complete one", async () => {
  const [row] = await read(
    "equipment_categories",
    "code,name,equipment_class,safety_critical,maintenance_enabled,identity,maintenance_interval_months,maintenance_fee,required_skill,visit_minutes\n" +
      "stairlift,Stair lift,lift_elevating,TRUE,true,line,6,,lifts,\n",
  );
  expect(row).toEqual({
    line: 2,
    problem: "An enabled category needs maintenance_fee, visit_minutes",
  });
});

Deno.test("a comma may stand before cents and degrees, never before what could be thousands", async () => {
  const header = "sku;name;category_code;maintenance_enabled;unit_kind;list_price;" +
    "maintenance_interval_months;maintenance_fee\n";
  const [lift, chair] = await read(
    "products",
    `${header}A;Lift;;;;3200,00;;189,5\nB;Chair;;;;1,200;;\n`,
  );
  expect(lift).toMatchObject({ values: { list_price: "3200.00", maintenance_fee: "189.5" } });
  expect(chair).toEqual({ line: 3, problem: 'list_price "1,200" is not an amount' });
  const clients = await read(
    "customers",
    'customer_ref;name;latitude;longitude\nC1;Ada;"43,65";-79,38\n',
  );
  expect(clients[1]).toMatchObject({ values: { latitude: 43.65, longitude: -79.38 } });
});

Deno.test("a file that was brought as something else is named for what it seems to be", async () => {
  const clients =
    "customer_ref,name,email,phone,street,unit,city,province,postal_code,latitude,longitude\n";
  const rows = await read("sales_order_lines", `${clients}C1,Ada,,,,,,,,,\n`);
  expect(rows).toEqual([{
    line: 1,
    problem: expect.stringMatching(/no row can be read. It looks like customers$/),
  }]);
});
