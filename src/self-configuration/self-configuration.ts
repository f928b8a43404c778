/** The server's own configuration, as running has it: read as a whole, because its parts refer to each other. */

import type { RevocationList } from "../identity/revocation-list.js";
import type { EndpointSettings } from "../northbound/transport/settings.js";
import { endpointSettings, NETCONF_SERVER, RESTCONF_SERVER, type ServerContainer } from "./endpoint-settings.js";
import { KEYSTORE_PATH, type KeySources, readKeystore } from "./keystore.js";
import type { Probes } from "./secure-transport.js";
import { readTruststore, TRUSTSTORE_PATH } from "./truststore.js";

/** The containers that it stands in, by schema path. */
export const SELF_PATHS = [KEYSTORE_PATH, TRUSTSTORE_PATH, NETCONF_SERVER.path, RESTCONF_SERVER.path] as const;

/** Content of the containers by path, RFC 7951; what is not there is undefined. */
export type SelfDocuments = Readonly<Record<string, unknown>>;

export interface ConfiguredEndpoints {
  readonly netconf: EndpointSettings;
  readonly restconf: EndpointSettings;
  /** By the name that endpoints refer to them by. */
  readonly revocationLists: ReadonlyMap<string, readonly RevocationList[]>;
}

/**
 * @throws ManagementError with the path of the leaf that cannot work
 */
export function readSelfConfiguration(
  documents: SelfDocuments,
  sources: KeySources,
  probes: Probes,
): ConfiguredEndpoints {
  const stores = {
    keystore: readKeystore(documents[KEYSTORE_PATH], sources),
    truststore: readTruststore(documents[TRUSTSTORE_PATH]),
    probes,
  };
  const settings = (container: ServerContainer) => endpointSettings(container, documents[container.path], stores);
  const { revocationLists } = stores.truststore;
  return { netconf: settings(NETCONF_SERVER), restconf: settings(RESTCONF_SERVER), revocationLists };
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
