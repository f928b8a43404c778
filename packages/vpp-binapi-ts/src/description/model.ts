/** VPP's description of its API, as plain data. Names are VPP's own (snake_case), type names without `vl_api_` and `_t`. */
export interface ApiDescription {
  readonly modules: readonly ApiModule[];
}

/** One .api file. VPP repeats imported types in every file, so `types` holds those too. */
export interface ApiModule {
  readonly name: string;
  readonly version: string;
  /** Eight hexadecimal digits, as every CRC here. */
  readonly crc: string;
  readonly imports: readonly string[];
  readonly types: readonly ApiType[];
  readonly messages: readonly ApiMessage[];
  readonly services: readonly ApiService[];
}

export type ApiType = ApiStruct | ApiUnion | ApiEnum | ApiAlias;

export interface ApiStruct {
  readonly kind: "struct";
  readonly name: string;
  readonly fields: readonly ApiField[];
}

export interface ApiUnion {
  readonly kind: "union";
  readonly name: string;
  readonly members: readonly ApiField[];
}

export interface ApiEnum {
  readonly kind: "enum" | "enumflag";
  readonly name: string;
  /** The integer that it is on the wire, such as `u8`. */
  readonly base: string;
  readonly constants: readonly (readonly [name: string, value: number])[];
}

export interface ApiAlias {
  readonly kind: "alias";
  readonly name: string;
  readonly type: string;
  /** Number of elements when the alias stands for an array. */
  readonly length?: number;
}

export interface ApiField {
  readonly name: string;
  /** A scalar, `string`, or the name of a type. */
  readonly type: string;
  /** Number of elements of a fixed array, bytes of a fixed string. */
  readonly length?: number;
  /** The field that holds the number of elements of this array. */
  readonly countedBy?: string;
  readonly default?: number | boolean;
  /** The field that says which member of this union is meant. */
  readonly discriminator?: string;
  /** The constant of the discriminator that selects this member of a union. */
  readonly case?: string;
}

export interface ApiMessage {
  readonly name: string;
  readonly crc: string;
  /** All fields, from `_vl_msg_id` on. */
  readonly fields: readonly ApiField[];
  readonly options: Readonly<Record<string, string | null>>;
}

/** What a request is answered with. */
export interface ApiService {
  readonly request: string;
  /** null: nothing comes back. For a dump the reply is the details message. */
  readonly reply: string | null;
  /** Whether any number of `reply` (or of `streamMessage` before one `reply`) comes back. */
  readonly stream: boolean;
  readonly streamMessage?: string;
  readonly events: readonly string[];
}
