/** The server follows its own configuration: what cannot work is refused before it is running, what is running is applied. */

import type { Logger } from "pino";
import type { Datastores } from "./datastore/datastores.js";
import { contentAt } from "./datastore/follow.js";
import { ManagementError } from "./errors/management-error.js";
import type { EndpointSettings } from "./northbound/transport/settings.js";
import { SealError, type Sealer } from "./secrets/seal.js";
import { PRIVATE_KEY_PATH } from "./self-configuration/keystore.js";
import {
  changedDocuments,
  readSelfConfiguration,
  SELF_PATHS,
  type SelfDocuments,
} from "./self-configuration/self-configuration.js";

export interface SelfConfiguration {
  /** Settings of the endpoints that running asks for now. */
  readonly settings: EndpointSettings;
  /** Called after each commit that changed them; whoever commits does not wait for it. */
  onChanged: ((settings: EndpointSettings) => Promise<void>) | undefined;
}

/** Reads what running has, and watches the commits from then on. Cost follows the size of the containers that a commit touches. */
export async function selfConfigure(datastores: Datastores, sealer: Sealer, log: Logger): Promise<SelfConfiguration> {
  const unseal = (sealed: string) => sealer.unseal(PRIVATE_KEY_PATH, sealed);
  const read = (documents: SelfDocuments) => readSelfConfiguration(documents, unseal);
  const contents = SELF_PATHS.map(async (path) => [path, await contentAt(datastores, path)] as const);
  let documents: SelfDocuments = Object.fromEntries(await Promise.all(contents));
  const self: { settings: EndpointSettings; onChanged: SelfConfiguration["onChanged"] } = {
    settings: settingsAtStart(() => read(documents), log),
    onChanged: undefined,
  };
  datastores.checks.push((changes) => {
    const changed = changedDocuments(documents, changes);
    if (changed !== undefined) read(changed);
  });
  datastores.onCommitted.push(({ changes }) => {
    const changed = changedDocuments(documents, changes);
    if (changed === undefined) return;
    documents = changed;
    self.settings = read(documents);
    self.onChanged?.(self.settings).catch((error) => log.error({ err: error }, "endpoints cannot be changed"));
  });
  return self;
}

/** A configuration that was checked when it was written can fail here when secrets.key is another one: the server starts without it. */
function settingsAtStart(read: () => EndpointSettings, log: Logger): EndpointSettings {
  try {
    return read();
  } catch (failure) {
    if (!(failure instanceof ManagementError || failure instanceof SealError)) throw failure;
    log.error({ err: failure }, "the endpoints of the configuration cannot be opened");
    return { listen: [], callHome: [] };
  }
}
