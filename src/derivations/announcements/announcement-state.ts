/** The announcements as they stand, for operational. */

import type { IncrementalDerivation } from "../incremental.js";
import { CLUSTER_NODE_PATH, SERVICE_PATH } from "../services/service.js";
import type { ServiceParts } from "../services/service-state.js";
import { type Announcement, announcementsOfNode, announcementsOfService } from "./announcement.js";
import { AnnouncementTable } from "./announcement-table.js";

export function announcementsNow(
  services: ServiceParts,
  nodes: Pick<IncrementalDerivation, "held">,
): readonly Announcement[] {
  const table = new AnnouncementTable();
  for (const [path] of services.held.all(SERVICE_PATH)) table.set(path, announcementsOfService(path, services));
  for (const [path] of nodes.held.all(CLUSTER_NODE_PATH)) table.set(path, announcementsOfNode(path, nodes.held));
  return table.all();
}
