/**
 * Whether VPP keeps the graph node with which a deleted loopback sent its packets. VPP 26.06 gives such nodes to the next
 * interfaces of any kind, with the frames that they own (vnet_register_interface). A pipe then points the loopback's way to
 * ethernet-input at pipe-rx; when another node takes the frames of ethernet-input over, VPP exchanges the two, packets of no
 * pipe arrive in pipe-rx, and VPP ends.
 *
 * @param graph what `show vlib graph` prints: a block of lines for each node, separated by empty lines; in the first one
 *   stands its name, and each may have one of the next nodes with its slot
 */
export function hasDeletedLoopback(graph: string): boolean {
  return graph
    .split(/\n\s*\n/)
    .some((block) => /^interface-\d+-tx-deleted\s/.test(block.trimStart()) && /\sethernet-input \[1\]/.test(block));
}
