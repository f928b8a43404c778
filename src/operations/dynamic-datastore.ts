/** Dynamic datastores as clients name them. */

import { dynamicName } from "../datastore/dynamic/names.js";
import type { DatastoreName } from "./operation.js";

/** @param identity with its module, "sweetcomb-datastores:kubernetes"; undefined when there is no such datastore */
export function dynamicDatastore(identity: string): DatastoreName | undefined {
  return dynamicName(identity);
}
