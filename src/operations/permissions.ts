/** NACM as it stands in running now, and what follows from it for each user. */

import { accessOf, mayAccess, mayExecute, mayReceive, type UserAccess } from "../access-control/decide.js";
import { type ReadMask, readMask } from "../access-control/read-mask.js";
import { type Nacm, readNacm } from "../access-control/rules.js";
import type { WritePermission } from "../datastore/datastores.js";
import { ManagementError } from "../errors/management-error.js";
import { ancestorPaths } from "../schema/instance-path.js";
import type { SchemaNode, SchemaTree } from "../schema/schema-tree.js";
import { withoutPredicates } from "../schema/without-predicates.js";
import { isHidden, writePermission } from "./write-permission.js";

/** Whom the rules are asked about. */
export interface Subject {
  readonly user: string;
  /** Groups that the transport reports; counted while enable-external-groups is true (RFC 8341 3.4.2). */
  readonly groups?: readonly string[] | undefined;
}

/** Since the server was started (RFC 8341 3.5: denied-operations, denied-data-writes, denied-notifications). */
export interface DenialCounters {
  readonly operations: number;
  readonly dataWrites: number;
  readonly notifications: number;
}

interface UserTables {
  readonly access: UserAccess;
  readonly mask: ReadMask | undefined;
  readonly write: WritePermission | undefined;
}

export const NACM_PATH = "/ietf-netconf-acm:nacm";

export class Permissions {
  #nacm: Nacm;
  readonly #denied = { operations: 0, dataWrites: 0, notifications: 0 };
  /** By user and groups. */
  readonly #users = new Map<string, UserTables>();

  constructor(
    readonly schema: SchemaTree,
    readonly recoveryUser: string | null,
  ) {
    this.#nacm = readNacm(undefined, schema);
  }

  get denied(): DenialCounters {
    return this.#denied;
  }

  /** Takes the rules from the content of /ietf-netconf-acm:nacm (RFC 7951 JSON); undefined = not configured. */
  update(nacm: Readonly<Record<string, unknown>> | undefined): void {
    this.#nacm = readNacm(nacm, this.schema);
    this.#users.clear();
  }

  /**
   * Throws access-denied when the user may not run the rpc.
   * @param node that of the rpc, which may be in a module that is not part of the configuration's schema
   */
  requireExecute(subject: Subject, module: string, rpc: string, node: SchemaNode | undefined): void {
    if (mayExecute(this.#of(subject).access, module, rpc, node)) return;
    this.#denied.operations++;
    throw new ManagementError("access-denied", {
      type: "protocol",
      message: `User ${subject.user} may not run ${module}:${rpc}`,
    });
  }

  /**
   * Throws access-denied when the user may not run the action with this instance path, which asks for reading all that it
   * belongs to as well (RFC 8341 3.1.3).
   */
  requireAction(subject: Subject, path: string): void {
    const { access } = this.#of(subject);
    const action = this.schema.byPath(withoutPredicates(path));
    if (action === undefined) return;
    const mayExecute = mayAccess(access, action, path, "exec", this.schema);
    if (mayExecute && this.#mayReadAbove(access, path)) return;
    this.#denied.operations++;
    throw new ManagementError("access-denied", { path, message: `User ${subject.user} may not run ${path}` });
  }

  /** Whether the user may read every node that an action or notification stands in. */
  #mayReadAbove(access: UserAccess, path: string): boolean {
    return ancestorPaths(path).every((above) => {
      const parent = this.schema.byPath(withoutPredicates(above));
      return parent === undefined || mayAccess(access, parent, above, "read", this.schema);
    });
  }

  /**
   * Whether the user may have a notification (RFC 8341 3.4.6): by its own name, and by that of the data node that it belongs to.
   * @param node that of the notification, which may be in a module that is not part of the configuration's schema
   */
  mayReceive(subject: Subject, path: string, node: SchemaNode): boolean {
    const permitted = this.#permitsNotification(this.#of(subject).access, path, node);
    if (!permitted) this.#denied.notifications++;
    return permitted;
  }

  #permitsNotification(access: UserAccess, path: string, node: SchemaNode): boolean {
    if (!mayReceive(access, node)) return false;
    return this.#mayReadAbove(access, path);
  }

  /** Whether the user may read the data node with this instance path. */
  mayRead(subject: Subject, path: string): boolean {
    const node = this.schema.byPath(withoutPredicates(path));
    return node !== undefined && mayAccess(this.#of(subject).access, node, path, "read", this.schema);
  }

  /** Whether a path is that of a data node that the user may not read, whether it is there or not. */
  hides(subject: Subject, path: string): boolean {
    const { access } = this.#of(subject);
    return isHidden(access, this.schema.byPath(withoutPredicates(path)), path, this.schema);
  }

  /** Tables for reading; undefined when the user may read all. */
  readMask(subject: Subject): ReadMask | undefined {
    return this.#of(subject).mask;
  }

  /** The check for an edit; undefined when the user may write all. */
  writePermission(subject: Subject): WritePermission | undefined {
    return this.#of(subject).write;
  }

  #of({ user, groups = [] }: Subject): UserTables {
    const key = JSON.stringify([user, ...groups]);
    let tables = this.#users.get(key);
    if (tables === undefined) {
      const onDenied = () => {
        this.#denied.dataWrites++;
      };
      const access = accessOf(this.#nacm, user, groups, user === this.recoveryUser);
      tables = { access, mask: readMask(access, this.schema), write: writePermission(access, this.schema, onDenied) };
      this.#users.set(key, tables);
    }
    return tables;
  }
}
