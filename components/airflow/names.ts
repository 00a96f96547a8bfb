/** Deployments and the StatefulSet of Airflow's parts; `airflow-webserver` runs Airflow 3's api-server. */
export const airflowNames = {
  scheduler: "airflow-scheduler",
  apiServer: "airflow-webserver",
  dagProcessor: "airflow-dag-processor",
  triggerer: "airflow-triggerer",
  worker: "airflow-worker",
  redis: "airflow-redis",
} as const;
