/** `sw_if_index` becomes `swIfIndex`. */
export function toCamelCase(apiName: string): string {
  return apiName.replace(/_+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `sw_interface_dump` becomes `SwInterfaceDump`. */
export function toPascalCase(apiName: string): string {
  const name = toCamelCase(apiName);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `swIfIndex` becomes `sw_if_index`: right for all but a handful of VPP's names, such as `sampling_N`. */
export function toApiName(camelCase: string): string {
  return camelCase.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
