import type { Shape, ShapedField } from "../shapes.js";

type Values = Readonly<Record<string, unknown>>;

/** The codec's values as VPP gets them, with the defaults of its description. What is absent then is zero, false or empty. */
export function withDefaults(fields: readonly ShapedField[], values: Values): Record<string, unknown> {
  const filled: Record<string, unknown> = { ...values };
  for (const { codecName, shape, default: byDefault } of fields) {
    const value = values[codecName];
    if (shape.kind === "struct" || value !== undefined) filled[codecName] = filledValue(shape, value);
    else if (byDefault !== undefined) filled[codecName] = byDefault;
  }
  return filled;
}

function filledValue(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case "struct":
      return withDefaults(shape.fields, (value ?? {}) as Values);
    case "array":
      return (value as readonly unknown[]).map((element) => filledValue(shape.element, element));
    default:
      return value;
  }
}
