/** Numbers that VPP has a meaning of its own for. */

export const NO_INTERFACE = 0xffff_ffff;
export const NO_TABLE = 0xffff_ffff;

/** In the place of an index: all that there are. */
export const ALL = 0xffff_ffff;

/** RFC 3032 2.1. VPP takes labels for places in an array. */
export const FIRST_LABEL = 16;
export const LAST_LABEL = 0xf_ffff;
export const NO_LABEL = 0xffff_ffff;
