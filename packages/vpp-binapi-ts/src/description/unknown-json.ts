/** A description that is not in VPP's JSON format. */
export class ApiDescriptionError extends Error {
  override readonly name = "ApiDescriptionError";
}

export function asObject(json: unknown, what: string): Record<string, unknown> {
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  throw new ApiDescriptionError(`${what}: an object is expected`);
}

export function asArray(json: unknown, what: string): readonly unknown[] {
  if (Array.isArray(json)) return json;
  throw new ApiDescriptionError(`${what}: an array is expected`);
}

export function asText(json: unknown, what: string): string {
  if (typeof json === "string") return json;
  throw new ApiDescriptionError(`${what}: text is expected`);
}

export function asNumber(json: unknown, what: string): number {
  if (typeof json === "number") return json;
  throw new ApiDescriptionError(`${what}: a number is expected`);
}
