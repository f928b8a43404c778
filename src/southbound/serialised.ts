export type InTurn = <T>(task: () => Promise<T>) => Promise<T>;

/** Returns a function that runs tasks one after the other, in the order in which they are given; a failed one does not stop the next. */
export function serialised(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task, task);
    last = result.catch(() => undefined);
    return result;
  };
}
