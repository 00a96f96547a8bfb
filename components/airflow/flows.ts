/** Flows of Airflow's parts. */
import { ANYWHERE, tcp, udp, type Flow, type Pods } from "../namespace/flows";
import { AIRFLOW_PORTS, airflowNames } from "./names";

export interface AirflowFlowScope {
  readonly namespace: string;
  readonly celery: boolean;
  /** Port of the mail server, where failures are mailed. */
  readonly mailPort: number | undefined;
}

const { scheduler, apiServer, dagProcessor, triggerer, worker } = airflowNames;

/** What runs Airflow's own code; Redis and the exporter don't. With `migration`, also the Job that brings the database up to date. */
export const airflowParts = (namespace: string, { migration = false } = {}): Pods => ({
  namespace,
  pods: {
    "app.kubernetes.io/name": [
      scheduler,
      apiServer,
      dagProcessor,
      triggerer,
      worker,
      ...(migration ? [airflowNames.migrationPods] : []),
    ],
  },
});

/** Where tasks run. */
export const taskPods = (namespace: string, celery: boolean): Pods => part(namespace, celery ? worker : scheduler);

const part = (namespace: string, name: string): Pods => ({ namespace, pods: { "app.kubernetes.io/name": name } });

export function airflowFlows({ namespace, celery, mailPort }: AirflowFlowScope): readonly Flow[] {
  const all = airflowParts(namespace);
  const web = part(namespace, apiServer);
  const logs = (name: string, port: number): Flow => ({
    name: `${name}-logs`,
    from: web,
    to: part(namespace, name),
    ports: tcp(port),
    why: "the api-server shows the log of a task that runs",
  });
  return [
    {
      name: "airflow-api",
      from: all,
      to: web,
      ports: tcp(AIRFLOW_PORTS.http),
      why: "tasks tell their state and read connections through the api-server",
    },
    {
      name: "airflow-statsd",
      from: all,
      to: part(namespace, airflowNames.statsd),
      ports: udp(AIRFLOW_PORTS.statsd),
      why: "every part sends its metrics there",
    },
    {
      name: "airflow-probe",
      from: part(namespace, airflowNames.probe),
      to: web,
      ports: tcp(AIRFLOW_PORTS.http),
      why: "the probe asks the api-server as a user would",
    },
    logs(celery ? worker : scheduler, AIRFLOW_PORTS.workerLogs),
    logs(triggerer, AIRFLOW_PORTS.triggererLogs),
    ...(celery
      ? [scheduler, worker].map((name) => ({
          name: `${name}-queue`,
          from: part(namespace, name),
          to: part(namespace, airflowNames.redis),
          ports: tcp(AIRFLOW_PORTS.redis),
          why: "tasks wait in Redis until a worker takes them",
        }))
      : []),
    ...(mailPort === undefined
      ? []
      : [{ name: "airflow-mail", from: all, to: ANYWHERE, ports: tcp(mailPort), why: "failures are mailed" }]),
  ];
}
