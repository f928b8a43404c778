// What access control has to decide about an edit (RFC 8341).

export type AccessOperation = "create" | "update" | "delete";

export interface Access {
  /** Number of the schema node, as in the schema table. */
  readonly schemaId: number;
  readonly operation: AccessOperation;
  /** Instance path; where accesses are gathered by schema node, that of one of them. */
  readonly path: string;
  /** It was asked for, and is so already. */
  readonly unchanged?: boolean;
}
