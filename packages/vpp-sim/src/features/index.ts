import { type Feature, messagesOf } from "../handler.js";
import { abf } from "./abf.js";
import { acl } from "./acl.js";
import { adl } from "./adl.js";
import { afPacket } from "./af-packet.js";
import { allowLists } from "./allow-lists.js";
import { bfd } from "./bfd.js";
import { bier } from "./bier.js";
import { bond } from "./bond.js";
import { cdp } from "./cdp.js";
import { classify } from "./classify.js";
import { cliInband } from "./cli-inband.js";
import { cnat } from "./cnat.js";
import { cnatSourceNat } from "./cnat-source-nat.js";
import { det44 } from "./det44.js";
import { devices } from "./devices.js";
import { dhcp } from "./dhcp.js";
import { diagnostics } from "./diagnostics.js";
import { dslite } from "./dslite.js";
import { featureArc } from "./feature-arc.js";
import { flowExport } from "./flow-export.js";
import { geneve } from "./geneve.js";
import { graphArc } from "./graph-arc.js";
import { gre } from "./gre.js";
import { gso } from "./gso.js";
import { gtpu } from "./gtpu.js";
import { hostStack } from "./host-stack.js";
import { igmp } from "./igmp.js";
import { ikev2 } from "./ikev2.js";
import { interfaceFeature } from "./interface.js";
import { interfaceAddress } from "./interface-address.js";
import { ioam } from "./ioam.js";
import { ipMroute } from "./ip-mroute.js";
import { ipNeighbor } from "./ip-neighbor.js";
import { ipRoute } from "./ip-route.js";
import { ipSettings } from "./ip-settings.js";
import { ipTable } from "./ip-table.js";
import { ip6Nd } from "./ip6-nd.js";
import { ipfixClassifier } from "./ipfix-classifier.js";
import { ipip } from "./ipip.js";
import { ipsecSa } from "./ipsec-sa.js";
import { ipsecSpd } from "./ipsec-spd.js";
import { ipsecTunnel } from "./ipsec-tunnel.js";
import { l2 } from "./l2.js";
import { l2Patch } from "./l2-patch.js";
import { l2tp } from "./l2tp.js";
import { l3xc } from "./l3xc.js";
import { lb } from "./lb.js";
import { linuxCp } from "./linux-cp.js";
import { lisp } from "./lisp.js";
import { lispGpe } from "./lisp-gpe.js";
import { lispMappings } from "./lisp-mappings.js";
import { listeners } from "./listeners.js";
import { lldp } from "./lldp.js";
import { loopback } from "./loopback.js";
import { macipAcl } from "./macip-acl.js";
import { mactime } from "./mactime.js";
import { map } from "./map.js";
import { memif } from "./memif.js";
import { mpls } from "./mpls.js";
import { mplsTunnel } from "./mpls-tunnel.js";
import { nat44Ed } from "./nat44-ed.js";
import { nat44Ei } from "./nat44-ei.js";
import { nat64 } from "./nat64.js";
import { nat66 } from "./nat66.js";
import { nsh } from "./nsh.js";
import { p2pEthernet } from "./p2p-ethernet.js";
import { pathMtu } from "./path-mtu.js";
import { pipe } from "./pipe.js";
import { pnat } from "./pnat.js";
import { policer } from "./policer.js";
import { pppoe } from "./pppoe.js";
import { proxyArp } from "./proxy-arp.js";
import { punt } from "./punt.js";
import { pvti } from "./pvti.js";
import { qos } from "./qos.js";
import { services } from "./services.js";
import { session } from "./session.js";
import { sessionRedirect } from "./session-redirect.js";
import { sflow } from "./sflow.js";
import { sourceVrf } from "./source-vrf.js";
import { span } from "./span.js";
import { srMpls } from "./sr-mpls.js";
import { srv6 } from "./srv6.js";
import { srv6Mobile } from "./srv6-mobile.js";
import { stn } from "./stn.js";
import { subInterface } from "./sub-interface.js";
import { syslog } from "./syslog.js";
import { tap } from "./tap.js";
import { teib } from "./teib.js";
import { udp } from "./udp.js";
import { vhostUser } from "./vhost-user.js";
import { virtioPci } from "./virtio-pci.js";
import { vrrp } from "./vrrp.js";
import { vxlan } from "./vxlan.js";
import { vxlanGpe } from "./vxlan-gpe.js";
import { wireguard } from "./wireguard.js";

/** All that the simulated VPP can do. A message that no feature handles is not in the message table. */
export function allFeatures(): readonly Feature[] {
  const features: readonly Feature[] = [
    session(() => new Set(features.flatMap(messageNames))),
    cliInband,
    interfaceFeature,
    interfaceAddress,
    loopback,
    tap,
    linuxCp,
    afPacket,
    memif,
    vhostUser,
    virtioPci,
    devices,
    subInterface,
    p2pEthernet,
    pipe,
    bond,
    span,
    lldp,
    cdp,
    gso,
    ipTable,
    ipRoute,
    ipMroute,
    pathMtu,
    ipNeighbor,
    proxyArp,
    mpls,
    mplsTunnel,
    abf,
    l3xc,
    srv6,
    srv6Mobile,
    ip6Nd,
    featureArc,
    l2,
    l2Patch,
    policer,
    pnat,
    classify,
    qos,
    lb,
    ipsecSa,
    ipsecTunnel,
    ipsecSpd,
    ikev2,
    acl,
    macipAcl,
    cnat,
    cnatSourceNat,
    wireguard,
    graphArc,
    vxlan,
    vxlanGpe,
    geneve,
    gtpu,
    gre,
    ipip,
    pvti,
    teib,
    pppoe,
    l2tp,
    nat44Ed,
    nat44Ei,
    nat64,
    nat66,
    det44,
    dslite,
    udp,
    ipSettings,
    srMpls,
    hostStack,
    mactime,
    adl,
    ioam,
    bfd,
    map,
    nsh,
    lisp,
    lispMappings,
    lispGpe,
    punt,
    services,
    allowLists,
    sourceVrf,
    syslog,
    stn,
    flowExport,
    ipfixClassifier,
    sessionRedirect,
    bier,
    sflow,
    vrrp,
    dhcp,
    diagnostics,
    listeners,
    igmp,
  ];
  return features;
}

/** Every message of a feature: requests, answers, events. */
function messageNames({ handlers, events = [] }: Feature): string[] {
  return [...handlers.flatMap(messagesOf), ...events].map(({ name }) => name);
}
