/** How many bytes a value takes at least. Of the members of a union, which lie over the same bytes, the widest holds all. */

import type { Shape, ShapedField, TextFormat } from "../shapes.js";

const TEXT_BYTES: Readonly<Record<TextFormat, number>> = {
  mac: 6,
  ip4: 4,
  ip6: 16,
  address: 17,
  "ip4-prefix": 5,
  "ip6-prefix": 17,
  prefix: 18,
};

export function sizeOf(shape: Shape): number {
  switch (shape.kind) {
    case "integer":
    case "enum":
    case "bits":
      return Number(shape.base.slice(1)) / 8;
    case "bool":
      return 1;
    case "float":
      return 8;
    case "text":
      return TEXT_BYTES[shape.format];
    case "string":
      return shape.maxBytes === undefined ? 4 : shape.maxBytes + 1;
    case "bytes":
      return shape.length ?? 0;
    case "array":
      return (shape.length ?? 0) * sizeOf(shape.element);
    case "struct":
      return shape.fields.reduce((sum, { shape: field }) => sum + sizeOf(field), 0);
    case "union":
      return Math.max(0, ...shape.members.map(({ shape: member }) => sizeOf(member)));
  }
}

export function widest(members: readonly ShapedField[]): ShapedField | undefined {
  let found: ShapedField | undefined;
  for (const member of members) if (found === undefined || sizeOf(member.shape) > sizeOf(found.shape)) found = member;
  return found;
}
