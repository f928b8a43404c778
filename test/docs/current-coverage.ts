import { fileURLToPath } from "node:url";
import { apiModules } from "vpp-binapi-ts/api";
import { translators } from "../../translators/index.js";
import { loadSchema } from "../translators/test-bed.js";
import { coverageDocument, importedFromApi } from "./coverage.js";

const root = new URL("../../../", import.meta.url);

export const coverageFile = fileURLToPath(new URL("docs/coverage.md", root));

/** docs/coverage.md as the project is now. */
export async function currentCoverage(): Promise<string> {
  const { schema } = await loadSchema();
  const imported = importedFromApi(fileURLToPath(new URL("translators", root)));
  return coverageDocument({ schema, translators, apiModules, imported });
}
