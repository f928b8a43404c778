/** DHCP clients and relays. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { dhcpClient } from "./client.js";
import { dhcpClientDetect } from "./client-detect.js";
import { delegatedAddress, ipv6AddressClient, ipv6PrefixClient } from "./ipv6-client.js";
import { dhcpRelay } from "./relay.js";
import { virtualSubnet } from "./virtual-subnet.js";

export const dhcpTranslators: readonly AnyTranslator[] = [
  dhcpClient,
  dhcpClientDetect,
  dhcpRelay,
  virtualSubnet,
  ipv6AddressClient,
  ipv6PrefixClient,
  delegatedAddress,
];
