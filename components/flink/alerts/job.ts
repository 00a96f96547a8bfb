import { critical, fires, nearMiss, noData, noTraffic, warning, type Alert } from "../../../core/alerts/alert";
import { series, type Scrape } from "../../../core/alerts/exporter";

export interface JobAlertsArgs {
  readonly namespace: string;
  readonly deployment: string;
  readonly taskManagers: number;
  readonly reporter: Scrape;
  readonly pods: Scrape;
}

const JOB = { host: "flink", job_id: "f00d", job_name: "FraudDetectionJob" } as const;

/** The job itself, and the TaskManagers that it runs on. */
export function jobAlerts(args: JobAlertsArgs): readonly Alert[] {
  return [notRunning(args), backpressure(args), outOfMemory(args), missing(args)];
}

function notRunning({ namespace, deployment, reporter }: JobAlertsArgs): Alert {
  const own = `flink_jobmanager_numRunningJobs{namespace="${namespace}"}`;
  const running = `sum by (namespace) (${own})`;
  // A restarting job counts as running; its time in that state is 0.
  const standing = `max by (namespace, job_id, job_name) (flink_jobmanager_job_runningTime{namespace="${namespace}"}) == 0`;
  const down = `${running} < 1 or ${standing} or absent(${own})`;
  const jobs = series(reporter, "flink_jobmanager_numRunningJobs", { host: JOB.host });
  const time = series(reporter, "flink_jobmanager_job_runningTime", JOB);
  return {
    name: "FlinkJobNotRunning",
    component: "flink",
    page: "flink-job-not-running",
    summary: "The job doesn't run: no transaction is scored.",
    description: `Failed, cancelled, restarting or missing for 2 minutes in ${namespace} (${deployment}).`,
    panel: { dashboard: "flink", title: "Running jobs", expr: running, thresholds: [1] },
    levels: [critical(down, "2m"), critical(down, "30m", { team: "data-engineering" })],
    cases: [
      fires(["critical"], "fires when no job runs", { [jobs]: "1x5 0x30" }, "10m"),
      fires(
        ["critical"],
        "fires when the job keeps restarting",
        { [jobs]: "1x40", [time]: "60000+60000x5 0x40" },
        "12m",
      ),
      nearMiss(
        "stays quiet at a restart of a minute",
        { [jobs]: "1x40", [time]: "60000+60000x10 0 60000+60000x20" },
        "13m",
      ),
      noData(["critical"]),
      noTraffic({ [jobs]: "1x40", [time]: "60000+60000x40" }, "30m"),
    ],
  };
}

function backpressure({ namespace, reporter }: JobAlertsArgs): Alert {
  const expr = `max by (namespace, job_name, task_name) (flink_taskmanager_job_task_backPressuredTimeMsPerSecond{namespace="${namespace}"})`;
  const task = series(reporter, "flink_taskmanager_job_task_backPressuredTimeMsPerSecond", {
    ...JOB,
    subtask_index: "0",
    task_attempt_id: "a",
    task_attempt_num: "0",
    task_id: "t",
    task_name: "score",
    tm_id: "flink-taskmanager-1-1",
  });
  return {
    name: "FlinkHighBackpressure",
    component: "flink",
    page: "health-flink",
    summary: "{{ $labels.task_name }} waits for what comes after it: the job will fall behind.",
    description: "{{ $value }} of 1,000 ms backpressured; over 800 for 10 minutes.",
    panel: { dashboard: "flink", title: "Backpressure", expr, legend: "{{task_name}}", unit: "ms", thresholds: [800] },
    levels: [warning(`${expr} > 800`, "10m")],
    cases: [
      fires(["warning"], "warns over 80 %", { [task]: "801x30" }, "15m"),
      nearMiss("stays quiet at 80 %", { [task]: "800x30" }, "20m"),
      nearMiss("stays quiet at a burst of nine minutes", { [task]: "100x5 1000x8 100x30" }, "15m"),
      noData(),
      noTraffic({ [task]: "0x30" }, "20m"),
    ],
  };
}

function outOfMemory({ namespace, deployment, pods }: JobAlertsArgs): Alert {
  const oom = (metric: string) => `${metric}{namespace="${namespace}",reason="OOMKilled"}`;
  const replaced = `max by (namespace, pod) (max_over_time(${oom("kube_pod_container_status_terminated_reason")}[10m])) > 0`;
  const restarts = `sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total{namespace="${namespace}"}[10m]))`;
  const restarted = `(${restarts} > 0 and max by (namespace, pod) (${oom("kube_pod_container_status_last_terminated_reason")}) == 1)`;
  const container = { namespace, pod: `${deployment}-taskmanager-1-1`, uid: "u", container: "flink-main-container" };
  const of = (metric: string, reason: string) => series(pods, metric, { ...container, reason });
  const killed = (reason: string) => of("kube_pod_container_status_terminated_reason", reason);
  const last = of("kube_pod_container_status_last_terminated_reason", "OOMKilled");
  const count = series(pods, "kube_pod_container_status_restarts_total", container);
  return {
    name: "FlinkTaskManagerOOM",
    component: "flink",
    page: "health-flink",
    summary: "{{ $labels.pod }} ran out of memory: the job restarts from its last checkpoint.",
    description: "The kernel killed its container in the last 10 minutes.",
    panel: { dashboard: "flink", title: "Restarts of containers", expr: restarts, legend: "{{pod}}" },
    levels: [critical(`${replaced} or ${restarted}`, "0m")],
    cases: [
      // TaskManagers are bare pods: the JobManager replaces them, so no container of theirs ever restarts.
      fires(
        ["critical"],
        "fires for a TaskManager that is replaced",
        { [killed("OOMKilled")]: "_x20 1x1 _x20" },
        "25m",
      ),
      fires(["critical"], "fires for a container that restarts", { [last]: "_x20 1x20", [count]: "0x20 1x20" }, "25m"),
      nearMiss("stays quiet at another end", { [killed("Completed")]: "1x40", [killed("Error")]: "1x40" }, "25m"),
      nearMiss("stays quiet long after", { [last]: "1x60", [count]: "2x60" }, "30m"),
      noData(),
      noTraffic({ [count]: "0x60" }, "30m"),
    ],
  };
}

function missing({ namespace, taskManagers, reporter }: JobAlertsArgs): Alert {
  const expr = `max by (namespace) (flink_jobmanager_numRegisteredTaskManagers{namespace="${namespace}"})`;
  const registered = series(reporter, "flink_jobmanager_numRegisteredTaskManagers", { host: JOB.host });
  return {
    name: "FlinkTaskManagersMissing",
    component: "flink",
    page: "health-flink",
    summary: "TaskManagers are missing: the job has fewer slots than it needs.",
    description: `{{ $value }} of ${taskManagers} TaskManagers are registered.`,
    panel: { dashboard: "flink", title: "TaskManagers", expr, thresholds: [taskManagers] },
    levels: [warning(`${expr} < ${taskManagers}`, "5m")],
    cases: [
      fires(["warning"], "warns when one is missing", { [registered]: `${taskManagers - 1}x30` }, "10m"),
      nearMiss(
        "stays quiet while one is replaced",
        { [registered]: `${taskManagers}x10 ${taskManagers - 1}x3 ${taskManagers}x30` },
        "17m",
      ),
      noData(),
      noTraffic({ [registered]: `${taskManagers}x30` }, "20m"),
    ],
  };
}
