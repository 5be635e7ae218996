import type { Database, Queryable } from "@/embedded/database.ts";
import { databaseRpc } from "@/embedded/database_rpc.ts";
import { openMemoryDatabase } from "@/embedded/snapshot.ts";
import { folderReader, type ReadBytes } from "@/lib/enrolment/import.ts";
import type { Rpc } from "@/lib/database/rpc.ts";
import { freshDatabase } from "@/tests/databases.ts";

/** The synthetic install base that the demo enrols. */
export const INSTALL_BASE = new URL("../../embedded/demo/install_base/", import.meta.url);

let database: Promise<Database> | undefined;
let drop: (() => Promise<void>) | undefined;
Deno.test.afterAll(() => drop?.());

/**
 * Runs a test in a transaction that is rolled back, on a migrated database that the tests of a file
 * share. What is checked at commit is checked at the end.
 */
export async function inTransaction(run: (tx: Queryable, rpc: Rpc) => Promise<void>) {
  const db = await (database ??= openShared());
  const undo = new Error("undo");
  await db.transaction(async (tx) => {
    await run(tx, databaseRpc(tx));
    await tx.exec("set constraints all immediate");
    throw undo;
  }).catch((error) => {
    if (error !== undo) throw error;
  });
}

/** With the whole suite a clone on its server, which costs far less than a PGlite for each file. */
async function openShared(): Promise<Database> {
  if (Deno.env.has("TEST_DATABASE_URL")) {
    const fresh = await freshDatabase({ maxConnections: 1 });
    drop = fresh.drop;
    return fresh.db;
  }
  const db = await openMemoryDatabase();
  // Starting PGlite leaves an exit code behind, which would fail the test.
  Deno.exitCode = 0;
  return db;
}

const SMALL: Record<string, string[]> = {
  "equipment_categories.csv": [
    "code,name,equipment_class,safety_critical,maintenance_enabled,identity,maintenance_interval_months,maintenance_fee,required_skill,visit_minutes",
    "stairlift,Stair lift,lift_elevating,true,true,line,6,189.00,lifts,60",
    "scooter,Scooter,mobility,false,true,serial,4,99.00,power_mobility,45",
    "walker,Walker,mobility,false,false,serial,12,49.00,wheelchairs,30",
  ],
  "device_type_map.csv": ["device_type,category_code", "Scooter,scooter", "Walker,walker"],
  "products.csv": [
    "sku,name,category_code,maintenance_enabled,unit_kind,list_price,maintenance_interval_months,maintenance_fee",
    "SL,Stair lift,stairlift,true,base,3200.00,,",
    "SL-X,Curved stair lift,stairlift,true,base,9000.00,12,229.00",
    "SL-RAIL,Rail,stairlift,false,accessory,310.00,,",
    "SC,Scooter,scooter,true,base,3900.00,,",
    "WK,Walker,walker,true,base,430.00,,",
    "SV,Delivery,,false,service,95.00,,",
    "NEW,Unclassified lift,stairlift,,,100.00,,",
  ],
  "customers.csv": [
    "customer_ref,name,email,phone,street,unit,city,province,postal_code,latitude,longitude",
    "C1,Ada Lee,ada@example.com,416-555-0101,1 Oak St,,Toronto,ON,M5V 1A1,43.64,-79.40",
    "C2,Bo Ray,,416-555-0102,2 Oak St,,Toronto,ON,M5V 1A2,,",
    "C3,Cy Fox,cy@example.com,416-555-0103,3 Oak St,,Toronto,ON,M5V 1A3,43.66,-79.42",
  ],
  "technicians.csv": ["name,email,home_latitude,home_longitude,skills", "Dana,,43.7,-79.4,lifts"],
  "sales_order_lines.csv": [
    "order_number,line_ref,order_state,order_date,commitment_date,delivery_date,invoice_date,customer_ref,sku,description,quantity,unit_price,serial_numbers",
  ],
  "device_claims.csv": [
    "claim_ref,funder,customer_ref,device_type,sku,serial_number,adp_delivery_date,invoice_date,order_date",
  ],
};

/** A small clean set; `extra` adds rows to files by name, null takes a file away. */
export function smallSet(extra: Record<string, string[] | null> = {}): ReadBytes {
  return (fileName) => {
    const more = extra[fileName];
    if (more === null || !(fileName in SMALL)) return Promise.resolve(undefined);
    const rows = [...SMALL[fileName], ...(more ?? [])];
    return Promise.resolve(new TextEncoder().encode(rows.join("\n") + "\n"));
  };
}

/** The install base with the bytes of some files changed. */
export function changedInstallBase(
  change: (fileName: string, bytes: Uint8Array) => Uint8Array<ArrayBuffer>,
) {
  const read = folderReader(INSTALL_BASE);
  return async (fileName: string) => {
    const bytes = await read(fileName);
    return bytes && change(fileName, bytes);
  };
}
