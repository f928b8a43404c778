/** Troubles as Kubernetes Events. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { type CoreV1Event, KubeConfig } from "@kubernetes/client-node";
import pino from "pino";
import { EventReporter, type EventReporterOptions } from "../../src/kubernetes/cluster/event-reporter.js";
import type { Trouble } from "../../src/kubernetes/trouble.js";
import { ApiServer } from "./api-server.js";
import { until } from "./until.js";

const trouble = (name: string, message = "It cannot be."): Trouble => ({
  of: { kind: "Service", key: `shop/${name}` },
  reason: "NotExpressible",
  message,
});

type Told = CoreV1Event & { readonly firstTimestamp: string; readonly lastTimestamp: string };

describe("Events", () => {
  let api: ApiServer;
  let wrong: readonly Trouble[];
  let looks: number;
  const reporters: EventReporter[] = [];

  beforeEach(async () => {
    api = new ApiServer();
    await api.start();
    wrong = [];
    looks = 0;
  });
  afterEach(async () => {
    for (const reporter of reporters.splice(0)) reporter.stop();
    await api.stop();
  });

  function reporterOn(nodeName: string, more: Partial<EventReporterOptions> = {}): EventReporter {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromString(api.kubeconfig);
    const troubles = () => {
      looks++;
      return wrong;
    };
    const log = pino({ level: "silent" });
    const reporter = new EventReporter({
      ...{ kubeConfig, nodeName, find: () => undefined, troubles, log, clock: () => performance.now() },
      ...{ pauseMs: 5, againMs: 3_600_000, retryMs: 5, answerMs: 60_000 },
      ...more,
    });
    reporters.push(reporter);
    return reporter;
  }
  const told = () => api.objects("Event")[0] as unknown as Told;
  const posted = () => api.requests.filter((request) => request.startsWith("POST")).length;

  it("are made for all that is wrong, however much comes at once, and once", async () => {
    wrong = Array.from({ length: 50 }, (_, index) => trouble(`service-${index}`));
    const reporter = reporterOn("node-1");
    for (let time = 0; time < 100; time++) reporter.changed();
    await until(() => api.objects("Event").length === 50);
    assert.equal(looks, 3);
    reporter.changed();
    await until(() => looks === 4);
    assert.equal(posted(), 50);
  });

  it("are one where several nodes have the same to tell", async () => {
    wrong = [trouble("web")];
    reporterOn("node-1").changed();
    await until(() => api.objects("Event").length === 1);
    reporterOn("node-2").changed();
    await until(() => posted() === 2);
    wrong = [trouble("web", "Something else.")];
    reporterOn("node-2").changed();
    await until(() => posted() === 3);
    await until(() => api.objects("Event").length === 2);
  });

  it("are written when the API server is back that was away, or never answered", async () => {
    await api.stop();
    wrong = [trouble("web")];
    reporterOn("node-1", { answerMs: 100 }).changed();
    await until(() => looks > 2);
    let unanswered = 0;
    api.silent = () => unanswered++ < 2;
    await api.start();
    await until(() => api.objects("Event").length === 1);
  });

  it("are there for as long as something is wrong, though an API server forgets them", async () => {
    wrong = [trouble("web")];
    reporterOn("node-1", { againMs: 20 }).changed();
    await until(() => api.objects("Event").length === 1);
    const { metadata, firstTimestamp, lastTimestamp } = told();
    // One that is there is told as the same that goes on.
    await until(() => told().lastTimestamp > lastTimestamp);
    assert.deepEqual({ ...told().metadata, resourceVersion: "" }, { ...metadata, resourceVersion: "" });
    assert.equal(told().firstTimestamp, firstTimestamp);
    api.remove("Event", "shop", metadata.name!);
    await until(() => api.objects("Event").length === 1);
  });
});
