import type { CertificateFacts } from "@/lib/certificates/facts.ts";
import { drawn } from "./pngs.ts";

const line = (
  position: number,
  label: string,
  more: Partial<CertificateFacts["lines"][0]> = {},
) => ({
  position,
  section: "Ride",
  label,
  safety_critical: false,
  result: "pass" as const,
  note: null,
  ...more,
});

const plain: CertificateFacts = {
  number: "MIR-2026-00412",
  code: "7Q4M2XKD9HVT3R0P",
  service_on: "2026-12-08",
  expires_on: "2027-12-08",
  issued_at: "2026-12-08T16:12:00+00:00",
  company: {
    name: "Fusion Maintenance",
    postal_address: "1 Main Street, Brampton, ON  L6Y 0A1",
    phone: "905-555-0100",
    email: "care@example.com",
    public_url: "https://book.example.com",
    time_zone: "America/Toronto",
  },
  unit: {
    kind: "Stair lift",
    product: "Handicare 1000 Straight",
    serial_number: null,
    order_line: "S-2019-0388 / 1",
    site_type: "private",
    address_lines: ["27 Maple Avenue", "Oakville ON  L6J 2K4"],
  },
  technician: { name: "Luis Ferreira", licence_number: "EDM-A 004117" },
  visit: {
    work_order: 1207,
    started_at: "2026-12-08T15:24:00+00:00",
    finished_at: "2026-12-08T16:12:00+00:00",
  },
  repair: null,
  lines: [
    line(1, "Rail and rack clean and lubricated"),
    line(2, "Rail anchored firmly", { safety_critical: true }),
    line(3, "Rollers and guide wheels"),
    line(4, "Footrest obstruction sensor stops the lift", { safety_critical: true }),
    line(5, "Carriage obstruction sensors stop the lift", { safety_critical: true }),
    line(6, "Final limit switches", { safety_critical: true }),
    line(7, "Overspeed or slack-cable safety device", { safety_critical: true }),
    line(8, "Seat switch stops travel when unlocked", { safety_critical: true }),
    line(9, "Seat swivel locks"),
    line(10, "Seat belt", { safety_critical: true, note: "Replaced, the buckle was stiff" }),
    line(11, "Call and send stations", { result: "fail", note: "Upper station slow" }),
    line(12, "Charge contacts"),
    line(13, "Battery voltage under load", { note: "23.8 V, new pair fitted" }),
    line(14, "Brake holds under load", { safety_critical: true }),
    line(15, "Loaded ride up and down", { safety_critical: true }),
    line(16, "Manual lowering works", {
      result: "not_applicable",
      note: "No hand wheel on this model",
    }),
  ],
  signature: { name: "Ethel Marsh", role: "client", method: "drawn", reason: null },
  signature_png: strokes().toBase64(),
};

/** Waves that become smaller, as wide as a pad. */
function strokes(): Uint8Array {
  const [width, height] = [640, 320];
  const line = (x: number) => 160 + Math.sin(x / 26) * 120 * (1 - x / width);
  return drawn(Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const slope = Math.abs(line(x + 1) - line(x - 1)) / 2;
      return x > 60 && x < 560 && Math.abs(y - line(x)) < 2 * Math.hypot(1, slope) ? "#" : ".";
    }).join("")));
}

/** Certificates to draw: an ordinary one, and one that has as much to say as there can be. */
export const certificateSamples = {
  plain,
  full: {
    ...plain,
    company: {
      ...plain.company,
      name: "Équipement médical Brossard-Gagné et associés de l'Outaouais inc.",
    },
    unit: {
      ...plain.unit,
      product:
        "Élévateur de fauteuil roulant à plate-forme verticale, œuvre spéciale n° 12, 1 800 mm",
      serial_number: "SN-" + "0123456789".repeat(9),
      site_type: "regulated",
      address_lines: [
        "1204-27 Chemin du Lac-à-la-Loutre, bâtiment Ouest",
        "Sainte-Geneviève-de-Berthier QC  J0K 1A0",
      ],
    },
    technician: { name: "Maëlys Œuvrard-Lefrançois-Deschênes", licence_number: "EDM-A 004117-Ω" },
    repair: { work_order: 1311, repaired_on: "2026-12-15" },
    lines: Array.from(
      { length: 40 },
      (_, n) =>
        line(
          n + 1,
          `Ligne n° ${n + 1} : ${"vérification très détaillée ".repeat(n % 4)}à l'arrêt`,
          {
            safety_critical: n % 3 === 0,
            note: n % 5 === 0
              ? `Note ${n + 1} ` + "très longue, où tout est dit ".repeat(n % 17)
              : null,
          },
        ),
    ),
    signature: {
      name: null,
      role: "unable",
      method: null,
      reason: "arthritis of both hands; a daughter was there and agreed by telephone 李",
    },
    signature_png: null,
  },
} satisfies Record<string, CertificateFacts>;
