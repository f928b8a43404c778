import type { StateRequest } from "../datastore/southbound-port.js";

/** Whether one of the paths that are asked for lies above a schema path, is it, or lies below it. */
export function isWanted(schemaPath: string, { paths }: StateRequest): boolean {
  if (paths === undefined) return true;
  return paths.some((asked) => isAtOrBelow(asked, schemaPath) || isAtOrBelow(schemaPath, asked));
}

function isAtOrBelow(path: string, ancestor: string): boolean {
  return ancestor === "/" || path === ancestor || path.startsWith(`${ancestor}/`);
}
