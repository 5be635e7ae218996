/** Who may import whom. The rules are the data at the top; a new folder needs one. */
import { expect } from "expect";
import { circles, type Import, reachable, readImportGraph } from "./import_graph.ts";

interface Rule {
  /** A file or folder; `*` stands for one name, the same in `may`. The first rule that fits counts. */
  from: string;
  /** What it may import, besides packages. */
  may: string[];
}

/** Imports nothing but itself, and is free for everybody. */
const GROUND_FLOOR = ["lib/env.ts", "lib/database", "lib/text", "lib/calendar", "lib/pdf"];

/** The ground floor of what answers HTTP. */
const WEB_FLOOR = [...GROUND_FLOOR, "lib/web"];

const RULES: Rule[] = [
  ...GROUND_FLOOR.map((from) => ({ from, may: GROUND_FLOOR })),
  { from: "lib/web", may: WEB_FLOOR },
  // Mails bring the papers of other domains along.
  { from: "lib/mail", may: [...WEB_FLOOR, "lib/mail", "lib/billing", "lib/certificates"] },
  // A domain knows no other domain: what two of them need is on the ground floor.
  { from: "lib/*", may: [...WEB_FLOOR, "lib/*"] },
  {
    from: "components/*",
    may: [...WEB_FLOOR, "lib/*", "components/web", "components/*", "islands"],
  },
  { from: "islands", may: ["islands", "components", "lib"] },
  { from: "routes", may: ["routes", "islands", "components", "lib"] },
  { from: "supabase/functions", may: ["supabase/functions", "lib"] },
  { from: "main.ts", may: ["lib"] },
  { from: "dev.ts", may: ["main.ts", "fresh.config.ts", "lib/env.ts"] },
  { from: "fresh.config.ts", may: [] },
  { from: "fresh", may: ["fresh"] },
  { from: "embedded", may: ["embedded", "lib"] },
  { from: "tools", may: ["tools", "embedded"] },
];

/** These put things together, and may import everything. */
const FREE = ["commands", "tests", "bench"];

/**
 * What runs in browsers must not load these: they read the environment of the server, or hold sessions.
 * Types alone are no loading.
 */
const NEVER_IN_BROWSERS = ["lib/env.ts", "lib/web/session.ts", "embedded", "supabase"];

const graph = await readImportGraph();
const isTest = (file: string) => /\.test\.tsx?$/.test(file);

Deno.test("every file stands under a rule", () => {
  const lost = graph.files.filter((file) =>
    !isTest(file) && !FREE.some((part) => isIn(file, part)) && ruleFor(file) === undefined
  );
  expect(lost).toEqual([]);
});

Deno.test("every file and folder that the rules name is there", () => {
  const named = [...RULES.flatMap(({ from, may }) => [from, ...may]), ...FREE, ...NEVER_IN_BROWSERS]
    .filter((part) => !part.includes("*"));
  expect(named.filter((part) => !graph.files.some((file) => isIn(file, part)))).toEqual([]);
});

Deno.test("every import leads somewhere, its file named in full", () => {
  expect(graph.broken).toEqual([]);
});

Deno.test("every import goes in an allowed direction", () => {
  expect(graph.imports.filter(isForbidden).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
});

Deno.test("the server's modules do not reach browsers through islands", () => {
  const loaded = graph.imports.filter(({ isTypeOnly }) => !isTypeOnly);
  const leaks = graph.files
    .filter((file) => isIn(file, "islands") && !isTest(file))
    .flatMap((island) =>
      [...reachable(island, loaded)]
        .filter((file) => NEVER_IN_BROWSERS.some((part) => isIn(file, part)))
        .map((file) => `${island} → … → ${file}`)
    );
  expect(leaks).toEqual([]);
});

Deno.test("no files import each other in a circle", () => {
  const ours = graph.imports.filter(({ from }) => !isIn(from, "tests") && !isTest(from));
  expect(circles(ours)).toEqual([]);
});

/** Whether a file is that file or in that folder. */
function isIn(file: string, part: string): boolean {
  return file === part || file.startsWith(`${part}/`);
}

/** The parts that the first fitting rule allows a file to import; undefined where none fits. */
function ruleFor(file: string): string[] | undefined {
  for (const { from, may } of RULES) {
    const name = file.split("/")[from.split("/").indexOf("*")];
    const filled = (part: string) => part.replace("*", name);
    if (isIn(file, filled(from))) return may.map(filled);
  }
}

function isForbidden({ from, to, specifier }: Import): boolean {
  if (isTest(from) || FREE.some((part) => isIn(from, part))) return false;
  // By its name Fresh is a package like any other; it happens to lie here.
  if (/^fresh(\/|$)/.test(specifier)) return false;
  return !ruleFor(from)?.some((part) => isIn(to, part));
}
