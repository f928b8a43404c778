import { DhcpClientState, type DhcpLease } from "vpp-binapi-ts/api";
import { formatAddress, isAllZero } from "../ip/addresses.js";

const states: Readonly<Record<DhcpClientState, string>> = {
  [DhcpClientState.DHCP_CLIENT_STATE_API_DISCOVER]: "discover",
  [DhcpClientState.DHCP_CLIENT_STATE_API_REQUEST]: "request",
  [DhcpClientState.DHCP_CLIENT_STATE_API_BOUND]: "bound",
};

/** What a client has, in the form of the YANG grouping "lease". */
export function leaseFrom({ state, hostname, hostAddress, maskWidth, routerAddress, domainServer }: DhcpLease) {
  const isKnown = ({ un }: DhcpLease["hostAddress"]) => !isAllZero(un.ip4 ?? new Uint8Array(4));
  const servers = domainServer.map(({ address }) => address).filter(isKnown);
  return {
    state: states[state],
    ...(hostname !== "" && { hostname }),
    ...(isKnown(hostAddress) && { address: formatAddress(hostAddress), "prefix-length": maskWidth }),
    ...(isKnown(routerAddress) && { router: formatAddress(routerAddress) }),
    ...(servers.length > 0 && { "name-server": servers.map(formatAddress) }),
  };
}
