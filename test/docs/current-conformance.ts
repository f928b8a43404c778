/** The clauses, tests and page of this project. */

import { existsSync, readdirSync } from "node:fs";
import { conformanceDocument, type RfcClauses, readClauses, testTexts } from "./conformance.js";
import { projectRoot } from "./markdown.js";

export const conformanceFile = `${projectRoot}docs/conformance.md`;

export function currentClauses(): readonly RfcClauses[] {
  return readClauses(`${projectRoot}test/conformance`);
}

export function currentTests(): string {
  const packages = readdirSync(`${projectRoot}packages`).map((name) => `${projectRoot}packages/${name}/test`);
  return testTexts([`${projectRoot}test`, ...packages.filter((folder) => existsSync(folder))]);
}

export function currentConformance(): string {
  return conformanceDocument(currentClauses());
}
