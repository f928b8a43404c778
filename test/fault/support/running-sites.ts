import type { ServerProcess } from "../../support/server-process.js";
import { type Site, sitesIn } from "./network.js";
import { openRestconf } from "./restconf-client.js";

/** The sites of running, read over a RESTCONF connection of its own. */
export async function sitesOf(server: ServerProcess): Promise<readonly Site[]> {
  const restconf = openRestconf(server);
  try {
    return sitesIn(await restconf.running());
  } finally {
    restconf.close();
  }
}
