// Some entries of a list that stand one after another, as paths. What is in the other entries is not looked at.
import type { YangContext } from "../context.js";
import type { ReaderExports } from "./reader-exports.js";

export interface ListPageRequest {
  /** Instance that the list stands below; absent at the top. */
  readonly parent?: string;
  readonly module: string;
  readonly name: string;
  /** Path of the first entry, in place of `offset`. */
  readonly start?: string;
  /** Entries that are passed over. */
  readonly offset: number;
  /** Absent: all that follow. */
  readonly limit?: number;
  /** From the last entry to the first. */
  readonly backwards: boolean;
}

export interface ListPage {
  /** Entries of the whole list. */
  readonly total: number;
  /** Entries that follow the page. */
  readonly behind: number;
  /** Paths of the entries, as RFC 7951 6.11 writes them. */
  readonly entries: readonly string[];
  /** First entry of the page that follows. */
  readonly next?: string;
  /** First entry of the page before. */
  readonly previous?: string;
}

/** @param root first top-level node of the tree; 0 is an empty one */
export function listPage(context: YangContext, root: number, request: ListPageRequest): ListPage {
  const { instance } = context;
  const { parent, module, name, start, offset, limit = 0, backwards } = request;
  if (root === 0) return { total: 0, behind: 0, entries: [] };
  const reader = instance.exportsAs<ReaderExports>();
  const status = instance.withString(parent, (above) =>
    instance.withString(start, (first) =>
      instance.withStrings([module, name], (owner = 0, local = 0) =>
        reader.lyw_list_page(root, above, owner, local, first, offset, limit, backwards ? 1 : 0),
      ),
    ),
  );
  instance.check(status, context.pointer, `paging through ${name}`);
  return JSON.parse(instance.outputText()) as ListPage;
}
