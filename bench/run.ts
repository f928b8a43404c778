/** npm run bench -- [pattern]: runs the cases whose name fits and prints one line a figure. */

import { binaryApi } from "./cases/binary-api.js";
import { commitEachKind } from "./cases/commit-each-kind.js";
import { commitOneOfN } from "./cases/commit-one-of-n.js";
import { commitOneRouteOfN } from "./cases/commit-one-route-of-n.js";
import { kubernetes } from "./cases/kubernetes.js";
import { manyReaders } from "./cases/many-readers.js";
import { notifications } from "./cases/notifications.js";
import { readAll } from "./cases/read-all.js";
import { readState } from "./cases/read-state.js";
import { restconfOne } from "./cases/restconf-one.js";
import { resync } from "./cases/resync.js";
import { sizes } from "./cases/sizes.js";

/** A case prints its figures itself, through `report`. */
export type BenchCase = (report: (line: string) => void) => Promise<void>;

const cases: Readonly<Record<string, BenchCase>> = {
  "commit-one-of-n": commitOneOfN,
  "commit-one-route-of-n": commitOneRouteOfN,
  "commit-each-kind": commitEachKind,
  "restconf-one": restconfOne,
  "read-all": readAll,
  "read-state": readState,
  "many-readers": manyReaders,
  sizes,
  notifications,
  "binary-api": binaryApi,
  kubernetes,
  resync,
};

const pattern = new RegExp(process.argv[2] ?? "");
for (const [name, run] of Object.entries(cases)) {
  if (!pattern.test(name)) continue;
  console.log(`# ${name}`);
  await run((line) => console.log(line));
}
