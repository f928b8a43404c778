import { fileURLToPath } from "node:url";
import { apiModules } from "vpp-binapi-ts/api";
import { translators } from "../../translators/index.js";
import { testimonies, withoutWitness } from "../southbound/witnesses/index.js";
import { loadSchema } from "../translators/test-bed.js";
import { classNameOf, coverageDocument, importedFromApi, unusedOfModelled, type Witnessed } from "./coverage.js";
import { modelledModules, onlyByRpc } from "./only-by-rpc.js";
import { unfedFields } from "./unfed-fields.js";

const root = new URL("../../../", import.meta.url);

export const coverageFile = fileURLToPath(new URL("docs/coverage.md", root));

/** docs/coverage.md as the project is now. */
export async function currentCoverage(): Promise<string> {
  const { schema } = await loadSchema();
  const witnesses = witnessesByTranslator();
  return coverageDocument({
    schema,
    translators,
    imported: imported(),
    witnesses,
    apiModules,
    modelledModules,
    onlyByRpc,
    unfedFields,
  });
}

/** Fields of the requests that translators use, as "request.field". */
export function fieldsInUse(): ReadonlySet<string> {
  const used = imported();
  const names = apiModules.flatMap(({ messages }) =>
    messages.flatMap(({ name, body }) => {
      if (!used.has(classNameOf(name))) return [];
      return body.fields.map(([field]) => `${name}.${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`);
    }),
  );
  return new Set(names);
}

/** Requests of modelled modules that serve no object, for whatever reason. */
export function currentlyUnused(): readonly string[] {
  return unusedOfModelled({ apiModules, imported: imported(), modelledModules });
}

function imported(): ReadonlySet<string> {
  return importedFromApi(fileURLToPath(new URL("translators", root)));
}

function witnessesByTranslator(): ReadonlyMap<string, Witnessed> {
  const witnesses = new Map<string, Witnessed>();
  for (const [name, [show]] of testimonies()) witnesses.set(name, { show });
  for (const [name, reason] of Object.entries(withoutWitness)) witnesses.set(name, { reason });
  return witnesses;
}
