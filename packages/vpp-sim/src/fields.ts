/**
 * Fields of a message that the simulator sends. What is left out is zero. Values of an enum may be ones that have no
 * name, since VPP sends such.
 */
export type Fields<T> = T extends number
  ? number
  : T extends bigint
    ? bigint | number
    : T extends Uint8Array
      ? Uint8Array
      : T extends readonly (infer Element)[]
        ? readonly Fields<Element>[]
        : T extends object
          ? { readonly [Name in keyof T]?: Fields<T[Name]> | undefined }
          : T;
