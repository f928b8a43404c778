/** What becomes of packets to endpoints without locators (RFC 9301 5.4). */

const actions = ["no-action", "natively-forward", "send-map-request", "drop"] as const;

export type Action = (typeof actions)[number];

export function actionNumber(action: Action = "no-action"): number {
  return actions.indexOf(action);
}

/** VPP drops what it does not know. */
export function formatAction(number: number): Action {
  return actions[number] ?? "drop";
}
