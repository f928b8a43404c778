/** Gives the memory of a large array back at once: the collector of garbage comes late to what it sees as one small object. */

/** Frees the whole buffer of an array, which is empty afterwards. Nobody else may need anything of that buffer. */
export function discard(bytes: Uint8Array): void {
  const { port1: nowhere } = new MessageChannel();
  nowhere.close();
  // What is handed over to a closed port is gone.
  nowhere.postMessage(undefined, [bytes.buffer as ArrayBuffer]);
}
