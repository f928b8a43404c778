/** XML namespace of module ietf-restconf (RFC 8040 8). */
export const RESTCONF_NAMESPACE = "urn:ietf:params:xml:ns:yang:ietf-restconf";
