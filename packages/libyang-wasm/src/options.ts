// libyang's option bits as named options, with our defaults.

export type DataFormat = "xml" | "json" | "lyb";

export const dataFormats: Readonly<Record<DataFormat, number>> = { xml: 1, json: 2, lyb: 3 };

/** Content of a message: libyang's LYD_TYPE_*. The plain ones are YANG data without a protocol's envelope. */
export const operationTypes = {
  rpc: 1,
  notification: 2,
  reply: 3,
  "netconf-rpc": 4,
  "netconf-notification": 5,
  "netconf-reply": 6,
  "restconf-rpc": 7,
  "restconf-notification": 8,
  "restconf-reply": 9,
} as const;

export type OperationType = keyof typeof operationTypes;

export interface ParseOptions {
  /** Data without schema is an error. Default: true, unless `opaque`. */
  readonly strict?: boolean;
  /** Data without schema, or with an invalid value, becomes opaque nodes. Default: false. */
  readonly opaque?: boolean;
  /** State data is an error. Default: false. */
  readonly noState?: boolean;
  /** Nodes come in schema order and are not sorted into place: faster for what was printed by libyang. Default: false. */
  readonly ordered?: boolean;
  /** Values are stored without checking ranges, patterns and the like, and nothing is validated. Default: false. */
  readonly storeOnly?: boolean;
  /** JSON null is allowed and becomes an opaque node. Default: false. */
  readonly jsonNull?: boolean;
  /** JSON strings are taken for numbers and booleans too. Default: false. */
  readonly jsonStringDatatypes?: boolean;
  /** How the whole tree is validated afterwards; false: not at all, which is the default. */
  readonly validate?: ValidateOptions | false;
}

export interface ValidateOptions {
  /** State data is an error. Default: false. */
  readonly noState?: boolean;
  /** Only modules that have data are validated: nothing is missed in modules without any. Default: false. */
  readonly present?: boolean;
  /** All errors are reported and not only the first. Default: true. */
  readonly multiError?: boolean;
  /** Broken constraints are warnings, as for the operational datastore (RFC 8342 section 5.3). Default: false. */
  readonly operational?: boolean;
  /** No default nodes are added. Default: false. */
  readonly noDefaults?: boolean;
}

/** RFC 6243 modes; "implicit-tag" prints all defaults and tags only those that are not in the data. */
export type WithDefaults = "explicit" | "trim" | "all" | "all-tag" | "implicit-tag";

const withDefaultsBits: Readonly<Record<WithDefaults, number>> = {
  explicit: 0x00,
  trim: 0x10,
  all: 0x20,
  "all-tag": 0x40,
  "implicit-tag": 0x80,
};

export interface PrintOptions {
  /** No white space between nodes. Default: true. */
  readonly shrink?: boolean;
  /** Containers without presence are printed even when empty. Default: false. */
  readonly keepEmptyContainers?: boolean;
  /** Default: "explicit". */
  readonly withDefaults?: WithDefaults;
}

export interface DuplicateOptions {
  /** Default: true. */
  readonly recursive?: boolean;
  /** The path from the root to the node is duplicated too. Default: false. */
  readonly withParents?: boolean;
  /** Default: true. */
  readonly withMetadata?: boolean;
  /** Whether values are defaults, and other flags, are kept. Default: true. */
  readonly withFlags?: boolean;
}

const noParseValidation = 0x10000;

/** Bits for lyd_parse_data: [parse options, validation options]. */
export function parseBits(options: ParseOptions): [number, number] {
  const opaque = options.opaque ?? false;
  const validate = options.validate ?? false;
  const bits = flags([
    [validate === false, noParseValidation],
    [options.strict ?? !opaque, 0x20000],
    [opaque, 0x40000],
    [options.noState, 0x80000],
    [options.ordered, 0x200000],
    [options.storeOnly, 0x2010000],
    [options.jsonNull, 0x4000000],
    [options.jsonStringDatatypes, 0x8000000],
  ]);
  return [bits, validateBits(validate === false ? {} : validate)];
}

export function validateBits(options: ValidateOptions): number {
  return flags([
    [options.noState, 0x01],
    [options.present, 0x02],
    [options.multiError ?? true, 0x04],
    [options.operational, 0x08],
    [options.noDefaults, 0x10],
  ]);
}

/** @param siblings print the node's following siblings too */
export function printBits(options: PrintOptions, siblings: boolean): number {
  return (
    withDefaultsBits[options.withDefaults ?? "explicit"] |
    flags([
      [siblings, 0x01],
      [options.shrink ?? true, 0x02],
      [options.keepEmptyContainers, 0x04],
    ])
  );
}

export function duplicateBits(options: DuplicateOptions): number {
  return flags([
    [options.recursive ?? true, 0x01],
    [!(options.withMetadata ?? true), 0x02],
    [options.withParents, 0x04],
    [options.withFlags ?? true, 0x08],
  ]);
}

/** The sum of the bits whose condition holds. */
export function flags(entries: readonly (readonly [boolean | undefined, number])[]): number {
  return entries.reduce((bits, [set, bit]) => (set ? bits | bit : bits), 0);
}
