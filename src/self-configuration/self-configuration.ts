/** The server's own configuration, as running has it: read as a whole, because its parts refer to each other. */

import type { EndpointSettings } from "../northbound/transport/settings.js";
import { endpointSettings, NETCONF_SERVER_PATH } from "./endpoint-settings.js";
import { KEYSTORE_PATH, readKeystore } from "./keystore.js";
import { readTruststore, TRUSTSTORE_PATH } from "./truststore.js";

/** The containers that it stands in, by schema path. */
export const SELF_PATHS = [KEYSTORE_PATH, TRUSTSTORE_PATH, NETCONF_SERVER_PATH] as const;

/** Content of the containers by path, RFC 7951; what is not there is undefined. */
export type SelfDocuments = Readonly<Record<string, unknown>>;

/**
 * @param unseal opens a sealed private key
 * @throws ManagementError with the path of the leaf that cannot work
 */
export function readSelfConfiguration(documents: SelfDocuments, unseal: (sealed: string) => string): EndpointSettings {
  const keystore = readKeystore(documents[KEYSTORE_PATH], unseal);
  const truststore = readTruststore(documents[TRUSTSTORE_PATH]);
  return endpointSettings(documents[NETCONF_SERVER_PATH], { keystore, truststore });
}

/** The documents after a change; undefined when the change is of something else. */
export function changedDocuments(
  documents: SelfDocuments,
  changes: readonly { readonly schemaPath: string; readonly after: unknown }[],
): SelfDocuments | undefined {
  const touched = changes.filter(({ schemaPath }) => (SELF_PATHS as readonly string[]).includes(schemaPath));
  if (touched.length === 0) return undefined;
  return {
    ...documents,
    ...Object.fromEntries(touched.map(({ schemaPath, after }) => [schemaPath, after ?? undefined])),
  };
}
