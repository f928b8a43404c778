/** RFC 8072 4.2. */
export const YANG_PATCH_NAMESPACE = "urn:ietf:params:xml:ns:yang:ietf-yang-patch";
