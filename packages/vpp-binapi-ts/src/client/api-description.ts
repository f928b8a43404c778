import { memclntModule } from "../api/memclnt.js";
import { srMplsModule } from "../api/sr-mpls.js";
import type { ApiDescription } from "../description/model.js";
import { parseApiDescription } from "../description/parse.js";
import { toApiJson } from "../description/to-api-json.js";

/** What `get_api_json` of VPP 26.06 leaves out although its message table has it. */
const leftOutByVpp = [memclntModule, srMplsModule];

/** The description in a `get_api_json` reply, with the modules that VPP leaves out. Throws ApiDescriptionError. */
export function describeWholeApi(json: string): ApiDescription {
  const { modules } = parseApiDescription(json);
  const names = new Set(modules.map((module) => module.name));
  const missing = leftOutByVpp.filter((module) => !names.has(module.name));
  return { modules: [...modules, ...parseApiDescription(toApiJson(missing)).modules] };
}
