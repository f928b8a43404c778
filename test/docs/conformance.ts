/** docs/conformance.md, out of the clauses of each RFC that stand in test/conformance/, and the cases that prove them. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One thing that an RFC demands of a server. Either a case proves it, or it is said why none does. */
export interface Clause {
  /** "8.4.1", or "A.2" of an appendix. */
  readonly section: string;
  /** What is demanded, in our words. */
  readonly clause: string;
  /** The title of the test that proves it. */
  readonly case?: string;
  readonly why?: string;
}

export interface RfcClauses {
  /** The folder's name: "rfc6241". */
  readonly rfc: string;
  readonly clauses: readonly Clause[];
}

/** The clauses of every folder of test/conformance that has a `clauses.json`, by number. */
export function readClauses(folder: string): readonly RfcClauses[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "clauses.json")))
    .map(({ name }) => ({ rfc: name, clauses: JSON.parse(readFileSync(join(folder, name, "clauses.json"), "utf8")) }))
    .sort((one, other) => one.rfc.localeCompare(other.rfc, "en", { numeric: true }));
}

/** The text of every test below the folders, in which the titles of cases are looked for. */
export function testTexts(folders: readonly string[]): string {
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
        .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), "utf8")),
    )
    .join("\n");
}

/** What is wrong with a clause, or undefined: it has neither a case nor a reason, both, or a case that is no test's title. */
export function clauseProblem(clause: Clause, tests: string): string | undefined {
  if ((clause.case === undefined) === (clause.why === undefined))
    return "needs either a case or a reason why there is none";
  if (clause.case === undefined) return undefined;
  const title = clause.case;
  const quoted = [JSON.stringify(title), `'${title}'`, `\`${title}\``];
  return quoted.some((text) => tests.includes(text)) ? undefined : `no test is called "${title}"`;
}

export function conformanceDocument(rfcs: readonly RfcClauses[]): string {
  return [
    "# Conformance",
    "",
    "What the RFCs demand of a server, clause by clause, and the test that proves it. Generated from `test/conformance/*/clauses.json`",
    "(`node scripts/run.mjs test/docs/write-conformance.ts`). A clause without a test says why.",
    "",
    "| RFC | Clauses | With a test |",
    "|---|---|---|",
    ...rfcs.map(({ rfc, clauses }) => `| [${title(rfc)}](#${anchor(rfc)}) | ${clauses.length} | ${proved(clauses)} |`),
    ...rfcs.flatMap(section),
    "",
  ].join("\n");
}

function section({ rfc, clauses }: RfcClauses): readonly string[] {
  return [
    "",
    `## ${title(rfc)}`,
    "",
    "| Section | Demanded | Test, or why none |",
    "|---|---|---|",
    ...clauses.map(
      (each) =>
        `| ${each.section} | ${cell(each.clause)} | ${each.case === undefined ? `*${cell(each.why ?? "")}*` : cell(each.case)} |`,
    ),
  ];
}

function proved(clauses: readonly Clause[]): number {
  return clauses.filter((clause) => clause.case !== undefined).length;
}

/** "rfc6241" is "RFC 6241"; a draft's folder, "draft-ietf-netconf-privcand", keeps its name. */
function title(rfc: string): string {
  return rfc.startsWith("rfc") ? `RFC ${rfc.slice("rfc".length)}` : rfc;
}

function anchor(rfc: string): string {
  return title(rfc).toLowerCase().replaceAll(" ", "-");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
