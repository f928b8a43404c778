/** An object with that property, or without it when there is no value (exactOptionalPropertyTypes). */
export function optional<Name extends string>(name: Name, value: string | undefined): { [N in Name]?: string } {
  return (value === undefined ? {} : { [name]: value }) as { [N in Name]?: string };
}
