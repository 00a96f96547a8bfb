import { demand, type Demand } from "../../core/capacity/demand";
import { spread, type Shape } from "../../core/capacity/nodes/shape";
import { podsOf } from "../../core/capacity/pods/pod";
import { flinkNames } from "./names";
import type { FlinkPlan } from "./plan";

/** Pods that the Flink operator makes. They stand on no volume, as checkpoints are in the object store; CPU limit is twice the request. */
export function flinkPods(plan: Omit<FlinkPlan, "demand">, shape: Shape): Demand {
  const { namespace, deployment, jobManager, taskManager } = plan;
  const jobManagers = podsOf({
    count: plan.jobManagers,
    podName: (index) => flinkNames.jobManagerPod(deployment, index),
    namespace,
    component: `${namespace}/jobmanager`,
    requests: jobManager,
    limits: { cpu: jobManager.cpu * 2, memory: jobManager.memory },
    pinned: false,
    ...spread(shape, plan.jobManagers),
  });
  const taskManagers = podsOf({
    count: plan.taskManagers,
    podName: (index) => flinkNames.taskManagerPod(deployment, index),
    namespace,
    component: `${namespace}/taskmanager`,
    requests: taskManager,
    limits: { cpu: taskManager.cpu * 2, memory: taskManager.memory },
    pinned: false,
    ownNode: false,
  });
  return demand({
    pods: [...jobManagers, ...taskManagers],
    namespaces: [{ name: namespace, transient: [] }],
    survival: [
      {
        component: `${namespace}/jobmanager`,
        label: "JobManagers",
        needs: { node: 1, zone: 1 },
        because: "one leads; state is in the object store",
      },
      {
        component: `${namespace}/taskmanager`,
        label: "TaskManagers",
        needs: { node: plan.taskManagers, zone: plan.taskManagers },
        because: `parallelism ${plan.parallelism} needs every slot again`,
      },
    ],
  });
}
